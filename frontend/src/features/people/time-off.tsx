/** When a technician is away: the list, one more, and one less with the way back. */

import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { IconBeach, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import type { PersonRef, TimeOffRow } from '@/api/types';
import { momentOf } from '@/lib/format';
import { Endless } from '@/ui/endless';
import { Empty, Failed } from '@/ui/states';
import { tell, tellFailure, tellUndoable } from '@/ui/toast';
import { dropTimeOff, peopleQueries, planTimeOff } from './queries';

interface Props {
  person: PersonRef;
  /** Read only where administrators plan. */
  editable?: boolean;
}

export function TimeOff({ person, editable = true }: Props) {
  const query = useInfiniteQuery(peopleQueries.timeOff(person.id));
  return (
    <Stack>
      <Endless
        query={query}
        empty={
          <Empty icon={IconBeach} title="No time off planned">
            While somebody is away no ticket is assigned there, and what was not begun goes to
            others.
          </Empty>
        }
      >
        {(rows) => (
          <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
            {rows.map((row) => (
              <Row key={row.id} row={row} person={person} editable={editable} />
            ))}
          </Stack>
        )}
      </Endless>
      {editable && <PlanForm person={person} />}
    </Stack>
  );
}

function useRefresh(person: PersonRef) {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.timeOff(person.id) }),
      client.invalidateQueries({ queryKey: keys.technicians }),
    ]);
}

function Row({ row, person, editable }: { row: TimeOffRow; person: PersonRef; editable: boolean }) {
  const refresh = useRefresh(person);
  const back = useMutation({
    mutationFn: () => planTimeOff(person.id, row),
    onSuccess: refresh,
    onError: tellFailure,
  });
  const drop = useMutation({
    mutationFn: () => dropTimeOff(row.id),
    onSuccess: async () => {
      tellUndoable({
        name: 'time-off-undo',
        message: 'Time off taken back.',
        undo: () => back.mutate(),
      });
      await refresh();
    },
    onError: tellFailure,
  });
  const told = `${momentOf(row.starts_at)} to ${momentOf(row.ends_at)}`;
  return (
    <Group component="li" justify="space-between" wrap="nowrap" data-testid="time-off-row">
      <div>
        <Text size="sm" fw={520}>
          {told}
        </Text>
        {row.reason && (
          <Text size="xs" c="dimmed">
            {row.reason}
          </Text>
        )}
      </div>
      {editable && (
        <ActionIcon
          aria-label={`Take back ${told}`}
          loading={drop.isPending}
          onClick={() => drop.mutate()}
        >
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </Group>
  );
}

function PlanForm({ person }: { person: PersonRef }) {
  const refresh = useRefresh(person);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const plan = useMutation({
    mutationFn: () =>
      planTimeOff(person.id, {
        starts_at: new Date(from).toISOString(),
        ends_at: new Date(to).toISOString(),
        reason,
      }),
    onSuccess: async () => {
      tell('Time off planned.');
      setFrom('');
      setTo('');
      setReason('');
      await refresh();
    },
  });
  const wrong = from !== '' && to !== '' && to <= from;
  return (
    <form
      aria-label="Plan time off"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (from && to && !wrong) plan.mutate();
      }}
    >
      <Stack gap="sm">
        <Group grow align="flex-start" preventGrowOverflow={false}>
          <TextInput
            type="datetime-local"
            label="From"
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="datetime-local"
            label="Until"
            value={to}
            error={wrong ? 'Must be later than the beginning' : undefined}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </Group>
        <TextInput
          label="Reason"
          description="Seen by this person and by administrators only"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {plan.isError && <Failed error={plan.error} title="Not planned" />}
        <Group justify="flex-end">
          <Button
            type="submit"
            variant="light"
            leftSection={<IconPlus size={16} />}
            loading={plan.isPending}
            disabled={!from || !to || wrong}
          >
            Plan time off
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
