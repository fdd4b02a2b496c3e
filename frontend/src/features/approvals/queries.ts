/** What is read and done about approvals. */

import { queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import type { ApprovalRule } from '@/api/types';

export const approvalQueries = {
  rules: () =>
    queryOptions({
      queryKey: keys.approvalRules,
      queryFn: () => take(http.GET('/api/v1/approval-rules')),
    }),
  of: (ticketId: string) =>
    queryOptions({
      queryKey: keys.approvals(ticketId),
      queryFn: () =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/approvals', {
            params: { path: { ticket_id: ticketId } },
          }),
        ),
    }),
};

export function saveRules(version: number, rules: ApprovalRule[]) {
  return take(http.PUT('/api/v1/approval-rules', { body: { version, rules } }));
}

export function decide(ticketId: string, approves: boolean, comment: string | null) {
  return take(
    http.POST('/api/v1/tickets/{ticket_id}/approvals/decide', {
      params: { path: { ticket_id: ticketId } },
      body: { approves, comment },
    }),
  );
}

export function passOn(ticketId: string, toId: string) {
  return take(
    http.POST('/api/v1/tickets/{ticket_id}/approvals/pass-on', {
      params: { path: { ticket_id: ticketId } },
      body: { to_id: toId },
    }),
  );
}
