/** What the app reads and does about business calendars. */

import { queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import type { CalendarHours, SetCalendar } from '@/api/types';

export const calendarQueries = {
  all: () =>
    queryOptions({
      queryKey: keys.calendars.list,
      queryFn: () =>
        take(http.GET('/api/v1/calendars', { params: { query: { limit: 100 } } })).then(
          ({ items }) => items,
        ),
    }),
  countries: () =>
    queryOptions({
      queryKey: keys.calendars.countries,
      queryFn: () => take(http.GET('/api/v1/calendars/countries')),
      staleTime: Infinity,
    }),
  preview: (hours: CalendarHours) =>
    queryOptions({
      queryKey: keys.calendars.preview(hours),
      queryFn: () =>
        take(
          http.POST('/api/v1/calendars/preview', { body: hours, params: { query: { days: 14 } } }),
        ),
      retry: false,
    }),
};

const of = (id: string) => ({ params: { path: { calendar_id: id } } });

export const makeCalendar = (body: SetCalendar) => take(http.POST('/api/v1/calendars', { body }));

export const changeCalendar = (id: string, body: SetCalendar) =>
  take(http.PUT('/api/v1/calendars/{calendar_id}', { ...of(id), body }));

export const removeCalendar = (id: string) =>
  take(http.DELETE('/api/v1/calendars/{calendar_id}', of(id)));
