/** The words that drove a score, the stronger the more visible. */

import { Box, Group, Stack, Text } from '@mantine/core';
import type { TriageDetail } from '@/api/types';

type Words = TriageDetail['words'];
type Ranked = { word: string; strength: number };

/** What spoke for it and against it, strongest first; the strength (0..1) says how visible it is. */
export function ranked(words: Words): { pro: Ranked[]; contra: Ranked[] } {
  const strongest = Math.max(...words.map(({ weight }) => Math.abs(weight)), 0);
  const ordered = [...words]
    .filter(({ weight }) => weight !== 0)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .map(({ word, weight }) => ({ word, strength: Math.abs(weight) / strongest, weight }));
  return {
    pro: ordered.filter(({ weight }) => weight > 0),
    contra: ordered.filter(({ weight }) => weight < 0),
  };
}

export function WordWeights({ words }: { words: Words }) {
  const { pro, contra } = ranked(words);
  if (pro.length + contra.length === 0) return null;
  return (
    <Stack gap={8} data-testid="words">
      <WordRow label="Words for it" words={pro} />
      <WordRow label="Words against it" words={contra} against />
    </Stack>
  );
}

function WordRow(props: { label: string; words: Ranked[]; against?: boolean }) {
  const { label, words, against = false } = props;
  if (words.length === 0) return null;
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4}>
        {label}
      </Text>
      <Group gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={label}>
        {words.map(({ word, strength }) => (
          <Box
            key={word}
            component="li"
            px={8}
            py={2}
            fz="sm"
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
    </div>
  );
}
