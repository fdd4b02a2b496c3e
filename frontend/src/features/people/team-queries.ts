/** How teams hand out their tickets: what counts, its versions, and how it is changed. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';
import type { AssignmentSettings } from '@/api/types';

/** A team's id, or what holds where no team has a say. */
export const ORGANISATION = 'organisation';

const of = (scope: string) => ({ path: { scope } });

export const settingsQueries = {
  teams: () =>
    queryOptions({
      queryKey: keys.assignmentSettings.teams,
      queryFn: () =>
        take(http.GET('/api/v1/assignment/settings', { params: { query: { limit: 100 } } })).then(
          ({ items }) => items,
        ),
    }),
  one: (scope: string) =>
    queryOptions({
      queryKey: keys.assignmentSettings.one(scope),
      queryFn: () => take(http.GET('/api/v1/assignment/settings/{scope}', { params: of(scope) })),
    }),
  versions: (scope: string) =>
    infiniteQueryOptions({
      queryKey: keys.assignmentSettings.versions(scope),
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/assignment/settings/{scope}/versions', {
            params: { ...of(scope), query: { limit: 10, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
};

export function saveAssignmentSettings(
  scope: string,
  version: number,
  settings: AssignmentSettings | null,
) {
  return take(
    http.PUT('/api/v1/assignment/settings/{scope}', {
      params: of(scope),
      body: { version, settings },
    }),
  );
}

export function restoreSettings(scope: string, version: number) {
  return take(
    http.POST('/api/v1/assignment/settings/{scope}/restore', {
      params: of(scope),
      body: { version },
    }),
  );
}
