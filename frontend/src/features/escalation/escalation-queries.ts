/** What is read and done about levels, on-call duty and a ticket's escalation. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { firstPage } from '@/api/paging';
import type { EscalationPlan, EscalationPolicy, OnCallRota, Page } from '@/api/types';

const A_MINUTE = 60_000;

export const escalationQueries = {
  plan: () =>
    queryOptions({
      queryKey: keys.escalation.plan,
      queryFn: () => take(http.GET('/api/v1/escalation-plan')),
    }),
  versions: () =>
    infiniteQueryOptions({
      queryKey: keys.escalation.versions,
      queryFn: ({ pageParam }) =>
        take(
          http.GET('/api/v1/escalation-plan/versions', {
            params: { query: { limit: 10, cursor: pageParam ?? undefined } },
          }),
        ),
      initialPageParam: firstPage,
      getNextPageParam: (page: Page<EscalationPlan>) => page.next_cursor,
    }),
  onCall: (from: string, days: number) =>
    queryOptions({
      queryKey: keys.escalation.onCall(from, days),
      queryFn: () =>
        take(http.GET('/api/v1/on-call', { params: { query: { starts_at: from, days } } })),
      refetchInterval: A_MINUTE,
    }),
  ofTicket: (ticketId: string) =>
    queryOptions({
      queryKey: keys.tickets.escalation(ticketId),
      queryFn: () =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/escalation', {
            params: { path: { ticket_id: ticketId } },
          }),
        ),
      refetchInterval: A_MINUTE,
    }),
};

export const savePlan = (version: number, policies: EscalationPolicy[], rotas: OnCallRota[]) =>
  take(http.PUT('/api/v1/escalation-plan', { body: { version, policies, rotas } }));

export const restorePlan = (wanted: number, seen: number) =>
  take(
    http.POST('/api/v1/escalation-plan/versions/{version}/restore', {
      params: { path: { version: wanted } },
      body: { version: seen },
    }),
  );

export interface StandIn {
  rota_id: string;
  user_id: string;
  starts_at: string;
  ends_at: string;
}

export const standIn = (body: StandIn) => take(http.POST('/api/v1/on-call/overrides', { body }));

export const endStandIn = (id: string) =>
  take(
    http.DELETE('/api/v1/on-call/overrides/{override_id}', {
      params: { path: { override_id: id } },
    }),
  );

export const escalateTicket = (ticketId: string, reason: string) =>
  take(
    http.POST('/api/v1/tickets/{ticket_id}/escalation', {
      params: { path: { ticket_id: ticketId } },
      body: { reason },
    }),
  );

export const haveIt = (ticketId: string) =>
  take(
    http.POST('/api/v1/tickets/{ticket_id}/escalation/acknowledge', {
      params: { path: { ticket_id: ticketId } },
    }),
  );
