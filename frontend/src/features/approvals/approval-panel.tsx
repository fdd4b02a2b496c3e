/** Whether a ticket waits for approval, who is asked, and the answer of whoever is. */

import { Alert, Button, Group, List, Select, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconCheck, IconHourglass, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '@/api/keys';
import { isStaff, useMe } from '@/api/session';
import { techniciansQuery } from '@/api/technicians';
import type { Approval, TicketDetail } from '@/api/types';
import { momentOf } from '@/lib/format';
import { tell, tellFailure } from '@/ui/toast';
import { approvalQueries, decide, passOn } from './queries';

const STATES = {
  waiting: { title: 'Waits for approval', icon: IconHourglass, color: 'orange' },
  approved: { title: 'Approved', icon: IconCheck, color: 'teal' },
  declined: { title: 'Declined', icon: IconX, color: 'red' },
} as const;

export function ApprovalPanel({ ticket }: { ticket: TicketDetail }) {
  const query = useQuery(approvalQueries.of(ticket.id));
  const newest = query.data?.[0];
  // Most tickets need no approval; for those there is nothing to show, nor to wait for.
  if (!newest) return null;
  const look = STATES[newest.state];
  const Shape = look.icon;
  return (
    <Alert
      color={look.color}
      icon={<Shape />}
      title={`${look.title}: ${newest.name}`}
      data-testid="approval"
    >
      <Stack gap="sm">
        <Votes approval={newest} />
        {newest.may_decide && <Answer ticketId={ticket.id} />}
      </Stack>
    </Alert>
  );
}

function Votes({ approval }: { approval: Approval }) {
  const asked = approval.votes.filter(({ passed_on: passed }) => !passed);
  return (
    <>
      {approval.state === 'waiting' && (
        <Text size="sm">
          Nobody is given this ticket until{' '}
          {approval.needs === 'all' && asked.length > 1 ? 'all of them approve' : 'one approves'}.
          Asked {momentOf(approval.asked_at)}:
        </Text>
      )}
      <List size="sm">
        {asked.map(({ person, instead_of: before, approves, comment, at }) => (
          <List.Item key={person.id}>
            {person.name}
            {before && ` instead of ${before.name}`}
            {approves !== null && `: ${approves ? 'approved' : 'declined'}`}
            {approves !== null && at && ` ${momentOf(at)}`}
            {comment && ` – ${comment}`}
          </List.Item>
        ))}
      </List>
    </>
  );
}

function Answer({ ticketId }: { ticketId: string }) {
  const client = useQueryClient();
  const me = useMe();
  const [comment, setComment] = useState('');
  const [passing, setPassing] = useState(false);
  const technicians = useQuery({ ...techniciansQuery, enabled: passing });
  const onSettled = () => client.invalidateQueries({ queryKey: keys.tickets.one(ticketId) });
  const answer = useMutation({
    mutationFn: (approves: boolean) => decide(ticketId, approves, comment.trim() || null),
    onSuccess: (_, approves) => tell(approves ? 'You approved it.' : 'You declined it.'),
    onError: tellFailure,
    onSettled,
  });
  const pass = useMutation({
    mutationFn: (toId: string) => passOn(ticketId, toId),
    onSuccess: () => tell('Passed on.'),
    onError: tellFailure,
    onSettled,
  });
  return (
    <Stack gap="xs">
      <Textarea
        label="Comment"
        description="Needed when you decline: the requester reads it."
        autosize
        minRows={2}
        maxLength={20_000}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button loading={answer.isPending && answer.variables} onClick={() => answer.mutate(true)}>
          Approve
        </Button>
        <Button
          variant="default"
          disabled={!comment.trim()}
          loading={answer.isPending && !answer.variables}
          onClick={() => answer.mutate(false)}
        >
          Decline
        </Button>
        {isStaff(me) && !passing && (
          <Button variant="subtle" onClick={() => setPassing(true)}>
            Let somebody else answer
          </Button>
        )}
      </Group>
      {passing && (
        <Select
          aria-label="Who answers instead"
          placeholder="Who answers instead?"
          searchable
          data={(technicians.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={null}
          onChange={(id) => id && pass.mutate(id)}
        />
      )}
    </Stack>
  );
}
