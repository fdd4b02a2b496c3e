/** Why this person has the ticket, or why nobody has: the sentence, the points, the candidates. */

import { Button, Collapse, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconChevronDown, IconHourglass } from '@tabler/icons-react';
import { isStaff, useMe } from '@/api/session';
import type { AssignmentDetail, TicketDetail } from '@/api/types';
import { words } from '@/lib/format';
import { ToneBadge } from '@/ui/badge';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { Person } from '@/ui/person';
import { COMMITMENTS } from '@/ui/vocabulary';
import { AssignActions } from './assign-actions';
import { Considered } from './considered';
import { Decisions } from './decisions';
import { Factors } from './factors';
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
          Next would have been {detail.runner_up.technician.name} with{' '}
          {Math.round(detail.runner_up.points)} points.
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
          <Factors detail={detail} isRest />
          <Considered candidates={detail.candidates} />
          <Decisions history={detail.history} />
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
