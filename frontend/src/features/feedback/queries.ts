/** What the app reads and does about ratings. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';

export const feedbackQueries = {
  of: (ticketId: string) =>
    queryOptions({
      queryKey: keys.tickets.rating(ticketId),
      queryFn: () =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/rating', {
            params: { path: { ticket_id: ticketId } },
          }),
        ),
    }),
  list: () =>
    infiniteQueryOptions({
      queryKey: keys.feedback.list,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/feedback', {
            params: { query: { limit: 25, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
  summary: () =>
    queryOptions({
      queryKey: keys.feedback.summary,
      queryFn: () => take(http.GET('/api/v1/feedback/summary')),
    }),
};

export function rateTicket(ticketId: string, body: { score: number; comment?: string }) {
  return take(
    http.PUT('/api/v1/tickets/{ticket_id}/rating', {
      params: { path: { ticket_id: ticketId } },
      body,
    }),
  );
}
