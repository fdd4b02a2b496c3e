/** Tickets as a list of links: the most telling facts of each, on a desk and on a phone. */

import { Text, VisuallyHidden } from '@mantine/core';
import { IconEyeCheck, IconMessage } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { TicketRow } from '@/api/types';
import { places } from '@/lib/places';
import { ToneBadge } from '@/ui/badge';
import { DueBadge } from '@/ui/due-badge';
import { Moment } from '@/ui/moment';
import { Person } from '@/ui/person';
import { PriorityBadge, StatusBadge } from '@/ui/status-badges';
import { CATEGORIES } from '@/ui/vocabulary';
import classes from './ticket-row.module.css';

interface Props {
  tickets: TicketRow[];
  label?: string;
  extra?: (ticket: TicketRow) => ReactNode;
}

export function TicketRows({ tickets, label = 'Tickets', extra }: Props) {
  return (
    <ul className={classes.list} aria-label={label}>
      {tickets.map((ticket) => (
        <li key={ticket.id} data-testid="ticket-row" data-ticket-id={ticket.id}>
          <Link
            to={places.ticket(ticket.id)}
            className={classes.row}
            data-pressing={ticket.priority === 'critical' || undefined}
          >
            <span className={classes.priority}>
              <PriorityBadge priority={ticket.priority} />
            </span>
            <span className={classes.words}>
              <span className={classes.subject}>{ticket.subject}</span>
              <Meta ticket={ticket} />
              {extra?.(ticket)}
            </span>
            <span className={classes.status}>
              <StatusBadge status={ticket.status} />
            </span>
            <span className={classes.person}>
              <Person person={ticket.assignee} nobody="Unassigned" size={22} />
            </span>
            <span className={classes.when}>
              <Moment at={ticket.updated_at} size="xs" />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Meta({ ticket }: { ticket: TicketRow }) {
  return (
    <span className={classes.meta}>
      <Text span size="xs" className="tk-number" style={{ whiteSpace: 'nowrap' }}>
        {ticket.reference}
      </Text>
      <span aria-hidden>·</span>
      <Text span size="xs" truncate>
        {ticket.requester.name}
      </Text>
      {ticket.category && (
        <>
          <span aria-hidden>·</span>
          <Text span size="xs" style={{ whiteSpace: 'nowrap' }}>
            {CATEGORIES[ticket.category]}
          </Text>
        </>
      )}
      {ticket.message_count > 1 && (
        <Text span size="xs" display="inline-flex" style={{ gap: 3, alignItems: 'center' }}>
          <IconMessage size={13} aria-hidden />
          {ticket.message_count}
          <VisuallyHidden component="span"> messages</VisuallyHidden>
        </Text>
      )}
      <DueBadge due={ticket} />
      {ticket.needs_review && (
        <ToneBadge tone="violet" icon={IconEyeCheck} plain>
          Needs review
        </ToneBadge>
      )}
    </span>
  );
}
