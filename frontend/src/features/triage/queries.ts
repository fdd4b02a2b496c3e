/** What the app reads and does about triage. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';
import type { Category, Impact, Priority, Urgency } from '@/api/types';

export const triageQueries = {
  of: (ticketId: string) =>
    queryOptions({
      queryKey: keys.tickets.triage(ticketId),
      queryFn: () =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/triage', {
            params: { path: { ticket_id: ticketId } },
          }),
        ),
    }),
  review: () =>
    infiniteQueryOptions({
      queryKey: keys.tickets.review,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/triage/review', {
            params: { query: { limit: 25, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
};

export interface Review {
  version: number;
  priority: Priority;
  category: Category;
  impact?: Impact | null;
  urgency?: Urgency | null;
}

/** Confirm or correct what the model said; either way it becomes a label. */
export function reviewTicket(ticketId: string, body: Review) {
  return take(
    http.POST('/api/v1/tickets/{ticket_id}/triage/review', {
      params: { path: { ticket_id: ticketId } },
      body,
    }),
  );
}
