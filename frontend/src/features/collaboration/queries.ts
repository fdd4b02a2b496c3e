/** What the app reads and does where several people work on one ticket. */

import { queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import type { HandOver, TicketDetail } from '@/api/types';

const at = (ticketId: string) => ({ params: { path: { ticket_id: ticketId } } });
const HERE = '/api/v1/tickets/{ticket_id}/here';

export const hereQuery = (ticketId: string) =>
  queryOptions({
    queryKey: keys.here(ticketId),
    queryFn: () => take(http.GET(HERE, at(ticketId))),
  });

export function sayHere(ticketId: string, doing: 'looking' | 'writing') {
  return take(http.PUT(HERE, { ...at(ticketId), body: { doing } }));
}

/** Say that the ticket is closed here; it leaves even while the page goes. */
export function sayGone(ticketId: string) {
  return take(http.DELETE(HERE, { ...at(ticketId), keepalive: true }));
}

export function handOver(ticketId: string, body: HandOver): Promise<TicketDetail> {
  return take(http.POST('/api/v1/tickets/{ticket_id}/hand-over', { ...at(ticketId), body }));
}
