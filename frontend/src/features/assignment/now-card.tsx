/** What a technician works on at the moment, and for how long already; else what to begin with. */

import { Anchor, Button, Card, Group, Stack, Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { TicketRow } from '@/api/types';
import { places } from '@/lib/places';
import { PriorityBadge } from '@/ui/status-badges';
import { useTicketCommand } from '@/ui/ticket-command';
import classes from './work-queue.module.css';
import { assignmentQueries, startWork } from './queries';

const TICK_MS = 10_000;

/** '14 min', '2 h 05 min' */
export function spent(since: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - new Date(since).getTime()) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${String(minutes % 60).padStart(2, '0')} min` : 'more than a day';
}

function Facts({ ticket }: { ticket: TicketRow }) {
  return (
    <Text size="sm" c="dimmed">
      {ticket.reference} from {ticket.requester.name}
    </Text>
  );
}

export function NowCard({ ticket }: { ticket: TicketRow }) {
  const { data: since } = useQuery(assignmentQueries.begunAt(ticket.id));
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), TICK_MS, { autoInvoke: true });
  return (
    <Card className={classes.now} p="md" radius="lg">
      <Group justify="space-between" gap="sm">
        <Stack gap={4} miw={0} flex="1 1 220px">
          <Group gap="xs">
            <PriorityBadge priority={ticket.priority} />
            <Anchor component={Link} to={places.inQueue(ticket.id)} fw={620} fz="lg">
              {ticket.subject}
            </Anchor>
          </Group>
          <Facts ticket={ticket} />
        </Stack>
        <Group gap="md">
          {since && (
            <Text className="tk-number" role="timer" aria-label="In progress for">
              <Text span fz={22} fw={640}>
                {spent(since, now)}
              </Text>
            </Text>
          )}
          <Button component={Link} to={places.inQueue(ticket.id)}>
            Go on
          </Button>
        </Group>
      </Group>
    </Card>
  );
}

/** Nothing is begun: the first in line, with a button that begins it. */
export function BeginCard({ ticket }: { ticket: TicketRow }) {
  const begin = useTicketCommand<{ version: number }>({
    send: (body) => startWork(ticket.id, body),
    done: (begun) => `You work on ${begun.reference}. It stays with you.`,
  });
  return (
    <Card className={classes.now} p="md" radius="lg">
      <Group justify="space-between" gap="sm">
        <Stack gap={4} miw={0} flex="1 1 220px">
          <Text size="sm">Nothing is begun. First in line:</Text>
          <Group gap="xs">
            <PriorityBadge priority={ticket.priority} />
            <Anchor component={Link} to={places.inQueue(ticket.id)} fw={560}>
              {ticket.subject}
            </Anchor>
          </Group>
          <Facts ticket={ticket} />
        </Stack>
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          loading={begin.isPending}
          onClick={() => begin.mutate({ version: ticket.version })}
        >
          Start work
        </Button>
      </Group>
    </Card>
  );
}
