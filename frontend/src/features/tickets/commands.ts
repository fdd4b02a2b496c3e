/** What the app does to tickets: one function for each thing the API can do. */

import { http, take } from '@/api/http';
import type {
  Attachment,
  ChangedTickets,
  SubmitTicket,
  TicketDetail,
  TicketWish,
} from '@/api/types';

const at = (ticketId: string) => ({ params: { path: { ticket_id: ticketId } } });

/** Submit a ticket; the same key with the same body gives the first answer again. */
export function submitTicket(body: SubmitTicket, idempotencyKey: string): Promise<TicketDetail> {
  return take(
    http.POST('/api/v1/tickets', {
      body,
      params: { header: { 'Idempotency-Key': idempotencyKey } },
    }),
  );
}

export interface TicketChange {
  version: number;
  subject?: string;
  category?: TicketDetail['category'];
  impact?: TicketDetail['impact'];
  urgency?: TicketDetail['urgency'];
  priority?: TicketDetail['priority'];
  tags?: string[];
}

export function changeTicket(id: string, body: TicketChange): Promise<TicketDetail> {
  return take(http.PATCH('/api/v1/tickets/{ticket_id}', { ...at(id), body }));
}

export type Move = 'in_progress' | 'waiting_on_requester' | 'closed' | 'reopened';

export function moveTicket(id: string, body: { version: number; status: Move; note?: string }) {
  return take(http.POST('/api/v1/tickets/{ticket_id}/status', { ...at(id), body }));
}

export interface Solution {
  version: number;
  resolution: string;
  /** Others with the same trouble may read the resolution, without names. */
  share_solution: boolean;
}

export function solveTicket(id: string, body: Solution) {
  return take(http.POST('/api/v1/tickets/{ticket_id}/solve', { ...at(id), body }));
}

export function reopenTicket(id: string, body: { version: number; reason: string }) {
  return take(http.POST('/api/v1/tickets/{ticket_id}/reopen', { ...at(id), body }));
}

export interface NewMessage {
  kind: 'reply' | 'note';
  text: string;
  attachment_ids: string[];
  /** The last message that was seen; somebody else's later one holds this one back. */
  after?: string;
}

export function postMessage(id: string, body: NewMessage) {
  return take(http.POST('/api/v1/tickets/{ticket_id}/messages', { ...at(id), body }));
}

export function watch(id: string, watching: boolean): Promise<unknown> {
  const path = '/api/v1/tickets/{ticket_id}/watchers/me';
  return watching ? take(http.PUT(path, at(id))) : take(http.DELETE(path, at(id)));
}

export function letWatch(id: string, userId: string, watching: boolean): Promise<unknown> {
  const path = '/api/v1/tickets/{ticket_id}/watchers/{user_id}';
  const whom = { params: { path: { ticket_id: id, user_id: userId } } };
  return watching ? take(http.PUT(path, whom)) : take(http.DELETE(path, whom));
}

/** Change up to a hundred tickets; each is done or refused by itself. */
export function changeTickets(changes: TicketWish[]): Promise<ChangedTickets> {
  return take(http.POST('/api/v1/tickets/bulk', { body: { changes } }));
}

/** Upload one file; it belongs to a ticket once a ticket or message names its id. */
export function uploadAttachment(file: File): Promise<Attachment> {
  const form = new FormData();
  form.append('file', file);
  return take(
    http.POST('/api/v1/attachments', {
      // The schema speaks of the field's text form; the browser writes the multipart body.
      body: form as unknown as { file: string },
      bodySerializer: () => form,
    }),
  );
}

export function saveView(name: string, filters: Record<string, string | string[]>) {
  return take(http.POST('/api/v1/saved-views', { body: { name, filters } }));
}

export function deleteView(id: string) {
  return take(http.DELETE('/api/v1/saved-views/{view_id}', { params: { path: { view_id: id } } }));
}
