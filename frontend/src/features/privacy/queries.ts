/** What the app reads and does about people's data: exports, erasures, and how long words are kept. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';
import type { ErasurePlan, PersonExport, RetentionRules } from '@/api/types';

const of = (personId: string) => ({ params: { path: { person_id: personId } } });
const UNDER_WAY_MS = 1_500;

/** While an export is being made the page looks again by itself. */
export function refetchWhile(rows: PersonExport[]): number | false {
  const busy = rows.some(({ state }) => state === 'waiting' || state === 'running');
  return busy ? UNDER_WAY_MS : false;
}

export const privacyQueries = {
  mine: () =>
    queryOptions({
      queryKey: keys.privacy.mine,
      queryFn: () =>
        take(http.GET('/api/v1/me/exports', { params: { query: { limit: 5 } } })).then(
          ({ items }) => items,
        ),
      refetchInterval: ({ state }) => refetchWhile(state.data ?? []),
    }),
  exports: () =>
    infiniteQueryOptions({
      queryKey: keys.privacy.exports,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/privacy/exports', {
            params: { query: { limit: 20, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
      refetchInterval: ({ state }) =>
        refetchWhile(state.data?.pages.flatMap(({ items }) => items) ?? []),
    }),
  erasures: () =>
    infiniteQueryOptions({
      queryKey: keys.privacy.erasures,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/privacy/erasures', {
            params: { query: { limit: 20, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
  preview: (personId: string) =>
    queryOptions({
      queryKey: keys.privacy.preview(personId),
      queryFn: () => take(http.GET('/api/v1/privacy/people/{person_id}/erasure', of(personId))),
    }),
  retention: () =>
    queryOptions({
      queryKey: keys.privacy.retention,
      queryFn: () => take(http.GET('/api/v1/privacy/retention')),
    }),
  effect: (rules: RetentionRules) =>
    queryOptions({
      queryKey: keys.privacy.effect(rules),
      queryFn: () => take(http.POST('/api/v1/privacy/retention/preview', { body: rules })),
    }),
};

export const exportMine = () => take(http.POST('/api/v1/me/exports'));

export const exportPerson = (personId: string) =>
  take(http.POST('/api/v1/privacy/people/{person_id}/exports', of(personId)));

export const planErasure = (personId: string, body: ErasurePlan) =>
  take(http.POST('/api/v1/privacy/people/{person_id}/erasure', { ...of(personId), body }));

export const takeErasureBack = (erasureId: string) =>
  take(
    http.POST('/api/v1/privacy/erasures/{erasure_id}/take-back', {
      params: { path: { erasure_id: erasureId } },
    }),
  );

export const setRetention = (body: RetentionRules & { version: number }) =>
  take(http.PUT('/api/v1/privacy/retention', { body }));
