/** Small horizontal bars for shares and loads, readable without seeing them. */

import { Box, Group, Progress, Stack, Text } from '@mantine/core';
import { percent } from '@/lib/format';

interface Share {
  name: string;
  label: string;
  value: number;
}

interface ShareProps {
  shares: Share[];
  chosen: string | null;
  /** The shares are steps of a scale, which keep their order. */
  isScale?: boolean;
}

/** Probabilities, largest first unless they are a scale; the chosen one is marked. */
export function ShareBars({ shares, chosen, isScale = false }: ShareProps) {
  const ordered = isScale ? shares : [...shares].sort((a, b) => b.value - a.value);
  return (
    <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {ordered.map(({ name, label, value }) => (
        <Group key={name} component="li" gap="xs" wrap="nowrap">
          <Text size="sm" w={78} fw={name === chosen ? 620 : 400} truncate>
            {label}
          </Text>
          <Progress
            value={value * 100}
            flex={1}
            size="sm"
            color={name === chosen ? 'lagoon' : 'gray.5'}
            aria-label={`${label}: ${percent(value)}`}
          />
          <Text size="xs" c="dimmed" w={40} ta="right" className="tk-number">
            {percent(value)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

interface LoadProps {
  active: number;
  comfortable: number;
  capacity: number;
}

/** Tickets held against the most a person may hold; past the comfortable mark it warns. */
export function LoadBar({ active, comfortable, capacity }: LoadProps) {
  const share = capacity > 0 ? (active / capacity) * 100 : 0;
  const colour = active >= capacity ? 'red' : active > comfortable ? 'orange' : 'lagoon';
  const state = active >= capacity ? 'full' : active > comfortable ? 'busy' : 'has room';
  return (
    <Box miw={110}>
      <Group justify="space-between" gap="xs" mb={3} wrap="nowrap">
        <Text size="sm" className="tk-number">
          {active} of {capacity}
        </Text>
        <Text size="xs" c="dimmed">
          {state}
        </Text>
      </Group>
      <Progress
        value={share}
        color={colour}
        size="sm"
        aria-label={`${active} of ${capacity} tickets, ${state}`}
      />
    </Box>
  );
}
