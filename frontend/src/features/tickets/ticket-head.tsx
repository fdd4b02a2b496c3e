/** The top of a ticket: what it is about, how it stands, how long there is, and what to do next. */

import { ActionIcon, Group, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { TicketDetail } from '@/api/types';
import { Person } from '@/ui/person';
import { PriorityBadge, StatusBadge } from '@/ui/status-badges';
import { Countdown } from '@/ui/countdown';
import { StatusActions } from './status-actions';
import classes from './ticket-head.module.css';
import { TicketTitle } from './ticket-title';

interface Props {
  ticket: TicketDetail;
  onClose?: () => void;
  /** What other features do to the ticket, beside its moves. */
  actions?: ReactNode;
}

export function TicketHead({ ticket, onClose, actions }: Props) {
  return (
    <header className={classes.head}>
      <div className={classes.words}>
        <TicketTitle ticket={ticket} />
      </div>
      <Group gap="xs" className={classes.actions}>
        {actions}
        <StatusActions ticket={ticket} />
        {onClose && (
          <ActionIcon aria-label="Close the ticket view" onClick={onClose}>
            <IconX size={18} />
          </ActionIcon>
        )}
      </Group>
      <Group gap="sm" className={classes.meta}>
        <Text size="sm" c="dimmed" className="tk-number" data-testid="reference">
          {ticket.reference}
        </Text>
        <StatusBadge status={ticket.status} />
        <PriorityBadge priority={ticket.priority} />
        <Countdown due={ticket} />
        <span className="tk-wide-only">
          <Person person={ticket.assignee} nobody="Unassigned" size={20} />
        </span>
      </Group>
    </header>
  );
}
