/** What is read and done about schedules. */

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';
import type { SetSchedule } from '@/api/types';

export type When = Pick<SetSchedule, 'starts' | 'zone' | 'rule' | 'calendar_id' | 'closed_days'>;

export const scheduleQueries = {
  list: () =>
    infiniteQueryOptions({
      queryKey: keys.schedules.list,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/schedules', {
            params: { query: { limit: 25, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
  preview: (when: When) =>
    queryOptions({
      queryKey: keys.schedules.preview(when),
      queryFn: () => take(http.POST('/api/v1/schedules/preview', { body: when })),
      placeholderData: keepPreviousData,
      retry: false,
    }),
};

const at = (id: string) => ({ params: { path: { schedule_id: id } } });

export function saveSchedule(id: string | null, body: SetSchedule) {
  return id === null
    ? take(http.POST('/api/v1/schedules', { body }))
    : take(http.PUT('/api/v1/schedules/{schedule_id}', { ...at(id), body }));
}

export function turnSchedule(id: string, isActive: boolean) {
  return take(
    http.PUT('/api/v1/schedules/{schedule_id}/state', { ...at(id), body: { is_active: isActive } }),
  );
}

export function removeSchedule(id: string) {
  return take(http.DELETE('/api/v1/schedules/{schedule_id}', at(id)));
}

export function restoreSchedule(id: string) {
  return take(http.POST('/api/v1/schedules/{schedule_id}/restore', at(id)));
}
