/** Take, give to somebody, or give back: a person's decision always stands over the engine's. */

import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconArrowBackUp, IconHandGrab, IconUserShare } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '@/api/session';
import { techniciansQuery } from '@/api/technicians';
import type { AssignmentDetail, Candidate, TechnicianRow, TicketDetail } from '@/api/types';
import { useTicketCommand } from '@/ui/ticket-command';
import { PRESENCES } from '@/ui/vocabulary';
import { assignTicket, takeTicket, type Assign } from './queries';
import { ReleaseDialog } from './release-dialog';

const OVER = new Set(['solved', 'closed']);

interface Props {
  ticket: TicketDetail;
  detail: AssignmentDetail | undefined;
}

export function AssignActions({ ticket, detail }: Props) {
  const me = useMe();
  const [assigning, assign] = useDisclosure(false);
  const [releasing, release] = useDisclosure(false);
  const take = useTicketCommand<{ version: number }>({
    send: (body) => takeTicket(ticket.id, body),
    done: (taken) => `${taken.reference} is yours.`,
  });
  if (OVER.has(ticket.status)) return null;
  const mine = ticket.assignee?.id === me.id;
  return (
    <Group gap="xs">
      {ticket.may.take && (
        <Button
          size="xs"
          variant="light"
          loading={take.isPending}
          leftSection={<IconHandGrab size={15} />}
          onClick={() => take.mutate({ version: ticket.version })}
        >
          Take
        </Button>
      )}
      {mine && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowBackUp size={15} />}
          onClick={release.open}
        >
          Give back
        </Button>
      )}
      {ticket.may.assign && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconUserShare size={15} />}
          onClick={assign.open}
        >
          {ticket.assignee ? 'Reassign' : 'Assign'}
        </Button>
      )}
      <AssignDialog ticket={ticket} detail={detail} opened={assigning} onClose={assign.close} />
      <ReleaseDialog ticket={ticket} opened={releasing} onClose={release.close} />
    </Group>
  );
}

/** One line for the list: who, how they stand, and what the engine thought of them. */
export function choiceOf(technician: TechnicianRow, candidate: Candidate | undefined): string {
  const load = `${PRESENCES[technician.presence].label.toLowerCase()}, ${technician.active} of ${technician.capacity}`;
  const view = candidate?.eligible
    ? candidate.points === null
      ? ''
      : `, ${Math.round(candidate.points)} points`
    : candidate?.reason
      ? `, ${candidate.reason}`
      : '';
  return `${technician.name} (${load}${view})`;
}

interface DialogProps {
  ticket: TicketDetail;
  opened: boolean;
  onClose: () => void;
}

function AssignDialog({ ticket, detail, opened, onClose }: DialogProps & Props) {
  const technicians = useQuery({ ...techniciansQuery, enabled: opened });
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const command = useTicketCommand<Assign>({
    send: (body) => assignTicket(ticket.id, body),
    done: (given) =>
      given.assignee
        ? `${given.reference} goes to ${given.assignee.name} and stays there.`
        : `${given.reference} is back in the pool.`,
    onDone: onClose,
  });
  const send = (technician_id: string | null) =>
    command.mutate({ version: ticket.version, technician_id, reason: reason.trim() || undefined });
  const candidates = new Map((detail?.candidates ?? []).map((one) => [one.technician.id, one]));
  return (
    <Modal opened={opened} onClose={onClose} title={`Assign ${ticket.reference}`}>
      <Stack>
        <Text size="sm" c="dimmed">
          Your choice is pinned: the engine will not move the ticket afterwards.
        </Text>
        <Select
          label="Technician"
          placeholder={technicians.isPending ? 'Loading…' : 'Choose a person'}
          data-autofocus
          searchable
          data={(technicians.data ?? []).map((technician) => ({
            value: technician.id,
            label: choiceOf(technician, candidates.get(technician.id)),
            disabled: technician.id === ticket.assignee?.id,
          }))}
          value={chosen}
          onChange={setChosen}
        />
        <Textarea
          label="Why (optional)"
          autosize
          minRows={2}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="space-between">
          {ticket.assignee ? (
            <Button variant="subtle" color="gray" onClick={() => send(null)}>
              Back to the pool
            </Button>
          ) : (
            <span />
          )}
          <Button disabled={!chosen} loading={command.isPending} onClick={() => send(chosen)}>
            Assign ticket
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
