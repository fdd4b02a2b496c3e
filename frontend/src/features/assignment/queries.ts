/** What the app reads and does about who has a ticket. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';

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
};

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

export function releaseTicket(id: string, body: { version: number; reason: string }) {
  return take(http.POST('/api/v1/tickets/{ticket_id}/release', { ...at(id), body }));
}
