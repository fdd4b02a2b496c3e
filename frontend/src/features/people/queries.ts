/** What the app reads and does about people: profiles, load, presence, shifts, teams. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';
import type { Presence, Role, SetShift, SetTechnician, SetTimeOff } from '@/api/types';

export interface PeopleFilters {
  q?: string;
  role?: Role;
}

export interface TechnicianFilters {
  q?: string;
  presence?: Presence;
  team_id?: string;
}

const of = (userId: string) => ({ path: { user_id: userId } });
const PAGE = 50;

export const peopleQueries = {
  list: (filters: PeopleFilters) =>
    infiniteQueryOptions({
      queryKey: keys.people.list({ ...filters }),
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/people', {
            params: { query: { ...filters, limit: PAGE, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
  technicians: (filters: TechnicianFilters) =>
    infiniteQueryOptions({
      queryKey: keys.technicianList({ ...filters }),
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/technicians', {
            params: { query: { ...filters, limit: PAGE, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
  presence: () =>
    queryOptions({
      queryKey: keys.presence,
      queryFn: () => take(http.GET('/api/v1/me/presence')),
    }),
  shift: (userId: string) =>
    queryOptions({
      queryKey: keys.shift(userId),
      queryFn: () => take(http.GET('/api/v1/technicians/{user_id}/shift', { params: of(userId) })),
    }),
  timeOff: (userId: string) =>
    infiniteQueryOptions({
      queryKey: keys.timeOff(userId),
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/technicians/{user_id}/time-off', {
            params: { ...of(userId), query: { limit: 25, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
  settings: () =>
    queryOptions({
      queryKey: keys.peopleSettings,
      queryFn: () => take(http.GET('/api/v1/people/settings')),
    }),
};

export function setPresence(body: { presence: Presence; stays_online?: boolean }) {
  return take(http.PUT('/api/v1/me/presence', { body }));
}

/** Tell the server that this page is still open; silence makes a technician offline. */
export function beat() {
  return take(http.POST('/api/v1/me/presence/heartbeat'));
}

export function changePerson(
  id: string,
  body: { role?: Role; is_active?: boolean; name?: string },
) {
  return take(
    http.PATCH('/api/v1/people/{person_id}', { params: { path: { person_id: id } }, body }),
  );
}

export function saveProfile(userId: string, body: SetTechnician) {
  return take(http.PUT('/api/v1/technicians/{user_id}', { params: of(userId), body }));
}

export function saveShift(userId: string, body: SetShift) {
  return take(http.PUT('/api/v1/technicians/{user_id}/shift', { params: of(userId), body }));
}

export function planTimeOff(userId: string, body: SetTimeOff) {
  return take(http.POST('/api/v1/technicians/{user_id}/time-off', { params: of(userId), body }));
}

export function dropTimeOff(id: string) {
  return take(
    http.DELETE('/api/v1/time-off/{time_off_id}', { params: { path: { time_off_id: id } } }),
  );
}

export function saveSettings(body: { own_time_off: boolean }) {
  return take(http.PUT('/api/v1/people/settings', { body }));
}

export function makeTeam(body: { name: string }) {
  return take(http.POST('/api/v1/teams', { body }));
}

export function setLeads(id: string, leadIds: string[]) {
  return take(
    http.PUT('/api/v1/teams/{team_id}/leads', {
      params: { path: { team_id: id } },
      body: { lead_ids: leadIds },
    }),
  );
}
