/** Everybody whom a decision looked at: who could have taken the ticket, and who could not, and why. */

import { Stack, Text } from '@mantine/core';
import type { Candidate } from '@/api/types';
import { counted } from '@/lib/format';

export function Considered({ candidates }: { candidates: Candidate[] }) {
  if (candidates.length === 0) return null;
  const able = candidates.filter(({ eligible }) => eligible);
  const others = candidates.filter(({ eligible }) => !eligible);
  return (
    <Stack gap="md">
      <People
        title={`${counted(able.length, 'person', 'people')} could take it`}
        label="Who could take it"
        candidates={able}
      />
      <People
        title={`${counted(others.length, 'person', 'people')} could not`}
        label="Who could not"
        candidates={others}
      />
    </Stack>
  );
}

interface Props {
  title: string;
  label: string;
  candidates: Candidate[];
}

function People({ title, label, candidates }: Props) {
  if (candidates.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={560} mb={4}>
        {title}
      </Text>
      <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={label}>
        {candidates.map((candidate) => (
          <li key={candidate.technician.id}>
            <Text size="sm">
              {candidate.technician.name} {verdictOf(candidate)}
            </Text>
            {candidate.would_change && (
              <Text size="xs" c="dimmed">
                Could when: {candidate.would_change}
              </Text>
            )}
          </li>
        ))}
      </Stack>
    </div>
  );
}

/** 'had 62 points', 'is full: 6 of 6' */
export function verdictOf({ eligible, points, reason }: Candidate): string {
  if (reason) return reason;
  if (points !== null) return `had ${Math.round(points)} points`;
  return eligible ? 'could take it' : 'could not take it';
}
