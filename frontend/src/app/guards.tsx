/** Who may see which page. The server decides again on every call; this only spares the person a refusal. */

import { Button, Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconLock } from '@tabler/icons-react';
import { Link, Navigate, Outlet, useLocation } from 'react-router';
import { sessionQuery, useMe } from '@/api/session';
import type { Me } from '@/api/types';
import { places, signInFor } from '@/lib/places';
import { Empty, Failed } from '@/ui/states';

export type Access = 'anybody' | 'technician' | 'staff' | 'administrator';

/** May this person see a page with this access? */
export function mayEnter(me: Pick<Me, 'role' | 'is_technician'>, access: Access): boolean {
  switch (access) {
    case 'anybody':
      return true;
    case 'technician':
      return me.role === 'technician' || me.is_technician;
    case 'staff':
      return me.role !== 'user';
    case 'administrator':
      return me.role === 'administrator';
  }
}

export function RequireSession() {
  const { pathname, search } = useLocation();
  const query = useQuery(sessionQuery);
  if (query.isError && !query.data) {
    return (
      <Center mih="100dvh" p="md">
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      </Center>
    );
  }
  if (!query.data) {
    return (
      <Center mih="100dvh">
        <Loader aria-label="Loading Tikify" />
      </Center>
    );
  }
  if (!query.data.user) return <Navigate to={signInFor(pathname + search)} replace />;
  return <Outlet />;
}

export function RequireAccess({ access }: { access: Access }) {
  const me = useMe();
  if (mayEnter(me, access)) return <Outlet />;
  return (
    <Empty
      isPage
      icon={IconLock}
      title="This page is not for your role"
      action={
        <Button component={Link} to={places.home}>
          Go to the start
        </Button>
      }
    >
      Ask an administrator if you need it.
    </Empty>
  );
}
