/** A technician's home: their own queue, and the ticket that they work on beside it. */

import { Button, Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconCoffee } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import type { MyQueue, TicketRow } from '@/api/types';
import { BeginCard, NowCard } from '@/features/assignment/now-card';
import { OfferCard } from '@/features/assignment/offer-card';
import { assignmentQueries } from '@/features/assignment/queries';
import { BulkBar } from '@/features/tickets/bulk-bar';
import { useListState, type ListState } from '@/features/tickets/list-state';
import { TicketRowLine } from '@/features/tickets/ticket-row';
import { places } from '@/lib/places';
import { Loaded } from '@/ui/loaded';
import { Empty, RowSkeletons } from '@/ui/states';
import { KeyHints } from './key-hints';
import { useWorkspace, type WorkspacePlace } from './use-workspace';
import { Workspace } from './workspace';
import classes from './workspace.module.css';

const NONE: TicketRow[] = [];

/** The sections of a queue in the order in which they are worked. */
export function sectionsOf(queue: MyQueue) {
  const { now, next, likely, waiting_on_requester: waiting } = queue;
  return [
    { key: 'now', title: 'Now', about: 'You work on it', rows: now ? [now] : NONE },
    { key: 'next', title: 'Next', about: 'They stay with you', rows: next },
    {
      key: 'likely',
      title: 'Likely',
      about: 'May still move to whoever is free first',
      rows: likely,
    },
    {
      key: 'waiting-on-requester',
      title: 'Waiting on requester',
      about: 'They come back on top with the answer',
      rows: waiting,
    },
  ].filter(({ rows }) => rows.length > 0);
}

export function QueuePage() {
  useDocumentTitle('My queue · Tikify');
  const place = useWorkspace(places.queue);
  const query = useQuery(assignmentQueries.queue());
  const rows = useMemo(
    () => (query.data ? sectionsOf(query.data).flatMap((section) => section.rows) : NONE),
    [query.data],
  );
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const list = useListState(ids);
  return (
    <Workspace place={place} list={list} rows={rows}>
      <header className={classes.bar}>
        <div className={classes.title}>
          <Title order={1} size="h2">
            My queue
          </Title>
          <Text span size="sm" c="dimmed" className="tk-number">
            {rows.length}
          </Text>
        </div>
        {place.ticketId === null && <KeyHints />}
      </header>
      <Loaded
        query={query}
        waiting={
          <div className={classes.padded}>
            <RowSkeletons />
          </div>
        }
      >
        {(queue) => <Sections queue={queue} list={list} place={place} />}
      </Loaded>
      <BulkBar list={list} rows={rows} />
    </Workspace>
  );
}

interface SectionsProps {
  queue: MyQueue;
  list: ListState;
  place: WorkspacePlace;
}

function Sections({ queue, list, place }: SectionsProps) {
  const sections = sectionsOf(queue);
  const paused = useMemo(() => new Set(queue.paused), [queue.paused]);
  const { ticketId, wide, addressOf } = place;
  const compact = !wide || ticketId !== null;
  return (
    <div className={classes.scroll}>
      <TopCards queue={queue} isNarrow={ticketId !== null} />
      {sections.length === 0 && <NothingToDo />}
      {sections.map(({ key, title, about, rows }) => (
        <section key={key} aria-label={title} data-testid={`queue-${key}`}>
          <div className={classes.heading}>
            <Title order={2} size="h3">
              {title}
            </Title>
            <Text span size="xs" c="dimmed" className="tk-number">
              {rows.length}
            </Text>
            {!compact && (
              <Text span size="xs" c="dimmed">
                {about}
              </Text>
            )}
          </div>
          <ul className={classes.rows} aria-label={title}>
            {rows.map((ticket) => (
              <li key={ticket.id} data-testid="ticket-row" data-ticket-id={ticket.id}>
                <TicketRowLine
                  ticket={ticket}
                  to={addressOf(ticket.id)}
                  compact={compact}
                  isOpen={ticket.id === ticketId}
                  isCursor={ticket.id === list.cursor}
                  isSelected={list.selected.has(ticket.id)}
                  onReach={list.put}
                  {...(wide ? { onSelect: list.select } : {})}
                  note={paused.has(ticket.id) && 'Paused for critical work'}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** What asks for an answer, and what is under way; beside an open ticket only the first. */
function TopCards({ queue, isNarrow }: { queue: MyQueue; isNarrow: boolean }) {
  const { now, next, likely, offers } = queue;
  const known = new Map([...next, ...likely].map((ticket) => [ticket.id, ticket]));
  const first = next[0] ?? likely[0];
  const current = now ? (
    <NowCard key={now.id} ticket={now} />
  ) : (
    first && <BeginCard ticket={first} />
  );
  if (offers.length === 0 && (isNarrow || !current)) return null;
  return (
    <div className={classes.cards}>
      {offers.map((offer) => {
        const ticket = known.get(offer.ticket_id);
        return ticket && <OfferCard key={offer.ticket_id} offer={offer} ticket={ticket} />;
      })}
      {!isNarrow && current}
    </div>
  );
}

function NothingToDo() {
  return (
    <Empty
      icon={IconCoffee}
      title="Your queue is empty"
      action={
        <Group>
          <Button component={Link} to={places.waiting} variant="default">
            See who is waiting
          </Button>
        </Group>
      }
    >
      While you are online, the next ticket that fits you comes by itself.
    </Empty>
  );
}
