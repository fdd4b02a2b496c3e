/** A ticket, or all of them: staff works on one beside its list, everybody else sees the ticket alone. */

import { lazy } from 'react';
import { Navigate, useParams } from 'react-router';
import { isStaff, useMe } from '@/api/session';
import { isReference, places } from '@/lib/places';
import { AllTicketsPage } from './ticket-lists';

// A list needs nothing of it.
const TicketPage = lazy(async () => ({ default: (await import('./ticket')).TicketPage }));

export function TicketsPage() {
  const { ticketId } = useParams();
  const me = useMe();
  if (!isStaff(me)) return ticketId ? <TicketPage /> : <Navigate to={places.mine} replace />;
  return ticketId && isReference(ticketId) ? <TicketPage /> : <AllTicketsPage />;
}
