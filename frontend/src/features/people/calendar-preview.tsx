/** The next fourteen days of hours that are being written. */

import { Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CalendarHours, CalendarPreview } from '@/api/types';
import { Failed, RowSkeletons } from '@/ui/states';
import { calendarQueries } from './calendar-queries';

function dayName(iso: string): string {
  return new Date(`${iso}T12:00:00Z`).toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
}

export function Preview({ hours }: { hours: CalendarHours }) {
  const [settled] = useDebouncedValue(hours, 400);
  const query = useQuery({
    ...calendarQueries.preview(settled),
    placeholderData: keepPreviousData,
    enabled: settled.weekly.length > 0,
  });
  if (settled.weekly.length === 0) return null;
  if (query.isError) return <Failed error={query.error} title="These hours cannot be" />;
  if (!query.data) return <RowSkeletons rows={3} height={24} />;
  return (
    <Stack gap={4} role="region" aria-label="The next 14 days">
      <Text size="sm" fw={560}>
        The next 14 days · {query.data.is_open ? 'open now' : 'closed now'}
      </Text>
      {query.data.days.map((day) => (
        <Day key={day.date} day={day} />
      ))}
    </Stack>
  );
}

function Day({ day }: { day: CalendarPreview['days'][number] }) {
  const told = day.spans.map(({ opens, closes }) => `${opens}–${closes}`).join(', ');
  return (
    <Group gap="xs" wrap="nowrap" data-testid="preview-day">
      <Text size="sm" w={92} c="dimmed" style={{ flex: 'none' }}>
        {dayName(day.date)}
      </Text>
      <Text size="sm" c={told ? undefined : 'dimmed'}>
        {told || 'Closed'}
        {day.closed_for && ` (${day.closed_for})`}
      </Text>
    </Group>
  );
}
