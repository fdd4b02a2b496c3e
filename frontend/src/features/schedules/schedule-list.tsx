/** Every schedule: when it comes, what it made last; pause, change, remove and bring back. */

import { ActionIcon, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  IconCalendarRepeat,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { keys } from '@/api/keys';
import type { Schedule } from '@/api/types';
import { durationOf, momentOf } from '@/lib/format';
import { places } from '@/lib/places';
import { Endless } from '@/ui/endless';
import { Empty } from '@/ui/states';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { removeSchedule, restoreSchedule, scheduleQueries, turnSchedule } from './queries';
import { ScheduleEditor } from './schedule-editor';

export function ScheduleList() {
  const client = useQueryClient();
  const [edited, setEdited] = useState<Schedule | 'new' | null>(null);
  const query = useInfiniteQuery(scheduleQueries.list());
  const onSettled = () => client.invalidateQueries({ queryKey: keys.schedules.all });
  const restore = useMutation({ mutationFn: restoreSchedule, onError: tellFailure, onSettled });
  const remove = useMutation({
    mutationFn: ({ id }: Schedule) => removeSchedule(id),
    onSuccess: (_, { id, name }) =>
      tellUndoable({
        name: 'schedules',
        message: `“${name}” is removed.`,
        undo: () => restore.mutate(id),
      }),
    onError: tellFailure,
    onSettled,
  });
  const turn = useMutation({
    mutationFn: ({ id, is_active: isActive }: Pick<Schedule, 'id' | 'is_active'>) =>
      turnSchedule(id, isActive),
    onSuccess: ({ id, name, is_active: isActive }) =>
      tellUndoable({
        name: 'schedules',
        message: isActive ? `“${name}” goes on.` : `“${name}” is paused.`,
        undo: () => turn.mutate({ id, is_active: !isActive }),
      }),
    onError: tellFailure,
    onSettled,
  });
  return (
    <Stack gap="md">
      <Group justify="flex-end">
        <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
          New schedule
        </Button>
      </Group>
      <Endless
        query={query}
        empty={
          <Empty icon={IconCalendarRepeat} title="Nothing is planned">
            A schedule hands in a ticket later, or again and again: checks, renewals, handovers.
          </Empty>
        }
      >
        {(rows) => (
          <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {rows.map((row) => (
              <Row
                key={row.id}
                schedule={row}
                onEdit={() => setEdited(row)}
                onTurn={() => turn.mutate({ id: row.id, is_active: !row.is_active })}
                onRemove={() => remove.mutate(row)}
              />
            ))}
          </Stack>
        )}
      </Endless>
      {edited && (
        <ScheduleEditor
          schedule={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Stack>
  );
}

interface RowProps {
  schedule: Schedule;
  onEdit: () => void;
  onTurn: () => void;
  onRemove: () => void;
}

function Row({ schedule, onEdit, onTurn, onRemove }: RowProps) {
  const { name, is_active: isActive } = schedule;
  const icon = { variant: 'subtle', color: 'gray', size: 'lg' } as const;
  return (
    <Group
      component="li"
      className="tk-card"
      p="sm"
      wrap="nowrap"
      justify="space-between"
      align="flex-start"
      style={{ borderRadius: 10 }}
      data-testid="schedule-row"
    >
      <Stack gap={2} miw={0} flex={1}>
        <Text fw={560} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        <Text size="sm">{schedule.sentence}</Text>
        <Text size="sm" c="dimmed">
          {comesNext(schedule)}
        </Text>
        <Last schedule={schedule} />
      </Stack>
      {schedule.may_change && (
        <Group gap={2} wrap="nowrap" style={{ flex: 'none' }}>
          <ActionIcon
            {...icon}
            aria-label={isActive ? `Pause ${name}` : `Let ${name} go on`}
            onClick={onTurn}
          >
            {isActive ? <IconPlayerPause size={17} /> : <IconPlayerPlay size={17} />}
          </ActionIcon>
          <ActionIcon {...icon} aria-label={`Change ${name}`} onClick={onEdit}>
            <IconPencil size={17} />
          </ActionIcon>
          <ActionIcon {...icon} aria-label={`Remove ${name}`} onClick={onRemove}>
            <IconTrash size={17} />
          </ActionIcon>
        </Group>
      )}
    </Group>
  );
}

function comesNext({ is_active: isActive, next_at: nextAt, requester }: Schedule): string {
  if (!isActive) return 'Paused';
  if (nextAt === null) return 'Over: no date is left';
  return `Next ${momentOf(nextAt)}, for ${requester.name}`;
}

function Last({ schedule: { last } }: { schedule: Schedule }) {
  if (!last) return null;
  return (
    <Text size="xs" c="dimmed">
      <Anchor component={Link} to={places.ticket(last.ticket_id)} size="xs">
        Last ticket
      </Anchor>
      {last.late_seconds > 0 && `, ${durationOf(Math.round(last.late_seconds / 60))} late`}
      {last.stands_for > 0 && `, for ${last.stands_for} missed dates too`}
    </Text>
  );
}
