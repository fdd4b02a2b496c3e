/** On the page of a ticket that is offered: yes or no, and how long there is to say so. */

import { useQuery } from '@tanstack/react-query';
import { useMe } from '@/api/session';
import type { TicketRow } from '@/api/types';
import { OfferCard } from './offer-card';
import { assignmentQueries } from './queries';

export function OfferStrip({ ticket }: { ticket: TicketRow }) {
  const me = useMe();
  const { data: queue } = useQuery({ ...assignmentQueries.queue(), enabled: me.is_technician });
  const offer = queue?.offers.find(({ ticket_id: id }) => id === ticket.id);
  return offer ? <OfferCard offer={offer} ticket={ticket} /> : null;
}
