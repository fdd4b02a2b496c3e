/** A filtered, ordered, endless list of tickets with its controls. */

import { Button, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconFilterOff, IconTicket } from '@tabler/icons-react';
import { Link } from 'react-router';
import { places } from '@/lib/places';
import { Endless } from '@/ui/endless';
import { Empty } from '@/ui/states';
import { FilterBar } from './filter-bar';
import { isFiltered, NO_FILTERS } from './filters';
import { ticketQueries } from './queries';
import { REQUESTER_VIEWS, SavedViews, STAFF_VIEWS } from './saved-views';
import { TicketRows } from './ticket-rows';
import { useFilters } from './use-filters';

/** `mine` shows only what the signed-in person asked for. */
export function TicketList({ mine, staff }: { mine: boolean; staff: boolean }) {
  const { filters, change, replace } = useFilters();
  const scoped = mine ? { ...filters, requester: 'me' } : filters;
  const query = useInfiniteQuery(ticketQueries.list(scoped));
  return (
    <Stack gap="md">
      <SavedViews builtIn={mine ? REQUESTER_VIEWS : STAFF_VIEWS} filters={filters} show={replace} />
      <FilterBar filters={filters} change={change} staff={staff && !mine} />
      <Endless
        query={query}
        empty={
          isFiltered(filters) ? (
            <Empty
              icon={IconFilterOff}
              title="No ticket fits"
              action={
                <Button variant="default" onClick={() => replace(NO_FILTERS)}>
                  Clear filters
                </Button>
              }
            >
              Search finds whole words. Try another word, or fewer filters.
            </Empty>
          ) : (
            <Empty
              icon={IconTicket}
              title="No tickets yet"
              action={
                <Button component={Link} to={places.submit}>
                  Submit a ticket
                </Button>
              }
            >
              Tell us what does not work. You will see its priority and who has it within seconds.
            </Empty>
          )
        }
      >
        {(tickets) => <TicketRows tickets={tickets} />}
      </Endless>
    </Stack>
  );
}
