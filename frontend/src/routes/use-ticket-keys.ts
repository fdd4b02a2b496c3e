/** The keys that do something to one ticket: the open one, or the one under the cursor of a list. */

import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { IconCircleCheck, IconTag, IconUserMinus, IconUserShare } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useMe } from '@/api/session';
import { techniciansQuery } from '@/api/technicians';
import type { Category, Me, Priority, TicketRow } from '@/api/types';
import { choiceOf } from '@/features/assignment/assign-actions';
import { ticketQueries } from '@/features/tickets/queries';
import { useCommands, type Command } from '@/lib/commands';
import { intend, type Intent } from '@/lib/intents';
import { pick, type Choice } from '@/ui/picker-store';
import { useDeed, type Deed } from '@/ui/ticket-command';
import { CATEGORIES, PRIORITIES, STATUSES } from '@/ui/vocabulary';
import {
  assign,
  claim,
  move,
  MOVES,
  setCategory,
  setPriority,
  toggleTag,
  type PlainMove,
} from './ticket-deeds';

type Do = (deed: Deed) => unknown;

interface Options {
  /** Nothing while there is no ticket to act on. */
  ticket: TicketRow | null;
  /** Open the ticket first when it is only a row. */
  open?: (id: string) => void;
}

const OVER = new Set(['solved', 'closed']);

export function useTicketKeys({ ticket, open }: Options): void {
  const me = useMe();
  const client = useQueryClient();
  const perform = useDeed();
  const commands = useMemo(
    () => (ticket ? commandsFor({ ticket, open, me, client, perform }) : []),
    [ticket, open, me, client, perform],
  );
  useCommands(commands);
}

interface Context extends Options {
  ticket: TicketRow;
  me: Me;
  client: QueryClient;
  perform: Do;
}

function commandsFor(context: Context): Command[] {
  const { ticket, open, me, perform } = context;
  const group = 'Ticket';
  const on = (intent: Intent) => () => {
    open?.(ticket.id);
    intend(ticket.id, intent);
  };
  const isOver = OVER.has(ticket.status);
  const isMine = ticket.assignee?.id === me.id;
  const all: (Command | false)[] = [
    !isOver && me.is_technician
      ? {
          id: 'claim',
          keys: 'c',
          label: isMine ? 'Accept the ticket' : 'Take the ticket',
          group,
          run: () => perform(claim(ticket, me)),
        }
      : false,
    { id: 'reply', keys: 'r', label: 'Reply to the requester', group, run: on('reply') },
    { id: 'note', keys: 'n', label: 'Write an internal note', group, run: on('note') },
    !isOver && {
      id: 'assign',
      keys: 'a',
      label: 'Assign to …',
      group,
      run: () => pickTechnician(context),
    },
    !isOver && { id: 'solve', keys: 'e', label: 'Solve the ticket', group, run: on('solve') },
    { id: 'status', keys: 's', label: 'Change the status', group, run: () => pickMove(context) },
    {
      id: 'priority',
      keys: 'p',
      label: 'Set the priority',
      group,
      run: () => pickPriority(context),
    },
    {
      id: 'category',
      keys: 'i',
      label: 'Set the category',
      group,
      run: () => pickCategory(context),
    },
    { id: 'tags', keys: 't', label: 'Add or remove a tag', group, run: () => pickTag(context) },
  ];
  return all.filter((one): one is Command => one !== false);
}

function pickTechnician({ ticket, me, client, perform }: Context): void {
  const choicesOf = async (): Promise<Choice[]> => {
    const people = await client.ensureQueryData(techniciansQuery);
    return people
      .toSorted((a, b) => Number(b.id === me.id) - Number(a.id === me.id))
      .map((person) => ({
        id: person.id,
        label: person.id === me.id ? `${person.name} (you)` : person.name,
        about: choiceOf(person, undefined).slice(person.name.length + 1),
        icon: IconUserShare,
        isCurrent: person.id === ticket.assignee?.id,
        disabled: person.id === ticket.assignee?.id,
        run: () => void perform(assign(ticket, person)),
      }));
  };
  pick({
    title: `Assign ${ticket.reference} to`,
    placeholder: `Assign ${ticket.reference} to …`,
    choices: () =>
      ticket.assignee
        ? [
            {
              id: 'pool',
              label: 'Back to the pool',
              about: 'the engine decides anew',
              icon: IconUserMinus,
              run: () => void perform(assign(ticket, null)),
            },
          ]
        : [],
    search: {
      key: `assign-${ticket.id}`,
      load: async (typed) => {
        const wanted = typed.toLowerCase();
        return (await choicesOf()).filter(({ label }) => label.toLowerCase().includes(wanted));
      },
    },
    empty: 'No technician has this name.',
  });
}

function pickMove({ ticket, perform, open }: Context): void {
  const moves = (Object.keys(MOVES) as PlainMove[]).filter((status) => status !== ticket.status);
  pick({
    title: `Status of ${ticket.reference}`,
    placeholder: `${ticket.reference} is ${STATUSES[ticket.status].label.toLowerCase()}. Make it …`,
    choices: () => [
      ...moves.map((status) => ({
        id: status,
        label: MOVES[status],
        icon: STATUSES[status].icon,
        run: () => void perform(move(ticket, status)),
      })),
      {
        id: 'solve',
        label: 'Solve, with words for the requester',
        icon: IconCircleCheck,
        run: () => {
          open?.(ticket.id);
          intend(ticket.id, 'solve');
        },
      },
    ],
  });
}

function pickPriority({ ticket, perform }: Context): void {
  pick({
    title: `Priority of ${ticket.reference}`,
    placeholder: 'Set the priority to …',
    choices: () =>
      (Object.keys(PRIORITIES) as Priority[]).map((priority) => ({
        id: priority,
        label: PRIORITIES[priority].label,
        about: PRIORITIES[priority].means,
        icon: PRIORITIES[priority].icon,
        isCurrent: priority === ticket.priority,
        run: () => void perform(setPriority(ticket, priority)),
      })),
  });
}

function pickCategory({ ticket, perform }: Context): void {
  pick({
    title: `Category of ${ticket.reference}`,
    placeholder: 'Set the category to …',
    choices: () =>
      (Object.keys(CATEGORIES) as Category[]).map((category) => ({
        id: category,
        label: CATEGORIES[category],
        isCurrent: category === ticket.category,
        run: () => void perform(setCategory(ticket, category)),
      })),
  });
}

/** What the server accepts as a tag. */
const TAG = /^[\p{L}\p{N}_.+#-]{1,40}$/u;

function pickTag({ ticket, client, perform }: Context): void {
  const choice = (tag: string, isNew: boolean): Choice => ({
    id: tag,
    label: isNew ? `New tag: ${tag}` : tag,
    isCurrent: ticket.tags.includes(tag),
    icon: IconTag,
    run: () => void perform(toggleTag(ticket, tag)),
  });
  pick({
    title: `Tags of ${ticket.reference}`,
    placeholder: 'Add or remove a tag …',
    choices: () => [],
    search: {
      key: `tags-${ticket.id}`,
      load: async (typed) => {
        const known = await client.ensureQueryData(ticketQueries.tags());
        const wanted = typed.toLowerCase();
        const all = [...new Set([...ticket.tags, ...known])];
        const found = all.filter((tag) => tag.startsWith(wanted)).map((tag) => choice(tag, false));
        const isNew = TAG.test(wanted) && !all.includes(wanted);
        return isNew ? [...found, choice(wanted, true)] : found;
      },
    },
    empty: 'A tag is one word of letters, digits and . _ + # -',
  });
}
