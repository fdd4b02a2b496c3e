/** The last few tickets that came in. */

import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '@/api/paging';
import { Failed, RowSkeletons } from '@/ui/states';
import { NO_FILTERS } from './filters';
import { ticketQueries } from './queries';
import { TicketRows } from './ticket-rows';

const SHOWN = 6;

export function RecentTickets() {
  const query = useInfiniteQuery(ticketQueries.list(NO_FILTERS));
  if (query.isPending) return <RowSkeletons rows={SHOWN} />;
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  const tickets = rowsOf(query.data).slice(0, SHOWN);
  if (tickets.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No tickets yet. The first one will appear here by itself.
      </Text>
    );
  }
  return <TicketRows tickets={tickets} label="Latest tickets" />;
}
