/** Why this person has the ticket, or why nobody has: the sentence, the points, the candidates. */

import { Button, Collapse, Group, Progress, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconChevronDown, IconHourglass } from '@tabler/icons-react';
import { isStaff, useMe } from '@/api/session';
import type { AssignmentDetail, TicketDetail } from '@/api/types';
import { momentOf, words } from '@/lib/format';
import { ToneBadge } from '@/ui/badge';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { Person } from '@/ui/person';
import { COMMITMENTS } from '@/ui/vocabulary';
import { AssignActions } from './assign-actions';
import { assignmentQueries } from './queries';

export function WhyPanel({ ticket }: { ticket: TicketDetail }) {
  const query = useQuery(assignmentQueries.of(ticket.id));
  const me = useMe();
  return (
    <Panel
      title={ticket.assignee ? `Why ${firstName(ticket.assignee.name)}?` : 'Who gets it?'}
      testId="assignment"
    >
      <Stack gap="md">
        <Loaded query={query}>
          {(detail) => <Explanation detail={detail} staff={isStaff(me)} />}
        </Loaded>
        {isStaff(me) && <AssignActions ticket={ticket} detail={query.data} />}
      </Stack>
    </Panel>
  );
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

function Explanation({ detail, staff }: { detail: AssignmentDetail; staff: boolean }) {
  const [open, { toggle }] = useDisclosure(false);
  const commitment = staff && detail.commitment ? COMMITMENTS[detail.commitment] : null;
  const hasMore = detail.candidates.length + detail.history.length > 0;
  return (
    <Stack gap="sm">
      {detail.assignee && (
        <Group justify="space-between">
          <Person person={detail.assignee} />
          {commitment && (
            <ToneBadge tone={commitment.tone} icon={commitment.icon} title={commitment.means}>
              {commitment.label}
            </ToneBadge>
          )}
        </Group>
      )}
      {detail.state === 'waiting' && (
        <ToneBadge tone="amber" icon={IconHourglass}>
          Waiting for somebody
        </ToneBadge>
      )}
      <Text size="sm" data-testid="why-sentence">
        {detail.sentence}
      </Text>
      <Factors detail={detail} />
      {detail.runner_up && (
        <Text size="sm" c="dimmed">
          Runner-up: {detail.runner_up.technician.name} with {points(detail.runner_up.points)}.
        </Text>
      )}
      {hasMore && (
        <Button
          size="compact-sm"
          variant="subtle"
          w="fit-content"
          aria-expanded={open}
          rightSection={<IconChevronDown size={14} />}
          onClick={toggle}
        >
          {open ? 'Hide' : 'Show'}{' '}
          {detail.candidates.length > 0 ? 'everybody considered' : 'decisions so far'}
        </Button>
      )}
      <Collapse expanded={open} keepMounted={false}>
        <Stack gap="md">
          <Candidates detail={detail} />
          <Past detail={detail} />
          {detail.strategy && (
            <Text size="xs" c="dimmed">
              {words(detail.strategy)}
              {detail.strategy_version === null ? '' : `, version ${detail.strategy_version}`}
              {detail.duration_ms === null
                ? ''
                : `, decided in ${detail.duration_ms.toFixed(1)} ms`}
            </Text>
          )}
        </Stack>
      </Collapse>
    </Stack>
  );
}

function points(value: number): string {
  return `${Math.round(value)} points`;
}

function Factors({ detail }: { detail: AssignmentDetail }) {
  if (detail.factors.length === 0) return null;
  return (
    <Stack gap={8} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label="Reasons">
      {detail.factors.map(({ name, label, points: value, weight }) => (
        <li key={name}>
          <Group justify="space-between" gap="xs" wrap="nowrap" mb={3}>
            <Text size="sm">{label}</Text>
            <Text size="xs" c="dimmed" className="tk-number" style={{ flex: 'none' }}>
              {Math.round(value)} × {weight}
            </Text>
          </Group>
          <Progress value={value} size="xs" aria-label={`${label}: ${Math.round(value)} of 100`} />
        </li>
      ))}
    </Stack>
  );
}

function Candidates({ detail }: { detail: AssignmentDetail }) {
  if (detail.candidates.length === 0) return null;
  return (
    <Table fz="sm" aria-label="Everybody considered">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Technician</Table.Th>
          <Table.Th>Points or reason</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {detail.candidates.map(({ technician, eligible, points: value, reason, would_change }) => (
          <Table.Tr key={technician.id}>
            <Table.Td>{technician.name}</Table.Td>
            <Table.Td>
              {eligible && value !== null ? points(value) : (reason ?? 'Not eligible')}
              {would_change && (
                <Text size="xs" c="dimmed">
                  {would_change}
                </Text>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Past({ detail }: { detail: AssignmentDetail }) {
  if (detail.history.length === 0) return null;
  return (
    <Stack gap={6}>
      <Text size="sm" fw={560}>
        Decisions so far
      </Text>
      {detail.history.map(({ at, sentence }) => (
        <Text key={`${at}${sentence}`} size="sm" c="dimmed">
          {momentOf(at)}: {sentence}
        </Text>
      ))}
    </Stack>
  );
}
