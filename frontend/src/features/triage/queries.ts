/** What the app reads and does about triage. */

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';
import type { Category, Impact, Priority, Urgency } from '@/api/types';

const SIMILAR_STALE_MS = 5 * 60_000;
const READING_IN_MS = 10_000;

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
  similar: (ticketId: string, triagedAt: string | null) =>
    queryOptions({
      queryKey: keys.similar(ticketId, triagedAt),
      queryFn: ({ signal }) =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/similar', {
            signal,
            params: { path: { ticket_id: ticketId } },
          }),
        ),
      staleTime: SIMILAR_STALE_MS,
      // The server has waited for an answer already; the person decides about another try.
      retry: false,
      refetchInterval: ({ state }) => (state.data?.complete === false ? READING_IN_MS : false),
    }),
  preview: (subject: string, description: string) =>
    queryOptions({
      queryKey: keys.preview(subject, description),
      queryFn: ({ signal }) =>
        take(http.POST('/api/v1/triage/preview', { signal, body: { subject, description } })),
      placeholderData: keepPreviousData,
      staleTime: Infinity,
      // Words on the way to other words: nobody comes back to them.
      gcTime: 60_000,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    }),
};

export interface Review {
  version: number;
  priority: Priority;
  category: Category;
  impact?: Impact | null;
  urgency?: Urgency | null;
}

/** Confirm or correct what the model said; either way it becomes a label. Outlives the page. */
export function reviewTicket(ticketId: string, body: Review) {
  return take(
    http.POST('/api/v1/tickets/{ticket_id}/triage/review', {
      params: { path: { ticket_id: ticketId } },
      body,
      keepalive: true,
    }),
  );
}
