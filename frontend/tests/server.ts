/** The network of the tests: real requests of the real client, answered in this process. */

import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';

export const server = setupServer();

type Json = object | null;
type Answerer = (seen: Seen, call: number) => Json;
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface Seen {
  headers: Headers;
  search: URLSearchParams;
  body: unknown;
}

/** Answer one address and keep what was sent there. */
export function answer(method: Method, path: string, body: Json | Answerer, status = 200): Seen[] {
  const calls: Seen[] = [];
  server.use(
    http[method](`*/api/v1${path}`, async (info) => {
      const request: Request = info.request;
      const sent = await request.clone().text();
      const seen: Seen = {
        headers: request.headers,
        search: new URL(request.url).searchParams,
        body: sent.startsWith('{') ? (JSON.parse(sent) as unknown) : sent,
      };
      calls.push(seen);
      const reply = typeof body === 'function' ? (body as Answerer)(seen, calls.length) : body;
      if (reply instanceof Response) return reply;
      return status === 204
        ? new HttpResponse(null, { status })
        : HttpResponse.json(reply as Record<string, unknown> | null, { status });
    }),
  );
  return calls;
}

/** A refusal in the API's own form. */
export function problem(status: number, code: string, detail: string, extra: object = {}) {
  return HttpResponse.json(
    { type: 'about:blank', title: 'Refused', status, detail, code, request_id: 'r-1', ...extra },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );
}

export function page<T>(items: T[], next_cursor: string | null = null) {
  return { items, next_cursor };
}
