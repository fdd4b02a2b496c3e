/** A technician's own work: what now, what next, what is likely to come, who is being waited on. */

import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { MyQueue, TicketRow } from '@/api/types';
import { counted } from '@/lib/format';
import { Loaded } from '@/ui/loaded';
import { RowSkeletons } from '@/ui/states';
import { DeskStrip } from './desk-strip';
import { BeginCard, NowCard } from './now-card';
import { OfferCard } from './offer-card';
import { assignmentQueries } from './queries';

type Rows = (tickets: TicketRow[], label: string, noteOf: NoteOf) => ReactNode;
/** What else is to be said of a ticket in the list. */
export type NoteOf = (ticket: TicketRow) => string | null;

interface Props {
  rows: Rows;
  empty: ReactNode;
}

export function WorkQueue({ rows, empty }: Props) {
  const query = useQuery(assignmentQueries.queue());
  return (
    <Loaded query={query} waiting={<RowSkeletons />}>
      {(queue) => (
        <Stack gap="xl">
          <DeskStrip queue={queue} />
          <Sections queue={queue} rows={rows} empty={empty} />
        </Stack>
      )}
    </Loaded>
  );
}

function Sections({ queue, rows, empty }: Props & { queue: MyQueue }) {
  const { now, next, likely, waiting_on_requester: waiting } = queue;
  const total = (now ? 1 : 0) + next.length + likely.length + waiting.length;
  if (total === 0) return empty;
  const known = new Map([...next, ...likely].map((ticket) => [ticket.id, ticket]));
  const paused = new Set(queue.paused);
  const noteOf: NoteOf = ({ id }) => (paused.has(id) ? 'Paused for critical work' : null);
  const first = next[0] ?? likely[0];
  return (
    <>
      {queue.offers.map((offer) => {
        const ticket = known.get(offer.ticket_id);
        return ticket && <OfferCard key={offer.ticket_id} offer={offer} ticket={ticket} />;
      })}
      {(now || first) && (
        <section aria-label="Now" data-testid="queue-now">
          <Title order={2} mb="xs">
            Now
          </Title>
          {now ? <NowCard key={now.id} ticket={now} /> : first && <BeginCard ticket={first} />}
        </section>
      )}
      <Section
        title="Next"
        about={`${counted(next.length, 'ticket')}, most pressing first. They stay with you.`}
        {...{ tickets: next, rows, noteOf }}
      />
      <Section
        title="Likely"
        about="Yours for now; each may still move to whoever is free first."
        {...{ tickets: likely, rows, noteOf }}
      />
      <Section
        title="Waiting on requester"
        about="They come back on top when the requester answers."
        {...{ tickets: waiting, rows, noteOf }}
      />
    </>
  );
}

interface SectionProps {
  title: string;
  about: string;
  tickets: TicketRow[];
  rows: Rows;
  noteOf: NoteOf;
}

function Section({ title, about, tickets, rows, noteOf }: SectionProps) {
  if (tickets.length === 0) return null;
  return (
    <section aria-label={title} data-testid={`queue-${title.toLowerCase().replaceAll(' ', '-')}`}>
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {about}
      </Text>
      {rows(tickets, title, noteOf)}
    </section>
  );
}
