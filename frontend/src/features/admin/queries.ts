/** What an administrator reads about the running of the place. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';

export const adminQueries = {
  ratings: () =>
    queryOptions({
      queryKey: keys.feedback.summary,
      queryFn: () => take(http.GET('/api/v1/feedback/summary')),
    }),
  parked: () =>
    infiniteQueryOptions({
      queryKey: keys.parked,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/operations/parked', {
            params: { query: { limit: 25, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
};

export const replay = (id: string) =>
  take(
    http.POST('/api/v1/operations/parked/{delivery_id}/replay', {
      params: { path: { delivery_id: id } },
    }),
  );
