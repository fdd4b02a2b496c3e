/** When a schedule comes: the first date, how it repeats, what is done on closed days. */

import { Divider, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { calendarNames } from '@/api/technicians';
import type { SetSchedule } from '@/api/types';
import { choices } from '@/ui/vocabulary';
import { CLOSED_DAYS, REPEATS, type Choice, type Ending, type Repeat } from './repeats';

interface Props {
  draft: SetSchedule;
  set: (part: Partial<SetSchedule>) => void;
  choice: Choice;
  setChoice: (choice: Choice) => void;
}

const ENDINGS = { never: 'Never ends', until: 'Until a date', count: 'So many times' } as const;
const ZONES = Intl.supportedValuesOf('timeZone');

export function WhenFields({ draft, set, choice, setChoice }: Props) {
  const calendars = useQuery(calendarNames);
  const repeats = choice.repeat !== 'once' && choice.repeat !== 'custom';
  return (
    <>
      <Divider label="When it comes" labelPosition="left" />
      <Group grow align="flex-start">
        <TextInput
          type="datetime-local"
          label="First at"
          required
          value={draft.starts}
          onChange={(event) => set({ starts: event.currentTarget.value })}
        />
        <Select
          label="On the clock of"
          searchable
          allowDeselect={false}
          data={ZONES.includes(draft.zone) ? ZONES : [draft.zone, ...ZONES]}
          value={draft.zone}
          onChange={(zone) => zone && set({ zone })}
        />
      </Group>
      <Group grow align="flex-start">
        <Select
          label="Repeats"
          allowDeselect={false}
          data={choices(REPEATS)}
          value={choice.repeat}
          onChange={(repeat) => setChoice({ ...choice, repeat: repeat as Repeat })}
        />
        {repeats && (
          <Select
            label="Ends"
            allowDeselect={false}
            data={choices(ENDINGS)}
            value={choice.ending}
            onChange={(ending) => setChoice({ ...choice, ending: ending as Ending })}
          />
        )}
        {repeats && choice.ending === 'until' && (
          <TextInput
            type="date"
            label="Last day"
            value={choice.until}
            onChange={(event) => setChoice({ ...choice, until: event.currentTarget.value })}
          />
        )}
        {repeats && choice.ending === 'count' && (
          <NumberInput
            label="Times"
            min={1}
            max={1000}
            allowDecimal={false}
            value={choice.count}
            onChange={(count) => setChoice({ ...choice, count: Number(count) || 1 })}
          />
        )}
      </Group>
      {choice.repeat === 'custom' && (
        <TextInput
          label="iCalendar rule"
          description="For example FREQ=MONTHLY;BYDAY=2TU for every second Tuesday."
          maxLength={200}
          value={choice.custom}
          onChange={(event) => setChoice({ ...choice, custom: event.currentTarget.value })}
        />
      )}
      <Group grow align="flex-start">
        <Select
          label="Closed days of"
          placeholder="No calendar"
          clearable
          data={calendars.data ?? []}
          value={draft.calendar_id ?? null}
          onChange={(id) => set({ calendar_id: id, closed_days: id ? draft.closed_days : 'keep' })}
        />
        {draft.calendar_id && (
          <Select
            label="When it is closed"
            allowDeselect={false}
            data={choices(CLOSED_DAYS)}
            value={draft.closed_days ?? 'keep'}
            onChange={(days) => set({ closed_days: days as keyof typeof CLOSED_DAYS })}
          />
        )}
      </Group>
    </>
  );
}
