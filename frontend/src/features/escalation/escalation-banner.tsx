/** On the ticket: who was called, who is called next and when, and the button that stops it. */

import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconFlame, IconHandStop } from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '@/api/keys';
import type { TicketDetail, TicketEscalation } from '@/api/types';
import { countdownOf, durationOf, momentOf, remainingOf } from '@/lib/format';
import { useSeconds } from '@/lib/use-now';
import { tell, tellFailure } from '@/ui/toast';
import classes from './duty.module.css';
import { escalateTicket, escalationQueries, haveIt } from './escalation-queries';
import { startedText } from './escalation-words';

type Ticket = Pick<TicketDetail, 'id' | 'reference' | 'status'>;

const HOUR_MS = 3_600_000;
const OVER = new Set(['solved', 'closed']);

export function EscalationBanner({ ticket }: { ticket: Ticket }) {
  const client = useQueryClient();
  const { data } = useQuery(escalationQueries.ofTicket(ticket.id));
  const have = useMutation({
    mutationFn: () => haveIt(ticket.id),
    onSuccess: (view) => {
      client.setQueryData(keys.tickets.escalation(ticket.id), view);
      tell('You have it. Nobody else is called.');
    },
    onError: tellFailure,
    onSettled: () => client.invalidateQueries({ queryKey: keys.tickets.one(ticket.id) }),
  });
  if (!data || OVER.has(ticket.status)) return null;
  if (data.state === 'acknowledged') {
    return (
      <Text size="sm" c="dimmed" className={classes.banner} data-testid="escalation-had">
        {data.acknowledged_by?.name ?? 'Somebody'} has it since{' '}
        {data.acknowledged_at && momentOf(data.acknowledged_at)}
        {data.level > 0 && `; level ${data.level} was called`}.
      </Text>
    );
  }
  if (data.state !== 'running' && data.state !== 'exhausted') return null;
  return (
    <Alert
      className={classes.banner}
      color="red"
      icon={<IconFlame />}
      title={`Escalated: level ${data.level} of ${data.levels}`}
      data-testid="escalation-banner"
    >
      <Group justify="space-between" gap="sm">
        <Stack gap={2} miw={0} flex="1 1 16rem">
          <Told escalation={data} />
          <Next escalation={data} />
        </Stack>
        <Button
          size="xs"
          color="red.8"
          leftSection={<IconHandStop size={16} />}
          loading={have.isPending}
          onClick={() => have.mutate()}
        >
          I have it
        </Button>
      </Group>
    </Alert>
  );
}

function Told({ escalation }: { escalation: TicketEscalation }) {
  const { told, told_at: at, started_by: by, reason, seen_late_seconds: late } = escalation;
  const names = told.map(({ name }) => name).join(', ') || 'Nobody';
  return (
    <>
      <Text size="sm">
        {startedText(by)}
        {reason && `: “${reason}”`}. {names} {told.length === 1 ? 'was' : 'were'} called
        {at && `, ${momentOf(at)}`}.
      </Text>
      {late > 0 && (
        <Text size="xs" c="dimmed">
          That was {durationOf(Math.ceil(late / 60))} late: nothing was running that could call.
        </Text>
      )}
    </>
  );
}

function Next({ escalation }: { escalation: TicketEscalation }) {
  const { next_at: at, next_names: names, state } = escalation;
  if (state === 'exhausted') {
    return <Text size="sm">Every level was called and nobody answered.</Text>;
  }
  if (!at) return null;
  if (names.length === 0) {
    return (
      <Text size="sm">
        Above them is nobody; <Left at={at} /> to answer.
      </Text>
    );
  }
  return (
    <Text size="sm">
      Next {names.join(' and ')}, in <Left at={at} />.
    </Text>
  );
}

/** Not announced at every second: whoever listens reads it when they come by. */
function Left({ at }: { at: string }) {
  const left = Math.max(0, new Date(at).getTime() - useSeconds());
  return (
    <span className="tk-number" role="timer" aria-live="off">
      {left < HOUR_MS ? countdownOf(left) : remainingOf(left)}
    </span>
  );
}

/** Call the next level by hand. */
export function EscalateButton({ ticket }: { ticket: Ticket }) {
  const client = useQueryClient();
  const [opened, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState('');
  const call = useMutation({
    mutationFn: () => escalateTicket(ticket.id, reason.trim()),
    onSuccess: (view) => {
      client.setQueryData(keys.tickets.escalation(ticket.id), view);
      tell(`${view.told.map(({ name }) => name).join(', ') || 'Nobody'} called.`);
      close();
      setReason('');
    },
    onError: tellFailure,
    onSettled: () => client.invalidateQueries({ queryKey: keys.tickets.one(ticket.id) }),
  });
  if (OVER.has(ticket.status)) return null;
  return (
    <>
      <Button variant="default" size="xs" leftSection={<IconFlame size={15} />} onClick={open}>
        Escalate
      </Button>
      <Modal opened={opened} onClose={close} title={`Escalate ${ticket.reference}`}>
        <Stack>
          <Text size="sm" c="dimmed">
            The next level is called at once, by push and mail. While a level was called and nobody
            has it, nothing more happens.
          </Text>
          <Textarea
            label="Why?"
            description="Shown on the ticket to staff."
            autosize
            minRows={2}
            maxLength={500}
            data-autofocus
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button loading={call.isPending} onClick={() => call.mutate()}>
              Escalate
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
