/** The two ticket lists: one's own requests, and everybody's as a workspace. */

import { Button, Text, Title } from '@mantine/core';
import { useDocumentTitle, useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { rowsOf } from '@/api/paging';
import { BulkBar } from '@/features/tickets/bulk-bar';
import { FilterBar } from '@/features/tickets/filter-bar';
import { useListState } from '@/features/tickets/list-state';
import { LongList } from '@/features/tickets/long-list';
import { ticketQueries } from '@/features/tickets/queries';
import { SavedViews, STAFF_VIEWS, useSavedViews } from '@/features/tickets/saved-views';
import { sameFilters } from '@/features/tickets/filters';
import { TicketList } from '@/features/tickets/ticket-list';
import { useFilters } from '@/features/tickets/use-filters';
import { places } from '@/lib/places';
import { Page } from '@/ui/page';
import { KeyHints } from './key-hints';
import { useWorkspace } from './use-workspace';
import { Workspace } from './workspace';
import classes from './workspace.module.css';

export function MyTicketsPage() {
  return (
    <Page
      title="My tickets"
      about="What you asked for, and where it stands."
      actions={
        <Button component={Link} to={places.submit} leftSection={<IconPlus size={17} />}>
          Submit a ticket
        </Button>
      }
    >
      <TicketList mine staff={false} />
    </Page>
  );
}

export function AllTicketsPage() {
  const place = useWorkspace(places.tickets);
  const { filters, change, replace } = useFilters();
  const query = useInfiniteQuery(ticketQueries.list(filters));
  const rows = useMemo(() => rowsOf(query.data), [query.data]);
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const list = useListState(ids);
  const views = [
    ...STAFF_VIEWS,
    ...useSavedViews().map(({ name, shown }) => ({ name, filters: shown })),
  ];
  const title = views.find((view) => sameFilters(view.filters, filters))?.name;
  const name = !title || title === 'All' ? 'All tickets' : title;
  const tablet = useMediaQuery('(max-width: 48em)', window.innerWidth < 768);
  useDocumentTitle(`${name} · Tikify`);
  const compact = !place.wide || place.ticketId !== null;
  return (
    <Workspace place={place} list={list} rows={rows}>
      <header className={classes.bar}>
        <div className={classes.title}>
          <Title order={1} size="h2">
            {name}
          </Title>
          {rows.length > 0 && (
            <Text span size="sm" c="dimmed" className="tk-number">
              {rows.length}
              {query.hasNextPage && '+'}
            </Text>
          )}
        </div>
        {!compact && <KeyHints />}
        <FilterBar filters={filters} change={change} staff compact={compact} />
      </header>
      {tablet && (
        <div className={classes.views}>
          <SavedViews builtIn={STAFF_VIEWS} filters={filters} show={replace} />
        </div>
      )}
      <LongList
        query={query}
        filters={filters}
        clear={replace}
        rows={rows}
        list={list}
        place={place}
        compact={compact}
      />
      <BulkBar list={list} rows={rows} />
    </Workspace>
  );
}
