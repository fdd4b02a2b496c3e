/** The first page of each role. */

import { Navigate } from 'react-router';
import { useMe } from '@/api/session';
import type { Me } from '@/api/types';
import { places } from '@/lib/places';

export function homeOf(me: Pick<Me, 'role' | 'is_technician'>): string {
  if (me.role === 'administrator') return places.overview;
  return me.role === 'technician' || me.is_technician ? places.queue : places.mine;
}

export function Home() {
  return <Navigate to={homeOf(useMe())} replace />;
}
