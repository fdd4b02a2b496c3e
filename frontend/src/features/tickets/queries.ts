/** What the app reads of tickets. */

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';
import { compact, type TicketFilters } from './filters';

const PAGE_SIZE = 30;

export const ticketQueries = {
  list: (filters: TicketFilters) =>
    infiniteQueryOptions({
      queryKey: keys.tickets.list(compact(filters)),
      queryFn: ({ pageParam, signal }) =>
        take(
          http.GET('/api/v1/tickets', {
            signal,
            params: {
              query: {
                ...compact(filters),
                sort: filters.sort,
                limit: PAGE_SIZE,
                cursor: pageParam ?? undefined,
              },
            },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
      placeholderData: keepPreviousData,
    }),

  detail: (id: string) =>
    queryOptions({
      queryKey: keys.tickets.detail(id),
      queryFn: () =>
        take(http.GET('/api/v1/tickets/{ticket_id}', { params: { path: { ticket_id: id } } })),
    }),

  byReference: (reference: string) =>
    queryOptions({
      queryKey: ['tickets', 'by-reference', reference],
      queryFn: () =>
        take(
          http.GET('/api/v1/tickets/by-reference/{reference}', {
            params: { path: { reference } },
          }),
        ),
    }),

  messages: (id: string) =>
    infiniteQueryOptions({
      queryKey: keys.tickets.messages(id),
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/messages', {
            params: {
              path: { ticket_id: id },
              query: { limit: 100, cursor: pageParam ?? undefined },
            },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),

  history: (id: string) =>
    infiniteQueryOptions({
      queryKey: keys.tickets.history(id),
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/history', {
            params: {
              path: { ticket_id: id },
              query: { limit: 50, cursor: pageParam ?? undefined },
            },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),

  savedViews: () =>
    queryOptions({
      queryKey: keys.savedViews,
      queryFn: () =>
        take(http.GET('/api/v1/saved-views', { params: { query: { limit: 100 } } })).then(
          (page) => page.items,
        ),
    }),

  tags: () =>
    queryOptions({
      queryKey: keys.tags,
      queryFn: () =>
        take(http.GET('/api/v1/tags', { params: { query: { limit: 100 } } })).then((page) =>
          page.items.map(({ name }) => name),
        ),
      staleTime: 60_000,
    }),
};
