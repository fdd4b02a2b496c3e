/** Single days of a calendar: closed ones, and such with other hours than usual. */

import { ActionIcon, Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { SetCalendar } from '@/api/types';

type Closed = NonNullable<SetCalendar['closed_days']>;
type Extra = NonNullable<SetCalendar['extra_days']>;
type Kind = 'closed' | 'open';

interface Props {
  closed: Closed;
  extra: Extra;
  onChange: (closed: Closed, extra: Extra) => void;
}

export function SingleDays({ closed, extra, onChange }: Props) {
  return (
    <Stack gap="xs" role="group" aria-label="Single days">
      <Text size="sm" fw={500}>
        Single days
      </Text>
      {closed.map((day) => (
        <Row
          key={`closed ${day.date}`}
          told={`${day.date}: closed${day.name ? ` (${day.name})` : ''}`}
          onRemove={() =>
            onChange(
              closed.filter((one) => one !== day),
              extra,
            )
          }
        />
      ))}
      {extra.map((day) => (
        <Row
          key={`open ${day.date} ${day.opens}`}
          told={`${day.date}: also open ${day.opens}–${day.closes}`}
          onRemove={() =>
            onChange(
              closed,
              extra.filter((one) => one !== day),
            )
          }
        />
      ))}
      <AddDay closed={closed} extra={extra} onChange={onChange} />
    </Stack>
  );
}

function Row({ told, onRemove }: { told: string; onRemove: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{told}</Text>
      <ActionIcon aria-label={`Remove ${told}`} onClick={onRemove}>
        <IconTrash size={15} />
      </ActionIcon>
    </Group>
  );
}

function AddDay({ closed, extra, onChange }: Props) {
  const [kind, setKind] = useState<Kind>('closed');
  const [date, setDate] = useState('');
  const [name, setName] = useState('');
  const [opens, setOpens] = useState('09:00');
  const [closes, setCloses] = useState('13:00');
  const isThere = kind === 'closed' && closed.some((day) => day.date === date);
  const add = () => {
    if (kind === 'closed') onChange([...closed, { date, name: name.trim() }], extra);
    else onChange(closed, [...extra, { date, opens, closes }]);
    setDate('');
    setName('');
  };
  return (
    <Group align="flex-end" gap="xs">
      <SegmentedControl
        size="xs"
        aria-label="Kind of day"
        data={[
          { value: 'closed', label: 'Closed' },
          { value: 'open', label: 'Also open' },
        ]}
        value={kind}
        onChange={(value) => setKind(value)}
      />
      <TextInput
        type="date"
        size="xs"
        aria-label="Date"
        value={date}
        onChange={(event) => setDate(event.currentTarget.value)}
      />
      {kind === 'closed' ? (
        <TextInput
          size="xs"
          aria-label="Name of the day"
          placeholder="Stocktaking"
          maxLength={80}
          flex={1}
          miw={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      ) : (
        <Group gap={6} wrap="nowrap">
          <TextInput
            type="time"
            size="xs"
            aria-label="Open from"
            value={opens}
            onChange={(event) => setOpens(event.currentTarget.value)}
          />
          <TextInput
            type="time"
            size="xs"
            aria-label="Open until"
            value={closes}
            onChange={(event) => setCloses(event.currentTarget.value)}
          />
        </Group>
      )}
      <Button
        size="xs"
        variant="light"
        leftSection={<IconPlus size={14} />}
        disabled={!date || isThere || (kind === 'open' && (!opens || !closes))}
        onClick={add}
      >
        Add day
      </Button>
    </Group>
  );
}
