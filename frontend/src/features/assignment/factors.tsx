/** The qualities of the chosen technician as small bars, beside those of who would have been next. */

import { Group, Progress, Stack, Text } from '@mantine/core';
import type { AssignmentDetail } from '@/api/types';
import { meaningOf, weightWords } from './factor-words';

const LITTLE = 0.1;
type Factor = AssignmentDetail['factors'][number];

interface Props {
  detail: AssignmentDetail;
  /** Only those that count for little. */
  isRest?: boolean;
}

export function Factors({ detail, isRest = false }: Props) {
  const second = detail.runner_up;
  const factors = detail.factors.filter(({ weight }) => weight < LITTLE === isRest);
  if (factors.length === 0) return null;
  const label = isRest ? 'Smaller reasons' : 'Reasons';
  const heaviest = [...factors].sort((a, b) => b.weight - a.weight);
  return (
    <Stack gap={10} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={label}>
      {heaviest.map((factor) => (
        <Row key={factor.name} factor={factor} second={second?.technician.name ?? null} />
      ))}
    </Stack>
  );
}

function Row({ factor, second }: { factor: Factor; second: string | null }) {
  const { name, label, points, weight, runner_up_points: other } = factor;
  const meaning = meaningOf(name);
  const rounded = Math.round(points);
  return (
    <li>
      <Group justify="space-between" gap="xs" wrap="nowrap" mb={3}>
        <Text size="sm">{label}</Text>
        <Text size="xs" c="dimmed" className="tk-number" style={{ flex: 'none' }}>
          {rounded} of 100, {weightWords(weight)}
        </Text>
      </Group>
      <Progress value={points} size="xs" aria-label={`${label}: ${rounded} of 100`} />
      {second !== null && other !== null && (
        <Progress
          value={other}
          size={3}
          mt={3}
          color="gray.5"
          aria-label={`${label} of ${second}: ${Math.round(other)} of 100`}
        />
      )}
      {meaning && (
        <Text size="xs" c="dimmed" mt={3}>
          {meaning}
        </Text>
      )}
    </li>
  );
}
