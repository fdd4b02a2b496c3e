/** A technician's own work: what now, what next, what is likely to come, who is being waited on. */

import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { TicketRow } from '@/api/types';
import { counted } from '@/lib/format';
import { Loaded } from '@/ui/loaded';
import { RowSkeletons } from '@/ui/states';
import { assignmentQueries } from './queries';

interface Props {
  rows: (tickets: TicketRow[], label: string) => ReactNode;
  empty: ReactNode;
}

export function WorkQueue({ rows, empty }: Props) {
  const query = useQuery(assignmentQueries.queue());
  return (
    <Loaded query={query} waiting={<RowSkeletons />}>
      {({ now, next, likely, waiting_on_requester: waiting }) => {
        const total = (now ? 1 : 0) + next.length + likely.length + waiting.length;
        if (total === 0) return empty;
        return (
          <Stack gap="xl">
            <Section
              title="Now"
              about="Begin or go on here."
              tickets={now ? [now] : []}
              rows={rows}
            >
              Nothing is begun. Open the first ticket below and start.
            </Section>
            {next.length > 0 && (
              <Section
                title="Next"
                about={`${counted(next.length, 'ticket')}, most pressing first. They stay with you.`}
                tickets={next}
                rows={rows}
              />
            )}
            {likely.length > 0 && (
              <Section
                title="Likely"
                about="Yours for now; a better match may still take one."
                tickets={likely}
                rows={rows}
              />
            )}
            {waiting.length > 0 && (
              <Section
                title="Waiting on requester"
                about="They come back on top when the requester answers."
                tickets={waiting}
                rows={rows}
              />
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}

interface SectionProps {
  title: string;
  about: string;
  tickets: TicketRow[];
  rows: Props['rows'];
  children?: string;
}

function Section({ title, about, tickets, rows, children }: SectionProps) {
  return (
    <section aria-label={title} data-testid={`queue-${title.toLowerCase().replaceAll(' ', '-')}`}>
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {tickets.length > 0 ? about : children}
      </Text>
      {tickets.length > 0 && rows(tickets, title)}
    </section>
  );
}
