/** The time log of a ticket: a clock to start and stop, and minutes to note down. */

import { ActionIcon, Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlayerPlay, IconPlayerStop, IconX } from '@tabler/icons-react';
import { useMemo, useState, type FormEvent } from 'react';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { useMe } from '@/api/session';
import type { TicketTime } from '@/api/types';
import { useCommands, type Command } from '@/lib/commands';
import { countdownOf, durationOf } from '@/lib/format';
import { useSeconds } from '@/lib/use-now';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { tellFailure } from '@/ui/toast';

const at = (ticketId: string) => ({ params: { path: { ticket_id: ticketId } } });
const MOST_MINUTES = 1_440;

function useTime(ticketId: string) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: keys.tickets.time(ticketId),
    queryFn: () => take(http.GET('/api/v1/tickets/{ticket_id}/time', at(ticketId))),
  });
  const change = useMutation({
    mutationFn: (send: () => Promise<TicketTime>) => send(),
    onSuccess: (time) => client.setQueryData(keys.tickets.time(ticketId), time),
    onError: tellFailure,
  });
  const { mutate } = change;
  const commands = useMemo(() => {
    const clock = '/api/v1/tickets/{ticket_id}/time/clock';
    return {
      start: () => mutate(() => take(http.PUT(clock, at(ticketId)))),
      stop: () => mutate(() => take(http.DELETE(clock, at(ticketId)))),
      add: (minutes: number) =>
        mutate(() =>
          take(
            http.POST('/api/v1/tickets/{ticket_id}/time', { ...at(ticketId), body: { minutes } }),
          ),
        ),
      forget: (entryId: string) =>
        mutate(() =>
          take(
            http.DELETE('/api/v1/tickets/{ticket_id}/time/{entry_id}', {
              params: { path: { ticket_id: ticketId, entry_id: entryId } },
            }),
          ),
        ),
    };
  }, [mutate, ticketId]);
  return { query, commands, isBusy: change.isPending };
}

type TimeCommands = ReturnType<typeof useTime>['commands'];

export function TimePanel({ ticketId }: { ticketId: string }) {
  const { query, commands, isBusy } = useTime(ticketId);
  const isRunning = Boolean(query.data?.running_since);
  const keyed = useMemo<Command[]>(
    () => [
      {
        id: 'clock',
        keys: 'm',
        label: isRunning ? 'Stop my clock' : 'Start my clock',
        group: 'Ticket',
        run: isRunning ? commands.stop : commands.start,
      },
    ],
    [isRunning, commands],
  );
  useCommands(keyed);
  return (
    <Panel
      title="Time"
      testId="time"
      aside={
        <Text size="sm" c="dimmed" className="tk-number">
          {query.data ? durationOf(query.data.total_minutes) : ''}
        </Text>
      }
    >
      <Loaded query={query}>
        {(time) => (
          <Stack gap="sm">
            <Group gap="xs" justify="space-between">
              <Clock since={time.running_since} commands={commands} isBusy={isBusy} />
              <AddMinutes add={commands.add} />
            </Group>
            <Entries time={time} forget={commands.forget} />
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

interface ClockProps {
  since: string | null;
  commands: TimeCommands;
  isBusy: boolean;
}

function Clock({ since, commands, isBusy }: ClockProps) {
  return since ? (
    <Button
      size="xs"
      variant="light"
      loading={isBusy}
      leftSection={<IconPlayerStop size={15} />}
      onClick={commands.stop}
    >
      Stop <Running since={since} />
    </Button>
  ) : (
    <Button
      size="xs"
      variant="default"
      loading={isBusy}
      leftSection={<IconPlayerPlay size={15} />}
      onClick={commands.start}
    >
      Start the clock
    </Button>
  );
}

function Running({ since }: { since: string }) {
  const now = useSeconds();
  return (
    <Text span inherit ml={6} className="tk-number" role="timer" aria-live="off">
      {countdownOf(Math.max(0, now - new Date(since).getTime()))}
    </Text>
  );
}

function AddMinutes({ add }: { add: (minutes: number) => void }) {
  const [minutes, setMinutes] = useState<number | ''>('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (minutes === '') return;
    add(minutes);
    setMinutes('');
  };
  return (
    <form onSubmit={submit}>
      <Group gap={4} wrap="nowrap">
        <NumberInput
          aria-label="Minutes to add"
          placeholder="min"
          size="xs"
          w={64}
          min={1}
          max={MOST_MINUTES}
          allowDecimal={false}
          hideControls
          value={minutes}
          onChange={(value) => setMinutes(typeof value === 'number' ? value : '')}
        />
        <Button type="submit" size="xs" variant="default" disabled={minutes === ''}>
          Add
        </Button>
      </Group>
    </form>
  );
}

const SHOWN = 4;

function Entries({ time, forget }: { time: TicketTime; forget: (entryId: string) => void }) {
  const me = useMe();
  const done = time.entries.filter(({ minutes }) => minutes !== null).slice(0, SHOWN);
  if (done.length === 0) return null;
  return (
    <Stack gap={2} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label="Time spent">
      {done.map(({ id, person, minutes }) => (
        <Group key={id} component="li" justify="space-between" wrap="nowrap" mih={26}>
          <Text size="sm" truncate>
            {person.name}
          </Text>
          <Group gap={4} wrap="nowrap">
            <Text size="sm" c="dimmed" className="tk-number">
              {durationOf(minutes ?? 0)}
            </Text>
            {person.id === me.id && (
              <ActionIcon
                size="sm"
                aria-label={`Remove ${durationOf(minutes ?? 0)}`}
                onClick={() => forget(id)}
              >
                <IconX size={13} />
              </ActionIcon>
            )}
          </Group>
        </Group>
      ))}
    </Stack>
  );
}
