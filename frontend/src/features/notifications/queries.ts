/** What the app reads and does about notifications. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';

export const notificationQueries = {
  unread: () =>
    queryOptions({
      queryKey: keys.notifications.unread,
      queryFn: () => take(http.GET('/api/v1/notifications/unread-count')),
    }),
  list: () =>
    infiniteQueryOptions({
      queryKey: keys.notifications.list,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/notifications', {
            params: { query: { limit: 25, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
};

export function markRead(id: string) {
  return take(
    http.POST('/api/v1/notifications/{notification_id}/read', {
      params: { path: { notification_id: id } },
    }),
  );
}

export function markAllRead() {
  return take(http.POST('/api/v1/notifications/read-all'));
}
