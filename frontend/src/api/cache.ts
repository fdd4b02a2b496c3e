/** What every change of a ticket does to the cache: the row is stored at once, the rest refetched. */

import type { QueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import type { TicketDetail } from './types';

/** Store the ticket that a command returned and refresh whatever shows it elsewhere. */
export function storeTicket(client: QueryClient, ticket: TicketDetail): void {
  client.setQueryData(keys.tickets.detail(ticket.id), ticket);
  void client.invalidateQueries({
    queryKey: keys.tickets.all,
    // The detail is what we just stored; fetching it again would only make it blink.
    predicate: ({ queryKey }) => !(queryKey[2] === ticket.id && queryKey[3] === 'detail'),
  });
}
