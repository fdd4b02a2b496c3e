/** How the cache behaves: what is retried, what is refetched, what a sign-out does to it. */

import { QueryClient } from '@tanstack/react-query';
import { whenSignedOut } from '@/api/http';
import { ApiProblem } from '@/api/problem';
import { endSession } from '@/api/session';

const RETRIES = 2;

/** Only what may work next time is tried again: a refusal stays a refusal. */
export function mayRetry(failures: number, error: unknown): boolean {
  return failures < RETRIES && error instanceof ApiProblem && error.isTemporary;
}

export function makeQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        retry: mayRetry,
        staleTime: 15_000,
        // A request while the machine is offline fails at once and says so, instead of hanging.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  whenSignedOut(() => endSession(client));
  return client;
}
