/** The one HTTP client: typed by the generated schema, CSRF header on writes, refusals as ApiProblem. */

import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from './generated/schema';
import { ApiProblem } from './problem';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

let csrfToken = '';
let onSignedOut: () => void = () => undefined;

/** Remember the token of the current session; every write carries it. */
export function keepCsrfTokenOf(session: { csrf_token: string }): void {
  csrfToken = session.csrf_token;
}

/** Say what happens when the server no longer knows our session. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

async function bodyOf(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  return type.includes('json') ? response.json().catch(() => null) : null;
}

const guard: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method)) request.headers.set('X-CSRF-Token', csrfToken);
    return request;
  },
  async onResponse({ response }) {
    if (response.ok) return response;
    const problem = ApiProblem.from(response.status, await bodyOf(response), response.headers);
    if (problem.code === 'not_signed_in') onSignedOut();
    throw problem;
  },
  onError({ error }) {
    if (error instanceof ApiProblem) return error;
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return ApiProblem.unreachable();
  },
};

export const http = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  // Looked up at each call, so that a test can put its own network underneath.
  fetch: (request) => globalThis.fetch(request),
  // ?status=new&status=assigned, the form in which the API reads lists.
  querySerializer: { array: { style: 'form', explode: true } },
});
http.use(guard);

/** Unwrap a call: its data, or the ApiProblem that it ended with. */
export async function take<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}
