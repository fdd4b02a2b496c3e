/** What can be done to a ticket from a list or its page with a key: each shown at once, each with its way back. */

import type { Category, PersonRef, Priority, TicketDetail, TicketRow } from '@/api/types';
import { acceptTicket, assignTicket, takeTicket } from '@/features/assignment/queries';
import { changeTicket, moveTicket, reopenTicket } from '@/features/tickets/commands';
import type { Deed } from '@/ui/ticket-command';
import { CATEGORIES, PRIORITIES, STATUSES } from '@/ui/vocabulary';

/** Give the ticket back to who had it, or to nobody. */
function backTo(holder: PersonRef | null): Deed['undo'] {
  return ({ id, version }) => assignTicket(id, { version, technician_id: holder?.id ?? null });
}

/** Take a ticket, or say yes to one that was given or offered. */
export function claim(ticket: TicketRow, me: PersonRef): Deed {
  if (ticket.assignee?.id === me.id) {
    return {
      ticket,
      part: { commitment: 'pinned' },
      send: (version) => acceptTicket(ticket.id, { version }),
      done: ({ reference }) => `${reference} is yours and stays with you.`,
    };
  }
  return {
    ticket,
    part: { assignee: me, status: 'assigned', commitment: 'pinned' },
    send: (version) => takeTicket(ticket.id, { version }),
    done: ({ reference }) => `${reference} is yours.`,
    undo: backTo(ticket.assignee),
  };
}

export function assign(ticket: TicketRow, person: PersonRef | null): Deed {
  return {
    ticket,
    part: person ? { assignee: person, status: 'assigned' } : { assignee: null, commitment: null },
    send: (version) => assignTicket(ticket.id, { version, technician_id: person?.id ?? null }),
    done: ({ reference, assignee }) =>
      assignee ? `${reference} goes to ${assignee.name}.` : `${reference} is back in the pool.`,
    ...(ticket.assignee || person ? { undo: backTo(ticket.assignee) } : {}),
  };
}

type Field = 'priority' | 'category' | 'tags';

function change(ticket: TicketRow, part: Partial<Pick<TicketRow, Field>>, says: string): Deed {
  const before = Object.fromEntries(
    Object.keys(part).map((name) => [name, ticket[name as Field]]),
  ) as typeof part;
  // Nothing can be set back to unknown: the model had not scored it, and a person now has.
  const hadAll = Object.values(before).every((value) => value !== null);
  return {
    ticket,
    part,
    wanted: part,
    send: (version) => changeTicket(ticket.id, { version, ...known(part) }),
    done: ({ reference }) => `${reference}: ${says}.`,
    ...(hadAll
      ? {
          undo: ({ id, version }: TicketDetail) => changeTicket(id, { version, ...known(before) }),
        }
      : {}),
  };
}

function known(part: Partial<Pick<TicketRow, Field>>) {
  const { priority, category, tags } = part;
  return {
    ...(priority ? { priority } : {}),
    ...(category ? { category } : {}),
    ...(tags ? { tags } : {}),
  };
}

export function setPriority(ticket: TicketRow, priority: Priority): Deed {
  const label = PRIORITIES[priority].label.toLowerCase();
  return change(ticket, { priority }, `priority is ${label}`);
}

export function setCategory(ticket: TicketRow, category: Category): Deed {
  return change(ticket, { category }, `category is ${CATEGORIES[category]}`);
}

/** Put a tag on, or take it off where it is on already. */
export function toggleTag(ticket: TicketRow, tag: string): Deed {
  const has = ticket.tags.includes(tag);
  const tags = has ? ticket.tags.filter((one) => one !== tag) : [...ticket.tags, tag].sort();
  return change(ticket, { tags }, has ? `no longer tagged ${tag}` : `tagged ${tag}`);
}

export type PlainMove = 'in_progress' | 'waiting_on_requester' | 'closed';

export const MOVES: Record<PlainMove, string> = {
  in_progress: 'Start work',
  waiting_on_requester: 'Wait on the requester',
  closed: 'Close without a solution',
};

export function move(ticket: TicketRow, status: PlainMove): Deed {
  return {
    ticket,
    part: { status },
    wanted: { status },
    send: (version) => moveTicket(ticket.id, { version, status }),
    done: ({ reference }) => `${reference} is now: ${STATUSES[status].label.toLowerCase()}.`,
    ...wayBackFrom(ticket, status),
  };
}

function wayBackFrom(before: TicketRow, to: PlainMove): Pick<Deed, 'undo'> {
  const { status, assignee } = before;
  if (to === 'closed') {
    return {
      undo: async ({ id, version }) => {
        const open = await reopenTicket(id, { version, reason: 'Closed by mistake.' });
        if (!assignee) return open;
        return assignTicket(id, { version: open.version, technician_id: assignee.id });
      },
    };
  }
  if (status === 'in_progress' || status === 'waiting_on_requester') {
    return { undo: ({ id, version }) => moveTicket(id, { version, status }) };
  }
  // Work that has begun cannot be made not to have begun; giving the ticket back is its own deed.
  return {};
}
