/** What an administrator reads and does about the sealed history. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage, nextCursor } from '@/api/paging';
import type { AuditCheck } from '@/api/types';

const FOLLOW_MS = 1_000;
const LAG_MS = 30_000;

export const isUnderWay = ({ state }: Pick<AuditCheck, 'state'>) =>
  state === 'queued' || state === 'running';

export const auditQueries = {
  status: () =>
    queryOptions({
      queryKey: keys.audit.status,
      queryFn: () => take(http.GET('/api/v1/audit/status')),
      refetchInterval: LAG_MS,
    }),
  /** The newest verification, followed while it runs. */
  lastCheck: () =>
    queryOptions({
      queryKey: keys.audit.lastCheck,
      queryFn: () => take(http.GET('/api/v1/audit/checks', { params: { query: { limit: 1 } } })),
      refetchInterval: ({ state: { data } }) => (data?.items.some(isUnderWay) ? FOLLOW_MS : false),
    }),
  roots: () =>
    infiniteQueryOptions({
      queryKey: keys.audit.roots,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/audit/roots', {
            params: { query: { limit: 10, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
  ticket: (reference: string) =>
    queryOptions({
      queryKey: keys.audit.ticket(reference),
      queryFn: () =>
        take(
          http.GET('/api/v1/tickets/by-reference/{reference}', { params: { path: { reference } } }),
        ),
      retry: false,
    }),
  chain: (id: string) =>
    queryOptions({
      queryKey: keys.audit.chain(id),
      queryFn: () =>
        take(
          http.GET('/api/v1/audit/tickets/{ticket_id}', { params: { path: { ticket_id: id } } }),
        ),
    }),
  events: (id: string) =>
    infiniteQueryOptions({
      queryKey: keys.audit.events(id),
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/audit/tickets/{ticket_id}/events', {
            params: {
              path: { ticket_id: id },
              query: { limit: 25, cursor: pageParam ?? undefined },
            },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: nextCursor,
    }),
};

export const startCheck = () => take(http.POST('/api/v1/audit/checks'));

export const cancelCheck = (id: string) =>
  take(http.POST('/api/v1/audit/checks/{check_id}/cancel', { params: { path: { check_id: id } } }));

export const signRoot = () => take(http.POST('/api/v1/audit/roots'));

export const readRoot = (number: number) =>
  take(http.GET('/api/v1/audit/roots/{number}', { params: { path: { number } } }));

export const readProof = (id: string, words: boolean) =>
  take(
    http.GET('/api/v1/audit/tickets/{ticket_id}/proof', {
      params: { path: { ticket_id: id }, query: { words } },
    }),
  );
