/** Hand a ticket to a colleague, a team or the queue, with the sentence that they need. */

import {
  Button,
  Checkbox,
  Group,
  Modal,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconArrowsRightLeft } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useMe } from '@/api/session';
import { teamsQuery, techniciansQuery } from '@/api/technicians';
import type { HandOver, TechnicianRow, TicketDetail } from '@/api/types';
import { useTicketCommand } from '@/ui/ticket-command';
import { PRESENCES } from '@/ui/vocabulary';
import { handOver } from './queries';

type To = HandOver['to'];

const OVER = new Set(['solved', 'closed']);
const SAYS: Record<To, string> = {
  person: 'They get it now, with your note, and it stays with them.',
  team: 'Whoever of the team has room gets it. Everybody there reads your note.',
  queue: 'Whoever fits best gets it; it does not come back to you.',
};

export function HandOverButton({ ticket }: { ticket: TicketDetail }) {
  const [opened, { open, close }] = useDisclosure(false);
  if (!ticket.may.assign || OVER.has(ticket.status)) return null;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconArrowsRightLeft size={15} />}
        onClick={open}
      >
        Hand over
      </Button>
      <Modal opened={opened} onClose={close} title={`Hand over ${ticket.reference}`}>
        {opened && <HandOverForm ticket={ticket} onDone={close} />}
      </Modal>
    </>
  );
}

function labelOf({ name, presence, active, capacity }: TechnicianRow): string {
  return `${name} (${PRESENCES[presence].label.toLowerCase()}, ${active} of ${capacity})`;
}

function useReceivers(to: To, ticket: TicketDetail) {
  const people = useQuery({ ...techniciansQuery, enabled: to === 'person' });
  const teams = useQuery({ ...teamsQuery, enabled: to === 'team' });
  if (to === 'team') {
    return {
      waiting: teams.isPending,
      data: (teams.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
    };
  }
  return {
    waiting: people.isPending,
    data: (people.data ?? [])
      .filter(({ id }) => id !== ticket.assignee?.id)
      .map((one) => ({
        value: one.id,
        label: labelOf(one),
        disabled: one.active >= one.capacity,
      })),
  };
}

function HandOverForm({ ticket, onDone }: { ticket: TicketDetail; onDone: () => void }) {
  const me = useMe();
  const [to, setTo] = useState<To>('person');
  const [toId, setToId] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [watch, setWatch] = useState(ticket.assignee?.id === me.id);
  const receivers = useReceivers(to, ticket);
  const command = useTicketCommand<HandOver>({
    send: (body) => handOver(ticket.id, body),
    done: (done) =>
      done.assignee
        ? `${done.reference} is with ${done.assignee.name} now.`
        : `${done.reference} is handed over.`,
    onDone,
  });
  const ready = note.trim() !== '' && (to === 'queue' || toId !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    command.mutate({
      version: ticket.version,
      to,
      to_id: to === 'queue' ? null : toId,
      note: note.trim(),
      keep_watching: watch,
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <SegmentedControl
          aria-label="To whom"
          data={[
            { value: 'person', label: 'A colleague' },
            { value: 'team', label: 'A team' },
            { value: 'queue', label: 'The queue' },
          ]}
          value={to}
          onChange={(value) => {
            setTo(value);
            setToId(null);
          }}
        />
        {to !== 'queue' && (
          <Select
            label={to === 'team' ? 'Team' : 'Colleague'}
            placeholder={receivers.waiting ? 'Loading…' : 'Choose'}
            nothingFoundMessage="Nobody of that name"
            searchable
            data={receivers.data}
            value={toId}
            onChange={setToId}
          />
        )}
        <Text size="sm" c="dimmed">
          {SAYS[to]}
        </Text>
        <Textarea
          label="What must they know?"
          description="An internal note; the requester does not see it."
          required
          autosize
          minRows={3}
          maxRows={10}
          maxLength={20_000}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <Checkbox
          label="Keep me told of what happens"
          checked={watch}
          onChange={({ currentTarget }) => setWatch(currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" disabled={!ready} loading={command.isPending}>
            Hand over
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
