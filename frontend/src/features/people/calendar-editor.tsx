/** One business calendar: hours, public holidays, single days, and what that means for two weeks. */

import { Button, Divider, Drawer, Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import type { SetCalendar } from '@/api/types';
import { Failed } from '@/ui/states';
import { tell } from '@/ui/toast';
import { Preview } from './calendar-preview';
import { calendarQueries, changeCalendar, makeCalendar } from './calendar-queries';
import { HoursEditor } from './hours-editor';
import { SingleDays } from './single-days';

interface Props {
  id: string | null;
  calendar: SetCalendar;
  onClose: () => void;
}

const COUNTRY_NAMES = new Intl.DisplayNames(['en'], { type: 'region' });

function countryName(code: string): string {
  return COUNTRY_NAMES.of(code) ?? code;
}

export function CalendarEditor({ id, calendar, onClose }: Props) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<SetCalendar>({
    name: calendar.name,
    zone: calendar.zone,
    weekly: calendar.weekly,
    country: calendar.country,
    region: calendar.region,
    closed_days: calendar.closed_days,
    extra_days: calendar.extra_days,
  });
  const set = (part: Partial<SetCalendar>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => (id === null ? makeCalendar(draft) : changeCalendar(id, draft)),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.calendars.all }),
        client.invalidateQueries({ queryKey: keys.technicians }),
      ]);
      tell(`${draft.name} saved. Whoever works by it follows within seconds.`);
      onClose();
    },
  });
  const { name, ...hours } = draft;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={id === null ? 'New calendar' : calendar.name}
    >
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            placeholder="Head office"
            required
            maxLength={80}
            data-autofocus
            value={name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <HoursEditor week={draft} onChange={({ zone, weekly }) => set({ zone, weekly })} />
          <Place
            country={draft.country ?? null}
            region={draft.region ?? null}
            onChange={(country, region) => set({ country, region })}
          />
          <SingleDays
            closed={draft.closed_days ?? []}
            extra={draft.extra_days ?? []}
            onChange={(closed_days, extra_days) => set({ closed_days, extra_days })}
          />
          <Divider />
          <Preview hours={hours} />
          {save.isError && <Failed error={save.error} title="Not saved" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!name.trim() || draft.weekly.length === 0}
            >
              Save calendar
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

interface PlaceProps {
  country: string | null;
  region: string | null;
  onChange: (country: string | null, region: string | null) => void;
}

function Place({ country, region, onChange }: PlaceProps) {
  const countries = useQuery(calendarQueries.countries());
  const regions = countries.data?.find(({ code }) => code === country)?.regions ?? [];
  return (
    <Group grow align="flex-start">
      <Select
        label="Public holidays of"
        placeholder="No country"
        searchable
        clearable
        data={(countries.data ?? []).map(({ code }) => ({
          value: code,
          label: countryName(code),
        }))}
        value={country}
        onChange={(value) => onChange(value, null)}
      />
      <Select
        label="Region"
        placeholder={regions.length > 0 ? 'The whole country' : 'None known'}
        searchable
        clearable
        disabled={regions.length === 0}
        data={regions}
        value={region}
        onChange={(value) => onChange(country, value)}
      />
    </Group>
  );
}
