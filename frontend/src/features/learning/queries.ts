/** What an administrator reads and does about the triage model. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage } from '@/api/paging';
import type { ModelsPage } from '@/api/types';

export const learningQueries = {
  models: () =>
    infiniteQueryOptions({
      queryKey: keys.learning.models,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/triage/models', {
            params: { query: { limit: 25, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: (page: ModelsPage) => page.next_cursor,
    }),
  settings: () =>
    queryOptions({
      queryKey: keys.learning.settings,
      queryFn: () => take(http.GET('/api/v1/triage/settings')),
    }),
  quality: (weeks: number) =>
    queryOptions({
      queryKey: keys.learning.quality(weeks),
      queryFn: () => take(http.GET('/api/v1/triage/quality', { params: { query: { weeks } } })),
    }),
};

const of = (version: string) => ({ params: { path: { version } } });

export const promote = (version: string) =>
  take(http.POST('/api/v1/triage/models/{version}/promote', of(version)));

export const startShadow = (version: string) =>
  take(http.POST('/api/v1/triage/models/{version}/shadow', of(version)));

export const endShadow = () => take(http.DELETE('/api/v1/triage/models/shadow'));

export const rollBack = () => take(http.POST('/api/v1/triage/models/roll-back'));

export const changeWantedAccuracy = (wanted: number) =>
  take(http.PUT('/api/v1/triage/settings', { body: { wanted_accuracy: wanted } }));
