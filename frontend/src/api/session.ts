/** Who is signed in. The session query is the single truth; guards and the shell only read it. */

import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import { http, take, keepCsrfTokenOf } from './http';
import { keys } from './keys';
import type { Me, Session } from './types';

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async () => {
    const session = await take(http.GET('/api/v1/auth/session'));
    keepCsrfTokenOf(session);
    return session;
  },
  staleTime: 5 * 60_000,
});

/** Nothing of one person's data is left for the next; the session itself has readers that go on. */
function forgetOthers(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
}

/** Take over a session that the server just gave (sign-in, sign-up). */
export function beginSession(client: QueryClient, session: Session): void {
  keepCsrfTokenOf(session);
  forgetOthers(client);
  client.setQueryData(keys.session, session);
}

/** Forget everything that belonged to the person; the guard then shows the sign-in page. */
export function endSession(client: QueryClient): void {
  const providers = client.getQueryData<Session>(keys.session)?.providers ?? [];
  const nobody: Session = { user: null, csrf_token: '', providers };
  keepCsrfTokenOf(nobody);
  client.setQueryData(keys.session, nobody);
  forgetOthers(client);
}

/** The signed-in person. Only for pages behind a guard, where there always is one. */
export function useMe(): Me {
  const { data } = useQuery(sessionQuery);
  if (!data?.user) throw new Error('useMe outside a guarded page');
  return data.user;
}

export const isStaff = (me: Me): boolean => me.role !== 'user';
export const isAdministrator = (me: Me): boolean => me.role === 'administrator';
