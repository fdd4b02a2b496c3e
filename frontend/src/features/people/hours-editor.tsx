/** Hours of a week: several spans a day, over midnight too, on the clock of a zone. */

import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconMoon, IconPlus, IconTrash } from '@tabler/icons-react';
import type { Weekday, WeeklySpan } from '@/api/types';
import {
  AROUND_THE_CLOCK,
  DAYS,
  isOvernight,
  OFFICE,
  sentenceOf,
  WEEKDAYS,
  zones,
  type Week,
} from './week';
import classes from './hours-editor.module.css';

interface Props {
  week: Week;
  onChange: (week: Week) => void;
}

export function HoursEditor({ week, onChange }: Props) {
  const set = (weekly: WeeklySpan[]) => onChange({ ...week, weekly });
  return (
    <Stack gap="sm">
      <Select
        label="Time zone"
        searchable
        allowDeselect={false}
        data={zones(week.zone)}
        limit={60}
        value={week.zone}
        onChange={(zone) => zone && onChange({ ...week, zone })}
      />
      <Group gap="xs">
        <Button size="compact-sm" variant="default" onClick={() => set(OFFICE)}>
          Weekdays 9 to 5
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => set(AROUND_THE_CLOCK)}>
          Around the clock
        </Button>
      </Group>
      <Stack gap={6} role="group" aria-label="Hours of the week">
        {DAYS.map((day) => (
          <Day
            key={day}
            day={day}
            spans={week.weekly.filter((span) => span.day === day)}
            onChange={(spans) =>
              set([...week.weekly.filter((span) => span.day !== day), ...spans].sort(byDay))
            }
          />
        ))}
      </Stack>
      <Text size="sm" c="dimmed" role="status" data-testid="week-sentence">
        {sentenceOf(week.weekly)}
      </Text>
    </Stack>
  );
}

function byDay(one: WeeklySpan, other: WeeklySpan): number {
  return DAYS.indexOf(one.day) - DAYS.indexOf(other.day) || one.opens.localeCompare(other.opens);
}

interface DayProps {
  day: Weekday;
  spans: WeeklySpan[];
  onChange: (spans: WeeklySpan[]) => void;
}

function Day({ day, spans, onChange }: DayProps) {
  const name = WEEKDAYS[day];
  const last = spans.at(-1);
  const more =
    last && last.closes < '22:00' && !isOvernight(last)
      ? { day, opens: last.closes, closes: '22:00' }
      : { day, opens: '09:00', closes: '17:00' };
  return (
    <div className={classes.day}>
      <Text size="sm" className={classes.name}>
        {name}
      </Text>
      <Stack gap={6} className={classes.spans}>
        {spans.length === 0 && (
          <Text size="sm" c="dimmed" pt={5}>
            Closed
          </Text>
        )}
        {spans.map((span, index) => (
          <SpanFields
            key={index}
            span={span}
            about={spans.length > 1 ? `${name}, span ${index + 1}` : name}
            onChange={(changed) => onChange(spans.map((one, at) => (at === index ? changed : one)))}
            onRemove={() => onChange(spans.filter((_, at) => at !== index))}
          />
        ))}
      </Stack>
      <ActionIcon
        className={classes.add}
        aria-label={`Add hours on ${name}`}
        disabled={spans.length >= 4}
        onClick={() => onChange([...spans, more])}
      >
        <IconPlus size={16} />
      </ActionIcon>
    </div>
  );
}

interface SpanProps {
  span: WeeklySpan;
  about: string;
  onChange: (span: WeeklySpan) => void;
  onRemove: () => void;
}

function SpanFields({ span, about, onChange, onRemove }: SpanProps) {
  // The field of the browser knows no 24:00; the end of a day shows as the beginning of the next.
  const closes = span.closes === '24:00' ? '00:00' : span.closes;
  return (
    <Group gap={6} wrap="nowrap">
      <TextInput
        type="time"
        size="xs"
        aria-label={`${about}: from`}
        value={span.opens}
        onChange={(event) =>
          event.currentTarget.value && onChange({ ...span, opens: event.currentTarget.value })
        }
      />
      <Text size="sm" aria-hidden>
        –
      </Text>
      <TextInput
        type="time"
        size="xs"
        aria-label={`${about}: until`}
        value={closes}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (value) onChange({ ...span, closes: value === '00:00' ? '24:00' : value });
        }}
      />
      {isOvernight(span) && (
        <IconMoon size={16} role="img" aria-label="Ends on the day after" stroke={1.7} />
      )}
      <ActionIcon size="md" aria-label={`Remove ${about}`} onClick={onRemove}>
        <IconTrash size={15} />
      </ActionIcon>
    </Group>
  );
}
