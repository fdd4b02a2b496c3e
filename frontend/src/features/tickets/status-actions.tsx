/** The moves that a ticket can make now; those it cannot make say why. */

import { Button, Checkbox, Group, Menu, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconCircleCheck, IconRotateClockwise } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { TicketDetail, TicketStatus } from '@/api/types';
import { useIntent } from '@/lib/intents';
import { useTicketCommand } from '@/ui/ticket-command';
import { tell } from '@/ui/toast';
import { STATUSES } from '@/ui/vocabulary';
import { moveTicket, reopenTicket, solveTicket, type Solution } from './commands';

// Solving and reopening need words and have buttons of their own.
const MOVES = {
  in_progress: 'Start work',
  waiting_on_requester: 'Wait on the requester',
  closed: 'Close',
} as const;
type PlainMove = keyof typeof MOVES;

function isMove(status: TicketStatus): status is PlainMove {
  return status in MOVES;
}

export function StatusActions({ ticket }: { ticket: TicketDetail }) {
  const [solving, solve] = useDisclosure(false);
  const [reopening, reopen] = useDisclosure(false);
  useIntent(ticket.id, 'solve', () => {
    const refused = ticket.allowed_moves.find(({ status }) => status === 'solved')?.reason;
    if (ticket.may.solve) solve.open();
    else tell(refused ?? 'This ticket cannot be solved now.');
  });
  return (
    <Group gap="xs">
      <MoveMenu ticket={ticket} />
      {ticket.may.reopen && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRotateClockwise size={16} />}
          onClick={reopen.open}
        >
          Reopen ticket
        </Button>
      )}
      {ticket.may.solve && (
        <Button size="xs" leftSection={<IconCircleCheck size={16} />} onClick={solve.open}>
          Solve ticket
        </Button>
      )}
      <SolveDialog ticket={ticket} opened={solving} onClose={solve.close} />
      <ReopenDialog ticket={ticket} opened={reopening} onClose={reopen.close} />
    </Group>
  );
}

function MoveMenu({ ticket }: { ticket: TicketDetail }) {
  const command = useTicketCommand<{ version: number; status: PlainMove }>({
    send: (body) => moveTicket(ticket.id, body),
    ahead: ({ status }) => ({ id: ticket.id, part: { status } }),
    done: (moved) => `${moved.reference} is now: ${STATUSES[moved.status].label.toLowerCase()}.`,
  });
  const moves = ticket.allowed_moves.filter(
    (move): move is typeof move & { status: PlainMove } =>
      isMove(move.status) && move.status !== ticket.status,
  );
  if (!moves.some(({ allowed }) => allowed)) return null;
  return (
    <Menu position="bottom-end" width={280} shadow="md">
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          loading={command.isPending}
          rightSection={<IconChevronDown size={15} />}
        >
          Change status
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {moves.map(({ status, allowed, reason }) => {
          const Shape = STATUSES[status].icon;
          return (
            <Menu.Item
              key={status}
              disabled={!allowed}
              leftSection={<Shape size={16} />}
              onClick={() => command.mutate({ version: ticket.version, status })}
            >
              {MOVES[status]}
              {!allowed && reason && (
                <Text size="xs" c="dimmed">
                  {reason}
                </Text>
              )}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

interface DialogProps {
  ticket: TicketDetail;
  opened: boolean;
  onClose: () => void;
}

function SolveDialog({ ticket, opened, onClose }: DialogProps) {
  const [share, setShare] = useState(false);
  const command = useTicketCommand<Solution>({
    send: (body) => solveTicket(ticket.id, body),
    done: (solved) => `${solved.reference} is solved. ${solved.requester.name} will be told.`,
    onDone: onClose,
  });
  return (
    <WordsDialog
      title={`Solve ${ticket.reference}`}
      about={`${ticket.requester.name} gets these words and is asked for a rating.`}
      label="Resolution"
      placeholder="What was wrong, and what you did about it"
      button="Mark as solved"
      opened={opened}
      onClose={onClose}
      pending={command.isPending}
      onSubmit={(resolution) =>
        command.mutate({ version: ticket.version, resolution, share_solution: share })
      }
    >
      <Checkbox
        label="Show this solution to others with the same problem"
        description="They read these words, without anybody's name. Leave out what is private."
        checked={share}
        onChange={(event) => setShare(event.currentTarget.checked)}
      />
    </WordsDialog>
  );
}

function ReopenDialog({ ticket, opened, onClose }: DialogProps) {
  const command = useTicketCommand<{ version: number; reason: string }>({
    send: (body) => reopenTicket(ticket.id, body),
    done: (reopened) => `${reopened.reference} is open again.`,
    onDone: onClose,
  });
  return (
    <WordsDialog
      title={`Reopen ${ticket.reference}`}
      about="Say what still does not work; the ticket goes back to a technician."
      label="Reason"
      placeholder="It came back this morning…"
      button="Reopen"
      opened={opened}
      onClose={onClose}
      pending={command.isPending}
      onSubmit={(reason) => command.mutate({ version: ticket.version, reason })}
    />
  );
}

interface WordsProps {
  title: string;
  about: string;
  label: string;
  placeholder: string;
  button: string;
  opened: boolean;
  onClose: () => void;
  pending: boolean;
  onSubmit: (text: string) => void;
  children?: ReactNode;
}

function WordsDialog(props: WordsProps) {
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) props.onSubmit(text.trim());
  };
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm" c="dimmed">
            {props.about}
          </Text>
          <Textarea
            label={props.label}
            placeholder={props.placeholder}
            data-autofocus
            required
            autosize
            minRows={4}
            maxRows={12}
            maxLength={20_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {props.children}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={props.pending} disabled={!text.trim()}>
              {props.button}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
