/** A length of working time: a number and its unit. */

import { Group, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';

interface Props {
  label: string;
  description?: string;
  minutes: number | null;
  onChange: (minutes: number | null) => void;
}

const UNITS = [
  { value: '1', label: 'minutes' },
  { value: '60', label: 'hours' },
];
const MOST_MINUTES = 366 * 24 * 60;

export function DurationField({ label, description, minutes, onChange }: Props) {
  const [unit, setUnit] = useState(minutes !== null && minutes % 60 === 0 ? 60 : 1);
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <NumberInput
        label={label}
        description={description}
        placeholder="no promise"
        min={1}
        max={Math.floor(MOST_MINUTES / unit)}
        allowDecimal={false}
        flex={1}
        value={minutes === null ? '' : minutes / unit}
        onChange={(value) =>
          onChange(typeof value === 'number' && value > 0 ? Math.round(value * unit) : null)
        }
      />
      <Select
        aria-label={`Unit of ${label}`}
        w={112}
        allowDeselect={false}
        data={UNITS}
        value={String(unit)}
        onChange={(value) => {
          const next = Number(value ?? 1);
          if (minutes !== null) onChange((minutes / unit) * next);
          setUnit(next);
        }}
      />
    </Group>
  );
}
