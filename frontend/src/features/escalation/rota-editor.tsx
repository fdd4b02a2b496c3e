/** One rota: who takes turns, in which order, and when one hands over to the next. */

import {
  ActionIcon,
  Button,
  Drawer,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import type { OnCallRota, PersonRef } from '@/api/types';
import classes from './duty.module.css';
import { WEEKDAYS } from './escalation-words';

interface Props {
  rota: OnCallRota;
  isNew: boolean;
  people: PersonRef[];
  onDone: (rota: OnCallRota) => void;
  onClose: () => void;
}

const ZONES = Intl.supportedValuesOf('timeZone');

export function RotaEditor({ rota, isNew, people, onDone, onClose }: Props) {
  const [draft, setDraft] = useState(rota);
  const set = (part: Partial<OnCallRota>) => setDraft((before) => ({ ...before, ...part }));
  const zones = ZONES.includes(draft.zone) ? ZONES : [draft.zone, ...ZONES];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onDone({ ...draft, name: draft.name.trim() });
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={isNew ? 'New rota' : rota.name}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Name"
            placeholder="Nights and weekends"
            required
            maxLength={80}
            data-autofocus
            value={draft.name}
            onChange={({ currentTarget }) => set({ name: currentTarget.value })}
          />
          <Order draft={draft} people={people} set={set} />
          <SegmentedControl
            aria-label="How often the next one takes over"
            data={[
              { value: 'weekly', label: 'A week each' },
              { value: 'daily', label: 'A day each' },
            ]}
            value={draft.hand_over}
            onChange={(value) => set({ hand_over: value })}
          />
          <Group grow align="flex-start" preventGrowOverflow={false}>
            {draft.hand_over === 'weekly' && (
              <Select
                label="Hand-over on"
                allowDeselect={false}
                data={Object.entries(WEEKDAYS).map(([value, label]) => ({ value, label }))}
                value={draft.weekday}
                onChange={(value) => set({ weekday: value as OnCallRota['weekday'] })}
              />
            )}
            <TextInput
              type="time"
              label="At"
              required
              value={draft.at}
              onChange={({ currentTarget }) => set({ at: currentTarget.value.slice(0, 5) })}
            />
          </Group>
          <Select
            label="Time zone"
            description="The hand-over keeps its time on this clock, also when clocks change."
            searchable
            allowDeselect={false}
            limit={50}
            data={zones}
            value={draft.zone}
            onChange={(value) => value && set({ zone: value })}
          />
          <TextInput
            type="date"
            label="The first one has the turn with this day in it"
            required
            value={draft.starts_on}
            onChange={({ currentTarget }) => set({ starts_on: currentTarget.value })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              disabled={
                !draft.name.trim() || draft.people.length === 0 || !draft.at || !draft.starts_on
              }
            >
              Take over
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

interface OrderProps {
  draft: OnCallRota;
  people: PersonRef[];
  set: (part: Partial<OnCallRota>) => void;
}

function Order({ draft, people, set }: OrderProps) {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const left = people.filter(({ id }) => !draft.people.includes(id));
  const swap = (place: number, by: -1 | 1) => {
    const next = [...draft.people];
    const [one, other] = [next[place], next[place + by]];
    if (one === undefined || other === undefined) return;
    next[place] = other;
    next[place + by] = one;
    set({ people: next });
  };
  const icon = { variant: 'subtle', color: 'gray' } as const;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        They take turns in this order
      </Text>
      <Stack gap={2} component="ol" className={classes.list}>
        {draft.people.map((id, place) => {
          const name = names.get(id) ?? 'Somebody who is gone';
          return (
            <Group key={id} component="li" justify="space-between" wrap="nowrap">
              <Text size="sm" truncate>
                {place + 1}. {name}
              </Text>
              <Group gap={2} wrap="nowrap">
                <ActionIcon
                  {...icon}
                  aria-label={`${name} earlier`}
                  disabled={place === 0}
                  onClick={() => swap(place, -1)}
                >
                  <IconArrowUp size={16} />
                </ActionIcon>
                <ActionIcon
                  {...icon}
                  aria-label={`${name} later`}
                  disabled={place === draft.people.length - 1}
                  onClick={() => swap(place, 1)}
                >
                  <IconArrowDown size={16} />
                </ActionIcon>
                <ActionIcon
                  {...icon}
                  aria-label={`Take ${name} out`}
                  onClick={() => set({ people: draft.people.filter((one) => one !== id) })}
                >
                  <IconX size={16} />
                </ActionIcon>
              </Group>
            </Group>
          );
        })}
      </Stack>
      <Select
        aria-label="Add somebody"
        placeholder="Add somebody"
        searchable
        nothingFoundMessage="Nobody of that name"
        data={left.map(({ id, name }) => ({ value: id, label: name }))}
        value={null}
        onChange={(id) => id && set({ people: [...draft.people, id] })}
      />
    </Stack>
  );
}
