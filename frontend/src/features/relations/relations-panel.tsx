/** What the ticket has to do with others, and the ways to change that. */

import { ActionIcon, Anchor, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import {
  IconAlertHexagon,
  IconArrowMerge,
  IconArrowsSplit2,
  IconDots,
  IconLink,
  IconX,
} from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { isStaff, useMe } from '@/api/session';
import type { Relation, TicketDetail } from '@/api/types';
import { places } from '@/lib/places';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { StatusBadge } from '@/ui/status-badges';
import { LinkDialog } from './link-dialog';
import { MergeDialog } from './merge-dialog';
import {
  declareIncident,
  linkTickets,
  relationQueries,
  unlinkTickets,
  unmergeTicket,
  withdrawIncident,
} from './relation-queries';
import { canUnlink, relationText } from './relation-words';
import classes from './relations.module.css';
import { SplitDialog } from './split-dialog';
import { useRelationCommand } from './use-relation-command';

type Dialog = 'link' | 'merge' | 'split' | null;
type Ticket = Pick<TicketDetail, 'id' | 'reference' | 'status'>;

export function RelationsPanel({ ticket }: { ticket: Ticket }) {
  const staff = isStaff(useMe());
  const [dialog, setDialog] = useState<Dialog>(null);
  const query = useQuery(relationQueries.of(ticket.id));
  // A requester's ticket mostly stands alone; an empty frame would tell nothing.
  if (!staff && (query.data?.relations.length ?? 0) === 0) return null;
  const close = () => setDialog(null);
  return (
    <Panel
      title="Other tickets"
      testId="relations"
      aside={
        staff && <Deeds ticket={ticket} isIncident={!!query.data?.incident} open={setDialog} />
      }
    >
      <Loaded query={query}>
        {({ relations }) =>
          relations.length === 0 ? (
            <Text size="sm" c="dimmed">
              This ticket stands alone.
            </Text>
          ) : (
            <Stack gap="sm" component="ul" className={classes.list}>
              {relations.map((one) => (
                <Row key={one.id} relation={one} ticket={ticket} staff={staff} />
              ))}
            </Stack>
          )
        }
      </Loaded>
      {dialog === 'link' && <LinkDialog ticket={ticket} onClose={close} />}
      {dialog === 'merge' && <MergeDialog ticket={ticket} onClose={close} />}
      {dialog === 'split' && <SplitDialog ticket={ticket} onClose={close} />}
    </Panel>
  );
}

interface DeedsProps {
  ticket: Ticket;
  isIncident: boolean;
  open: (dialog: Dialog) => void;
}

function Deeds({ ticket, isIncident, open }: DeedsProps) {
  const declare = useRelationCommand({
    send: () => declareIncident(ticket.id),
    done: () => `${ticket.reference} is a major incident. Attach what belongs to it.`,
    undo: () => withdrawIncident(ticket.id),
    undone: 'No longer a major incident.',
  });
  const withdraw = useRelationCommand({
    send: () => withdrawIncident(ticket.id),
    done: () => `${ticket.reference} is no longer a major incident.`,
    undo: () => declareIncident(ticket.id),
    undone: 'A major incident again.',
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="Link, merge, split, major incident">
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLink size={16} />} onClick={() => open('link')}>
          Link with another ticket…
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowMerge size={16} />} onClick={() => open('merge')}>
          Merge into another ticket…
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowsSplit2 size={16} />} onClick={() => open('split')}>
          Split off a part…
        </Menu.Item>
        <Menu.Divider />
        {isIncident ? (
          <Menu.Item
            leftSection={<IconAlertHexagon size={16} />}
            onClick={() => withdraw.mutate(undefined)}
          >
            No longer a major incident
          </Menu.Item>
        ) : (
          <Menu.Item
            leftSection={<IconAlertHexagon size={16} />}
            disabled={ticket.status === 'closed'}
            onClick={() => declare.mutate(undefined)}
          >
            Make it a major incident
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

interface RowProps {
  relation: Relation;
  ticket: Ticket;
  staff: boolean;
}

function Row({ relation, ticket, staff }: RowProps) {
  const { other, kind, direction } = relation;
  const remove = useRelationCommand({
    send: () => unlinkTickets(ticket.id, relation.id),
    done: () => `No longer linked with ${other.reference}.`,
    ...(kind !== 'part_of_incident' && {
      undo: () => linkTickets(ticket.id, { other_id: other.id, kind, direction }),
      undone: 'Linked again.',
    }),
  });
  const apart = useRelationCommand({
    send: () => unmergeTicket(direction === 'from' ? ticket.id : other.id),
    done: () => `${ticket.reference} and ${other.reference} are apart again.`,
  });
  return (
    <li data-testid="relation">
      <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Text size="xs" c="dimmed">
            {relationText(relation)}
          </Text>
          <Anchor component={Link} to={places.ticket(other.id)} size="sm" fw={560}>
            {other.subject}
          </Anchor>
          <Group gap="xs">
            <StatusBadge status={other.status} />
            <Text size="xs" c="dimmed">
              {other.reference} · {other.requester.name}
            </Text>
          </Group>
        </div>
        {staff && canUnlink(relation) && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove the link with ${other.reference}`}
            loading={remove.isPending}
            onClick={() => remove.mutate(undefined)}
          >
            <IconX size={16} />
          </ActionIcon>
        )}
        {staff && kind === 'merged_into' && (
          <Button
            size="compact-xs"
            variant="subtle"
            style={{ flex: 'none' }}
            loading={apart.isPending}
            onClick={() => apart.mutate(undefined)}
          >
            Take apart
          </Button>
        )}
      </Group>
    </li>
  );
}
