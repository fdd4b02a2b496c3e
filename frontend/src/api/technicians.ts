/** The technicians and teams as several features read them. */

import { queryOptions } from '@tanstack/react-query';
import { http, take } from './http';
import { keys } from './keys';

export const techniciansQuery = queryOptions({
  queryKey: keys.technicians,
  queryFn: () =>
    take(http.GET('/api/v1/technicians', { params: { query: { limit: 100 } } })).then(
      (page) => page.items,
    ),
});

export const teamsQuery = queryOptions({
  queryKey: keys.teams,
  queryFn: () =>
    take(http.GET('/api/v1/teams', { params: { query: { limit: 100 } } })).then(
      (page) => page.items,
    ),
  staleTime: 60_000,
});

export const calendarNames = queryOptions({
  queryKey: keys.calendars.names,
  queryFn: () =>
    take(http.GET('/api/v1/calendars', { params: { query: { limit: 100 } } })).then(({ items }) =>
      items.map(({ id, name }) => ({ value: id, label: name })),
    ),
});
