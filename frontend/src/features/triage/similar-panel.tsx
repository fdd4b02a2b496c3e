/** Tickets like this one: what solved them, and open ones that may be the same trouble. */

import { Anchor, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconCopy, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ApiProblem } from '@/api/problem';
import { isStaff, useMe } from '@/api/session';
import type { Duplicate, SimilarTickets, TicketDetail } from '@/api/types';
import { places } from '@/lib/places';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/page';
import { Failed } from '@/ui/states';
import { StatusBadge } from '@/ui/status-badges';
import { triageQueries } from './queries';
import classes from './similar.module.css';
import { Likeness, SolvedList } from './solved-list';

const TITLE = 'Similar solved tickets';

type Deed = (duplicate: Duplicate) => ReactNode;
type Props = {
  ticket: Pick<TicketDetail, 'id' | 'status' | 'triaged_at'>;
  /** What staff may do about a possible duplicate. */
  deed?: Deed;
};

export function SimilarPanel({ ticket, deed }: Props) {
  const staff = isStaff(useMe());
  // Before it is read there is nothing to compare it by; and who is helped looks for no more help.
  const wanted = ticket.triaged_at !== null && (staff || !isDone(ticket));
  const query = useQuery({
    ...triageQueries.similar(ticket.id, ticket.triaged_at),
    enabled: wanted,
  });
  if (!wanted) return null;
  if (query.data)
    return <Found similar={query.data} staff={staff} deed={staff ? deed : undefined} />;
  if (query.isError) {
    return (
      <Panel title={TITLE} testId="similar">
        <Refused error={query.error} again={() => void query.refetch()} busy={query.isFetching} />
      </Panel>
    );
  }
  // A requester mostly has none: a frame that came and went would only disturb.
  return staff ? <Waiting /> : null;
}

function isDone({ status }: Props['ticket']): boolean {
  return status === 'solved' || status === 'closed';
}

function Waiting() {
  return (
    <Panel title={TITLE} testId="similar">
      <Stack gap="xs" role="status" aria-busy="true" aria-label="Looking for similar tickets">
        <Skeleton height={16} width="70%" />
        <Skeleton height={12} width="40%" />
        <Skeleton height={48} radius="md" />
      </Stack>
    </Panel>
  );
}

function Refused({ error, again, busy }: { error: unknown; again: () => void; busy: boolean }) {
  if (!(error instanceof ApiProblem) || error.code !== 'triage_unavailable') {
    return <Failed error={error} onRetry={again} />;
  }
  return (
    <Group justify="space-between" role="status">
      <Text size="sm" c="dimmed">
        {error.message}
      </Text>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconRefresh size={14} />}
        loading={busy}
        onClick={again}
      >
        Try again
      </Button>
    </Group>
  );
}

interface FoundProps {
  similar: SimilarTickets;
  staff: boolean;
  deed: Deed | undefined;
}

function Found({ similar, staff, deed }: FoundProps) {
  const { solved, duplicates, complete } = similar;
  if (!staff && solved.length + duplicates.length === 0) return null;
  return (
    <>
      {duplicates.length > 0 && (
        <Panel
          title={
            <Group gap={6} component="span">
              <IconCopy size={16} aria-hidden /> Possible duplicates
            </Group>
          }
          testId="duplicates"
        >
          <Duplicates duplicates={duplicates} deed={deed} />
        </Panel>
      )}
      {(staff || solved.length > 0) && (
        <Panel title={TITLE} testId="similar">
          {solved.length > 0 ? (
            <SolvedList tickets={solved} label={TITLE} />
          ) : (
            <Text size="sm" c="dimmed">
              Nothing like it was solved before. What you write when you solve it stands here for
              the next one.
            </Text>
          )}
          {!complete && (
            <Text size="xs" c="dimmed" mt="sm" role="status">
              Older tickets are still being read in, so there may be more.
            </Text>
          )}
        </Panel>
      )}
    </>
  );
}

function Duplicates({ duplicates, deed }: { duplicates: Duplicate[]; deed: Deed | undefined }) {
  return (
    <Stack gap="sm" component="ul" className={classes.list} aria-label="Possible duplicates">
      {duplicates.map((one) => (
        <li key={one.ticket_id} className={classes.item} data-testid="duplicate">
          <Anchor component={Link} to={places.ticket(one.ticket_id)} size="sm" fw={580}>
            {one.subject}
          </Anchor>
          <Group gap="xs">
            <StatusBadge status={one.status} />
            <Text size="xs" c="dimmed" component="span">
              {one.reference} · {one.requester.name} · <Moment at={one.created_at} span size="xs" />
            </Text>
          </Group>
          <Text size="xs" c="dimmed">
            <Likeness similarity={one.similarity} />
          </Text>
          {deed?.(one)}
        </li>
      ))}
    </Stack>
  );
}
