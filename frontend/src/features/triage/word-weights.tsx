/** The words that drove a score, the stronger the more visible. */

import { Box, Group, Stack, Text } from '@mantine/core';
import type { TriageDetail } from '@/api/types';

type Words = TriageDetail['words'];

/** What spoke for it first, each strongest first; the strength (0..1) says how visible it is. */
export function ranked(words: Words): { word: string; strength: number; against: boolean }[] {
  const strongest = Math.max(...words.map(({ weight }) => Math.abs(weight)), 0);
  if (strongest === 0) return [];
  return [...words]
    .sort(
      (a, b) =>
        Number(a.weight < 0) - Number(b.weight < 0) || Math.abs(b.weight) - Math.abs(a.weight),
    )
    .map(({ word, weight }) => ({
      word,
      strength: Math.abs(weight) / strongest,
      against: weight < 0,
    }));
}

export function WordWeights({ words }: { words: Words }) {
  const order = ranked(words);
  if (order.length === 0) return null;
  return (
    <Stack gap={6}>
      <Text size="sm" fw={560}>
        Words that decided
      </Text>
      <Group gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {order.map(({ word, strength, against }) => (
          <Box
            key={word}
            component="li"
            px={8}
            py={2}
            fz="sm"
            title={against ? 'Spoke against it' : 'Spoke for it'}
            style={{
              borderRadius: 6,
              border: `1px ${against ? 'dashed' : 'solid'} var(--tk-line)`,
              background: against
                ? 'transparent'
                : `color-mix(in srgb, var(--mantine-color-lagoon-5) ${Math.round(8 + strength * 26)}%, var(--tk-surface))`,
            }}
          >
            {word}
          </Box>
        ))}
      </Group>
      {order.some(({ against }) => against) && (
        <Text size="xs" c="dimmed">
          Words in a dashed frame spoke against it.
        </Text>
      )}
    </Stack>
  );
}
