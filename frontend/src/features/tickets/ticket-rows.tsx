/** Tickets as a plain list of links, on a page that has other things beside it. */

import type { ReactNode } from 'react';
import { useMediaQuery } from '@mantine/hooks';
import type { TicketRow } from '@/api/types';
import { places } from '@/lib/places';
import { TicketRowLine } from './ticket-row';
import classes from './ticket-row.module.css';

interface Props {
  tickets: TicketRow[];
  label?: string;
  extra?: (ticket: TicketRow) => ReactNode;
}

export function TicketRows({ tickets, label = 'Tickets', extra }: Props) {
  const wide = useMediaQuery('(min-width: 62em)', window.innerWidth >= 992);
  return (
    <ul className={classes.list} aria-label={label}>
      {tickets.map((ticket) => (
        <li key={ticket.id} data-testid="ticket-row" data-ticket-id={ticket.id}>
          <TicketRowLine
            ticket={ticket}
            to={places.ticket(ticket.id)}
            compact={!wide}
            note={extra?.(ticket)}
          />
        </li>
      ))}
    </ul>
  );
}
