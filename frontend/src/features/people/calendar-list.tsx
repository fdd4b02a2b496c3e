/** Business calendars: their hours in a sentence, and the way to change them. */

import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconCalendarTime, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '@/api/keys';
import type { CalendarRow, SetCalendar } from '@/api/types';
import { counted } from '@/lib/format';
import { Loaded } from '@/ui/loaded';
import { Empty } from '@/ui/states';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { CalendarEditor } from './calendar-editor';
import { calendarQueries, makeCalendar, removeCalendar } from './calendar-queries';
import { OFFICE, ownZone, sentenceOf } from './week';

function newCalendar(): SetCalendar {
  return {
    name: '',
    zone: ownZone(),
    weekly: OFFICE,
    country: null,
    region: null,
    closed_days: [],
    extra_days: [],
  };
}

export function CalendarList() {
  const query = useQuery(calendarQueries.all());
  const [edited, setEdited] = useState<CalendarRow | 'new' | null>(null);
  return (
    <Stack>
      <Loaded query={query}>
        {(calendars) =>
          calendars.length === 0 ? (
            <Empty icon={IconCalendarTime} title="No calendars yet">
              A calendar names opening hours with the public holidays of a place. Several people can
              work by one.
            </Empty>
          ) : (
            <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
              {calendars.map((calendar) => (
                <Calendar
                  key={calendar.id}
                  calendar={calendar}
                  onEdit={() => setEdited(calendar)}
                />
              ))}
            </Stack>
          )
        }
      </Loaded>
      <Group>
        <Button
          variant="light"
          leftSection={<IconPlus size={16} />}
          onClick={() => setEdited('new')}
        >
          New calendar
        </Button>
      </Group>
      {edited && (
        <CalendarEditor
          id={edited === 'new' ? null : edited.id}
          calendar={edited === 'new' ? newCalendar() : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Stack>
  );
}

function Calendar({ calendar, onEdit }: { calendar: CalendarRow; onEdit: () => void }) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.calendars.all });
  const back = useMutation({
    mutationFn: () => makeCalendar(calendar),
    onSuccess: refresh,
    onError: tellFailure,
  });
  const remove = useMutation({
    mutationFn: () => removeCalendar(calendar.id),
    onSuccess: async () => {
      tellUndoable({
        name: 'calendar-undo',
        message: `${calendar.name} removed.`,
        undo: () => back.mutate(),
      });
      await refresh();
    },
    onError: tellFailure,
  });
  const place = [calendar.country, calendar.region].filter(Boolean).join(', ');
  const days = calendar.closed_days.length;
  return (
    <Group
      component="li"
      justify="space-between"
      wrap="nowrap"
      align="flex-start"
      data-testid="calendar-row"
    >
      <div>
        <Text fw={560}>{calendar.name}</Text>
        <Text size="sm">{sentenceOf(calendar.weekly)}</Text>
        <Text size="xs" c="dimmed">
          {calendar.zone}
          {place && ` · public holidays of ${place}`}
          {days > 0 && ` · ${counted(days, 'closed day')}`}
        </Text>
      </div>
      <Group gap={4} wrap="nowrap">
        <ActionIcon aria-label={`Change ${calendar.name}`} onClick={onEdit}>
          <IconPencil size={16} />
        </ActionIcon>
        <ActionIcon
          aria-label={`Remove ${calendar.name}`}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
    </Group>
  );
}
