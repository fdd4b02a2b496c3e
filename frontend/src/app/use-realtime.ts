/** Keeps the page live while somebody is signed in. */

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { connect, type ConnectionState } from '@/api/realtime';

/** While no events come, the page asks by itself now and then. */
const POLL_MS = 20_000;

export function useRealtime(): ConnectionState {
  const client = useQueryClient();
  const [state, setState] = useState<ConnectionState>('connecting');
  useEffect(() => connect(client, { onState: setState }), [client]);
  useEffect(() => {
    if (state !== 'lost') return;
    const timer = setInterval(() => void client.invalidateQueries(), POLL_MS);
    return () => clearInterval(timer);
  }, [client, state]);
  return state;
}
