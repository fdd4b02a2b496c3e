/** What is read and done between tickets. */

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import type { Relation } from '@/api/types';

const SHOWN = 8;

const on = (ticketId: string) => ({ params: { path: { ticket_id: ticketId } } });

export const relationQueries = {
  of: (ticketId: string) =>
    queryOptions({
      queryKey: keys.tickets.relations(ticketId),
      queryFn: () => take(http.GET('/api/v1/tickets/{ticket_id}/relations', on(ticketId))),
    }),
  mergedMessages: (ticketId: string) =>
    queryOptions({
      queryKey: keys.tickets.mergedMessages(ticketId),
      queryFn: () =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/merged-messages', {
            params: { path: { ticket_id: ticketId }, query: { limit: 100 } },
          }),
        ),
    }),
  mergePreview: (ticketId: string, intoId: string) =>
    queryOptions({
      queryKey: keys.tickets.mergePreview(ticketId, intoId),
      queryFn: () =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/merge-preview', {
            params: { path: { ticket_id: ticketId }, query: { into_id: intoId } },
          }),
        ),
      retry: false,
      gcTime: 0,
    }),
  /** Tickets by reference or by words. */
  search: (words: string) =>
    queryOptions({
      queryKey: keys.ticketSearch(words),
      queryFn: ({ signal }) =>
        take(
          http.GET('/api/v1/tickets', {
            signal,
            params: { query: { q: words, limit: SHOWN } },
          }),
        ),
      placeholderData: keepPreviousData,
    }),
  messages: (ticketId: string) =>
    queryOptions({
      queryKey: [...keys.tickets.messages(ticketId), 'to-split'],
      queryFn: () =>
        take(
          http.GET('/api/v1/tickets/{ticket_id}/messages', {
            params: { path: { ticket_id: ticketId }, query: { limit: 100 } },
          }),
        ),
    }),
};

type Link = { other_id: string; kind: Relation['kind']; direction: Relation['direction'] };

export const linkTickets = (ticketId: string, body: Link) =>
  take(http.POST('/api/v1/tickets/{ticket_id}/relations', { ...on(ticketId), body }));

export const unlinkTickets = (ticketId: string, relationId: string) =>
  take(
    http.DELETE('/api/v1/tickets/{ticket_id}/relations/{relation_id}', {
      params: { path: { ticket_id: ticketId, relation_id: relationId } },
    }),
  );

export const mergeTicket = (ticketId: string, intoId: string) =>
  take(
    http.POST('/api/v1/tickets/{ticket_id}/merge', { ...on(ticketId), body: { into_id: intoId } }),
  );

export const unmergeTicket = (ticketId: string) =>
  take(http.POST('/api/v1/tickets/{ticket_id}/unmerge', on(ticketId)));

export const splitTicket = (
  ticketId: string,
  body: { message_id: string; what: 'only' | 'onwards'; subject: string },
) => take(http.POST('/api/v1/tickets/{ticket_id}/split', { ...on(ticketId), body }));

export const declareIncident = (ticketId: string) =>
  take(http.PUT('/api/v1/tickets/{ticket_id}/incident', on(ticketId)));

export const withdrawIncident = (ticketId: string) =>
  take(http.DELETE('/api/v1/tickets/{ticket_id}/incident', on(ticketId)));

export const attachTickets = (ticketId: string, ticketIds: string[]) =>
  take(
    http.POST('/api/v1/tickets/{ticket_id}/incident/tickets', {
      ...on(ticketId),
      body: { ticket_ids: ticketIds },
    }),
  );

export const tellEverybody = (ticketId: string, text: string) =>
  take(
    http.POST('/api/v1/tickets/{ticket_id}/incident/updates', { ...on(ticketId), body: { text } }),
  );

export const solveTogether = (ticketId: string, resolution: string) =>
  take(
    http.POST('/api/v1/tickets/{ticket_id}/incident/solve', {
      ...on(ticketId),
      body: { resolution },
    }),
  );
