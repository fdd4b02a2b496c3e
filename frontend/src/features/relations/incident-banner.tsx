/** A major incident on its ticket: how many it touches, one update for all, solved together. */

import {
  Alert,
  Anchor,
  Button,
  Checkbox,
  Group,
  Modal,
  Stack,
  Text,
  Textarea,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAlertHexagon } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { Link } from 'react-router';
import type { TicketDetail, TicketRelations } from '@/api/types';
import { counted } from '@/lib/format';
import { places } from '@/lib/places';
import { attachTickets, relationQueries, solveTogether, tellEverybody } from './relation-queries';
import classes from './relations.module.css';
import { TicketSearch, type Found } from './ticket-search';
import { useRelationCommand } from './use-relation-command';

type Ticket = Pick<TicketDetail, 'id' | 'reference' | 'status' | 'may'>;
type Dialog = 'attach' | 'tell' | 'solve' | null;

interface Props {
  ticket: Ticket;
  /** Tickets that may have the same cause, to be attached at once. */
  alike?: Found[];
}

export function IncidentBanner({ ticket, alike = [] }: Props) {
  const query = useQuery(relationQueries.of(ticket.id));
  if (!query.data) return null;
  const { incident, relations } = query.data;
  const parent = relations.find(
    ({ kind, direction }) => kind === 'part_of_incident' && direction === 'from',
  );
  if (parent) {
    return (
      <Alert
        className={classes.banner}
        color="orange"
        icon={<IconAlertHexagon />}
        data-testid="incident-part"
      >
        Part of the major incident{' '}
        <Anchor component={Link} to={places.ticket(parent.other.id)} inherit>
          {parent.other.reference} {parent.other.subject}
        </Anchor>
        . It is told and solved there, for all at once.
      </Alert>
    );
  }
  if (!incident) return null;
  return <Incident {...{ ticket, incident, relations, alike }} />;
}

interface IncidentProps {
  ticket: Ticket;
  incident: NonNullable<TicketRelations['incident']>;
  relations: TicketRelations['relations'];
  alike: Found[];
}

function Incident({ ticket, incident, relations, alike }: IncidentProps) {
  const [dialog, setDialog] = useState<Dialog>(null);
  const close = () => setDialog(null);
  const attached = new Set(relations.map(({ other }) => other.id));
  const left = alike.filter(({ id }) => !attached.has(id));
  const isOver = ticket.status === 'solved' || ticket.status === 'closed';
  return (
    <Alert
      className={classes.banner}
      color="red"
      icon={<IconAlertHexagon />}
      title="Major incident"
      data-testid="incident-banner"
    >
      <Stack gap="xs">
        <Text size="sm">
          {incident.attached === 0
            ? 'No other ticket is attached yet.'
            : `${counted(incident.attached, 'ticket')} attached, ${incident.attached_open} of them open.`}
        </Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => setDialog('attach')}>
            Attach tickets
          </Button>
          <Button size="xs" variant="default" onClick={() => setDialog('tell')}>
            Tell everybody
          </Button>
          {(incident.attached_open > 0 || !isOver) && (
            <Button size="xs" onClick={() => setDialog('solve')}>
              Solve together
            </Button>
          )}
        </Group>
      </Stack>
      {dialog === 'attach' && <AttachDialog ticket={ticket} alike={left} onClose={close} />}
      {dialog === 'tell' && <WordsDialog ticket={ticket} kind="tell" onClose={close} />}
      {dialog === 'solve' && <WordsDialog ticket={ticket} kind="solve" onClose={close} />}
    </Alert>
  );
}

interface DialogProps {
  ticket: Ticket;
  onClose: () => void;
}

function AttachDialog({ ticket, alike, onClose }: DialogProps & { alike: Found[] }) {
  const [chosen, setChosen] = useState<string[]>([]);
  const [other, setOther] = useState<Found | null>(null);
  const ids = other ? [...chosen, other.id] : chosen;
  const command = useRelationCommand({
    send: () => attachTickets(ticket.id, ids),
    done: ({ attached, refused }) =>
      [
        `${counted(attached.length, 'ticket')} attached.`,
        ...refused.map(({ sentence }) => sentence),
      ].join(' '),
    onDone: onClose,
  });
  return (
    <Modal opened onClose={onClose} title={`Attach to ${ticket.reference}`}>
      <Stack>
        {alike.length > 0 && (
          <Checkbox.Group label="Open ones that look alike" value={chosen} onChange={setChosen}>
            <Stack gap="xs" mt="xs">
              {alike.map(({ id, reference, subject }) => (
                <Checkbox key={id} value={id} label={`${reference} ${subject}`} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        <TicketSearch
          notId={ticket.id}
          chosen={other}
          onChoose={setOther}
          label={alike.length > 0 ? 'Or another one' : 'Which ticket?'}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={ids.length === 0}
            loading={command.isPending}
            onClick={() => command.mutate(undefined)}
          >
            Attach
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const ASKED = {
  tell: {
    title: 'Tell everybody',
    label: 'What do they have to know?',
    about: 'A reply on this ticket and on every open one attached. All their requesters read it.',
    button: 'Send',
  },
  solve: {
    title: 'Solve together',
    label: 'How was it solved?',
    about:
      'Solves this ticket and every one attached; each requester is told once. Where a requester wrote something newer, the ticket stays open and is named.',
    button: 'Solve',
  },
} as const;

function WordsDialog({ ticket, kind, onClose }: DialogProps & { kind: 'tell' | 'solve' }) {
  const [text, setText] = useState('');
  const asked = ASKED[kind];
  const command = useRelationCommand({
    send: async (): Promise<string> => {
      if (kind === 'tell') {
        const { tickets } = await tellEverybody(ticket.id, text.trim());
        return `${counted(tickets, 'ticket')} told.`;
      }
      const { solved, stayed_open: open } = await solveTogether(ticket.id, text.trim());
      const names = open.map(({ reference }) => reference).join(', ');
      return `${counted(solved.length, 'attached ticket')} solved.${names && ` Still open, with something newer to read: ${names}.`}`;
    },
    done: (sentence) => sentence,
    onDone: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) command.mutate(undefined);
  };
  return (
    <Modal opened onClose={onClose} title={asked.title}>
      <form onSubmit={submit}>
        <Stack>
          <Textarea
            label={asked.label}
            description={asked.about}
            required
            autosize
            minRows={4}
            maxRows={12}
            maxLength={20_000}
            data-autofocus
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!text.trim()} loading={command.isPending}>
              {asked.button}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
