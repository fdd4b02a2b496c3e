/** What an administrator asks, follows and forgets: questions of what would be if. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';
import type { AskWhatIf, WhatIfRow } from '@/api/types';

const of = (id: string) => ({ params: { path: { run_id: id } } });
/** Live updates tell of every step; this is for whoever hears none. */
const FOLLOW_MS = 5_000;

export const isUnderWay = ({ state }: Pick<WhatIfRow, 'state'>) =>
  state === 'queued' || state === 'running';

export const whatIfQueries = {
  list: () =>
    infiniteQueryOptions({
      queryKey: keys.whatIf.list,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/what-if/runs', {
            params: { query: { limit: 10, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: keys.whatIf.one(id),
      queryFn: () => take(http.GET('/api/v1/what-if/runs/{run_id}', of(id))),
      refetchInterval: ({ state: { data } }) => (data && isUnderWay(data) ? FOLLOW_MS : false),
    }),
};

export const ask = (body: AskWhatIf) => take(http.POST('/api/v1/what-if/runs', { body }));

export const cancelRun = (id: string) =>
  take(http.POST('/api/v1/what-if/runs/{run_id}/cancel', of(id)));

export const deleteRun = (id: string) => take(http.DELETE('/api/v1/what-if/runs/{run_id}', of(id)));
