/** What the app reads and does about people: profiles, load, presence. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';
import type { Presence, Role, Skill, Strategy } from '@/api/types';

export interface PeopleFilters {
  q?: string;
  role?: Role;
}

export const peopleQueries = {
  list: (filters: PeopleFilters) =>
    infiniteQueryOptions({
      queryKey: keys.people.list({ ...filters }),
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/people', {
            params: { query: { ...filters, limit: 50, cursor: pageParam ?? undefined } },
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

export interface Profile {
  capacity: number;
  comfortable_capacity: number;
  team_id: string | null;
  skills: Skill[];
  stays_online: boolean;
}

export function saveProfile(userId: string, body: Profile) {
  return take(
    http.PUT('/api/v1/technicians/{user_id}', { params: { path: { user_id: userId } }, body }),
  );
}

export function makeTeam(body: { name: string; strategy: Strategy }) {
  return take(http.POST('/api/v1/teams', { body }));
}

export function changeTeam(id: string, body: { strategy: Strategy }) {
  return take(http.PATCH('/api/v1/teams/{team_id}', { params: { path: { team_id: id } }, body }));
}
