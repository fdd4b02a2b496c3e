/** What the requester wrote first. */

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TicketRow } from '@/api/types';
import { Folded } from '@/ui/folded';
import { ticketQueries } from './queries';

export function OpeningWords({ ticket }: { ticket: Pick<TicketRow, 'id' | 'reference'> }) {
  const { data, isPending } = useQuery(ticketQueries.detail(ticket.id));
  if (isPending) return <Skeleton height={60} radius="md" aria-label="Loading" role="status" />;
  return data ? <Folded text={data.description} about={ticket.reference} /> : null;
}
