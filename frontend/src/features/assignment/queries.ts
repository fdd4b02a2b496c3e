/** What the app reads and does about who has a ticket. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';
import type { HistoryEntry } from '@/api/types';

const at = (ticketId: string) => ({ params: { path: { ticket_id: ticketId } } });

export const assignmentQueries = {
  of: (ticketId: string) =>
    queryOptions({
      queryKey: keys.tickets.assignment(ticketId),
      queryFn: () => take(http.GET('/api/v1/tickets/{ticket_id}/assignment', at(ticketId))),
    }),
  waiting: () =>
    infiniteQueryOptions({
      queryKey: keys.tickets.waiting,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/assignment/waiting', {
            params: { query: { limit: 30, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
  queue: () =>
    queryOptions({
      queryKey: keys.tickets.queue,
      queryFn: () => take(http.GET('/api/v1/me/queue')),
    }),
  presence: () =>
    queryOptions({
      queryKey: keys.presence,
      queryFn: () => take(http.GET('/api/v1/me/presence')),
    }),
  /** When work on a ticket was begun the last time. */
  begunAt: (ticketId: string) =>
    queryOptions({
      queryKey: keys.tickets.begun(ticketId),
      queryFn: () => begunAt(ticketId),
    }),
};

/** Begun by a person's first move, or gone on with after a pause. */
const begins = ({ type, data }: HistoryEntry) =>
  type === 'work_started' || data['new'] === 'in_progress';

/** The history is read from its beginning, page by page; the last beginning counts. */
async function begunAt(ticketId: string): Promise<string | null> {
  let found: string | null = null;
  let cursor: string | undefined;
  do {
    const query = { limit: 100, cursor };
    const page = await take(
      http.GET('/api/v1/tickets/{ticket_id}/history', {
        params: { ...at(ticketId).params, query },
      }),
    );
    found = page.items.filter(begins).at(-1)?.at ?? found;
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  return found;
}

export interface Assign {
  version: number;
  technician_id: string | null;
  reason?: string;
}

export function assignTicket(id: string, body: Assign) {
  return take(http.POST('/api/v1/tickets/{ticket_id}/assign', { ...at(id), body }));
}

export function takeTicket(id: string, body: { version: number }) {
  return take(http.POST('/api/v1/tickets/{ticket_id}/take', { ...at(id), body }));
}

export function acceptTicket(id: string, body: { version: number }) {
  return take(http.POST('/api/v1/tickets/{ticket_id}/accept', { ...at(id), body }));
}

export function startWork(id: string, { version }: { version: number }) {
  const body = { version, status: 'in_progress' as const };
  return take(http.POST('/api/v1/tickets/{ticket_id}/status', { ...at(id), body }));
}

export function releaseTicket(id: string, body: { version: number; reason: string }) {
  return take(http.POST('/api/v1/tickets/{ticket_id}/release', { ...at(id), body }));
}
