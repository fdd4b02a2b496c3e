/** What is read and done about solutions: mailed links, closing by itself, the settings of both. */

import { queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import type { SetLifecycle } from '@/api/types';

export const surveyQueries = {
  one: (token: string) =>
    queryOptions({
      queryKey: keys.survey(token),
      queryFn: () => take(http.GET('/api/v1/surveys/{token}', { params: { path: { token } } })),
      retry: false,
    }),
  closing: (ticketId: string) =>
    queryOptions({
      queryKey: keys.closing(ticketId),
      queryFn: () =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/closing', {
            params: { path: { ticket_id: ticketId } },
          }),
        ),
    }),
  settings: () =>
    queryOptions({
      queryKey: keys.lifecycle,
      queryFn: () => take(http.GET('/api/v1/lifecycle-settings')),
    }),
};

export function answerSurvey(token: string, body: { score: number; comment?: string }) {
  return take(http.POST('/api/v1/surveys/{token}', { params: { path: { token } }, body }));
}

export function saveLifecycle(body: SetLifecycle) {
  return take(http.PUT('/api/v1/lifecycle-settings', { body }));
}

/** The requester says that it helped: the ticket is over. */
export function confirmSolution(ticketId: string, version: number) {
  return take(
    http.POST('/api/v1/tickets/{ticket_id}/status', {
      params: { path: { ticket_id: ticketId } },
      body: { version, status: 'closed' },
    }),
  );
}
