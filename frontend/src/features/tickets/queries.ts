/** What the app reads of tickets. */

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { isLong } from '@/api/cache';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';
import type { HistoryGroup } from '@/api/types';
import { compact, type TicketFilters } from './filters';

/** As many as the server gives at once: whoever scrolls far asks seldom. */
const PAGE_SIZE = 100;

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
      // All pages of a long list would be fetched one after the other; see `refresh` in the cache.
      refetchOnMount: (query) => !isLong(query),
      refetchOnWindowFocus: (query) => !isLong(query),
      refetchOnReconnect: (query) => !isLong(query),
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

  history: (id: string, groups: HistoryGroup[] = []) =>
    infiniteQueryOptions({
      queryKey: [...keys.tickets.history(id), groups],
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/history', {
            params: {
              path: { ticket_id: id },
              query: {
                limit: 50,
                cursor: pageParam ?? undefined,
                group: groups.length > 0 ? groups : undefined,
              },
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

  viewCounts: () =>
    queryOptions({
      queryKey: keys.tickets.viewCounts,
      queryFn: () => take(http.GET('/api/v1/saved-views/counts')),
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
