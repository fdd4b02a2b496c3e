/** The list of a workspace: virtual, endless, and told when it has become old. */

import { Button, Loader } from '@mantine/core';
import {
  useQueryClient,
  type InfiniteData,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { IconFilterOff, IconRefresh, IconTicket } from '@tabler/icons-react';
import { useCallback } from 'react';
import { Link } from 'react-router';
import { restart } from '@/api/cache';
import { keys } from '@/api/keys';
import type { Page, TicketRow } from '@/api/types';
import { places } from '@/lib/places';
import { Empty, Failed, RowSkeletons } from '@/ui/states';
import { VirtualList } from '@/ui/virtual-list';
import { compact as compactFilters, isFiltered, NO_FILTERS, type TicketFilters } from './filters';
import type { ListState } from './list-state';
import classes from './long-list.module.css';
import { TicketRowLine } from './ticket-row';

/** The heights that the rows have by their style. */
const LINE = 42;
const TWO_LINES = 63;
const LONG_PAGES = 3;

interface Props {
  query: UseInfiniteQueryResult<InfiniteData<Page<TicketRow>, unknown>>;
  filters: TicketFilters;
  clear: (filters: TicketFilters) => void;
  rows: TicketRow[];
  list: ListState;
  place: { ticketId: string | null; wide: boolean; addressOf: (id: string) => string };
  compact: boolean;
}

export function LongList({ query, filters, clear, rows, list, place, compact }: Props) {
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const { ticketId, wide, addressOf } = place;
  const { cursor, selected, select, put } = list;
  if (query.isPending) {
    return (
      <div className={classes.padded}>
        <RowSkeletons />
      </div>
    );
  }
  if (query.isError && rows.length === 0) {
    return (
      <div className={classes.padded}>
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  if (rows.length === 0) return <Nothing filters={filters} clear={clear} />;
  return (
    <>
      {query.isStale && query.data !== undefined && query.data.pages.length > LONG_PAGES && (
        <Older filters={filters} />
      )}
      <VirtualList
        rows={rows}
        label="Tickets"
        idOf={({ id }) => id}
        height={compact ? TWO_LINES : LINE}
        shown={cursor}
        onNearEnd={more}
        after={
          <div className={classes.end}>
            {query.isFetchNextPageError && <Failed error={query.error} onRetry={more} />}
            {isFetchingNextPage && <Loader size="sm" aria-label="Loading more" />}
            {hasNextPage && !isFetchingNextPage && (
              <Button variant="subtle" size="xs" onClick={more}>
                Show more
              </Button>
            )}
          </div>
        }
      >
        {(ticket) => (
          <TicketRowLine
            ticket={ticket}
            to={addressOf(ticket.id)}
            compact={compact}
            isOpen={ticket.id === ticketId}
            isCursor={ticket.id === cursor}
            isSelected={selected.has(ticket.id)}
            onReach={put}
            {...(wide ? { onSelect: select } : {})}
          />
        )}
      </VirtualList>
    </>
  );
}

/** A list of hundreds is not fetched anew at each event under somebody's eyes. */
function Older({ filters }: { filters: TicketFilters }) {
  const client = useQueryClient();
  return (
    <div className={classes.older}>
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<IconRefresh size={14} />}
        onClick={() => restart(client, keys.tickets.list(compactFilters(filters)))}
      >
        Show the newest
      </Button>
    </div>
  );
}

function Nothing({ filters, clear }: Pick<Props, 'filters' | 'clear'>) {
  if (isFiltered(filters)) {
    return (
      <Empty
        icon={IconFilterOff}
        title="No ticket fits"
        action={
          <Button variant="default" onClick={() => clear(NO_FILTERS)}>
            Clear filters
          </Button>
        }
      >
        Search finds whole words. Try another word, or fewer filters.
      </Empty>
    );
  }
  return (
    <Empty
      icon={IconTicket}
      title="No tickets yet"
      action={
        <Button component={Link} to={places.submit}>
          Submit a ticket
        </Button>
      }
    >
      The first one appears here by itself.
    </Empty>
  );
}
