/** What is due on one ticket, counted in working time. */

import { Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DueClock, TicketServiceLevel } from '@/api/types';
import { durationOf, momentOf } from '@/lib/format';
import { ToneBadge } from '@/ui/badge';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { DUE_KINDS, DUE_STATES } from '@/ui/vocabulary';
import { slaQueries } from './sla-queries';
import { clockText } from './sla-words';

const COLOURS: Record<string, string> = { late: 'red', warned: 'orange', paused: 'blue' };
/** Answers given long ago stand in the history. */
const ENDED_SHOWN = 3;

export function DuePanel({ ticketId }: { ticketId: string }) {
  const query = useQuery(slaQueries.ofTicket(ticketId));
  return (
    <Panel title="Due" testId="due-panel">
      <Loaded query={query}>{(level) => <Level level={level} />}</Loaded>
    </Panel>
  );
}

function Level({ level }: { level: TicketServiceLevel }) {
  const { policy, calendar, clocks, is_open_now: isOpen, opens_at: opensAt } = level;
  const running = clocks.filter(({ ended_at: at }) => at === null);
  const ended = clocks.filter(({ ended_at: at }) => at !== null).slice(-ENDED_SHOWN);
  if (policy === null && clocks.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No service level applies to this ticket.
      </Text>
    );
  }
  return (
    <Stack gap="md">
      {[...running, ...ended].map((clock) => (
        <Clock key={`${clock.kind}-${clock.turn}`} clock={clock} />
      ))}
      <Text size="xs" c="dimmed">
        {policy ? `By “${policy}”` : 'By an earlier policy'}
        {calendar ? `, in the hours of ${calendar}` : ', around the clock'}.
        {!isOpen && opensAt && ` Closed now; opens ${momentOf(opensAt)}.`}
      </Text>
    </Stack>
  );
}

function Clock({ clock }: { clock: DueClock }) {
  const look = clock.state ? DUE_STATES[clock.state] : null;
  const used = Math.min(100, (100 * clock.used_minutes) / clock.target_minutes);
  return (
    <Stack gap={4} data-testid={`clock-${clock.kind}`}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={560}>
          {DUE_KINDS[clock.kind]}
        </Text>
        {look && (
          <ToneBadge tone={look.tone} icon={look.icon}>
            {look.label}
          </ToneBadge>
        )}
      </Group>
      <Text size="sm">{clockText(clock)}</Text>
      {clock.ended_at === null && (
        <Progress
          value={used}
          color={COLOURS[clock.state ?? ''] ?? 'lagoon'}
          size="sm"
          aria-label={`${durationOf(clock.used_minutes)} of ${durationOf(clock.target_minutes)} used`}
        />
      )}
      {clock.ended_at === null && clock.due_at && (
        <Text size="xs" c="dimmed">
          {clock.breached_at ? 'Was due' : 'Due'} {momentOf(clock.due_at)}
          {clock.seen_late_minutes > 0 &&
            ` · noticed ${durationOf(clock.seen_late_minutes)} afterwards`}
        </Text>
      )}
    </Stack>
  );
}
