/** What is read and done about service levels. */

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage } from '@/api/paging';
import type { Page, ServiceLevels, ServicePolicy } from '@/api/types';

const A_MINUTE = 60_000;

export const slaQueries = {
  current: () =>
    queryOptions({
      queryKey: keys.serviceLevels.current,
      queryFn: () => take(http.GET('/api/v1/service-levels')),
    }),
  versions: () =>
    infiniteQueryOptions({
      queryKey: keys.serviceLevels.versions,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/service-levels/versions', {
            params: { query: { limit: 10, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: (page: Page<ServiceLevels>) => page.next_cursor,
    }),
  preview: (policies: ServicePolicy[]) =>
    queryOptions({
      queryKey: keys.serviceLevels.preview(policies),
      queryFn: () => take(http.POST('/api/v1/service-levels/preview', { body: { policies } })),
      placeholderData: keepPreviousData,
      retry: false,
    }),
  ofTicket: (id: string) =>
    queryOptions({
      queryKey: keys.tickets.serviceLevel(id),
      queryFn: () =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/service-level', {
            params: { path: { ticket_id: id } },
          }),
        ),
      // Working time is counted by the server, which knows the calendar.
      refetchInterval: A_MINUTE,
    }),
  calendars: () =>
    queryOptions({
      queryKey: keys.calendars.names,
      queryFn: async () => {
        const { items } = await take(
          http.GET('/api/v1/calendars', { params: { query: { limit: 100 } } }),
        );
        return items.map(({ id, name }) => ({ value: id, label: name }));
      },
    }),
};

export const savePolicies = (version: number, policies: ServicePolicy[], forOpen: boolean) =>
  take(
    http.PUT('/api/v1/service-levels', {
      body: { version, policies, for_open_tickets: forOpen },
    }),
  );

export const restorePolicies = (wanted: number, seen: number, forOpen: boolean) =>
  take(
    http.POST('/api/v1/service-levels/versions/{version}/restore', {
      params: { path: { version: wanted } },
      body: { version: seen, for_open_tickets: forOpen },
    }),
  );
