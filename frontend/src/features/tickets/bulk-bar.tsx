/** What can be done with the selected tickets, at the foot of the list. */

import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import {
  IconCategory,
  IconEye,
  IconFlag,
  IconProgress,
  IconTag,
  IconUserShare,
  IconX,
  type Icon,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import { techniciansQuery } from '@/api/technicians';
import type { Category, Priority, TicketRow } from '@/api/types';
import { useCommands, type Command } from '@/lib/commands';
import { counted } from '@/lib/format';
import { pick, type Choice } from '@/ui/picker-store';
import { CATEGORIES, PRIORITIES, STATUSES } from '@/ui/vocabulary';
import classes from './bulk-bar.module.css';
import type { ListState } from './list-state';
import { ticketQueries } from './queries';
import { useBulk, type Bulk } from './use-bulk';

type Apply = (change: Omit<Bulk, 'rows'>) => void;

interface Action {
  id: string;
  keys: string;
  label: string;
  icon: Icon;
  run: () => void;
}

export function BulkBar({ list, rows }: { list: ListState; rows: TicketRow[] }) {
  const { selected, clear } = list;
  const chosen = useMemo(() => rows.filter(({ id }) => selected.has(id)), [rows, selected]);
  const actions = useActions(chosen, clear);
  const commands = useMemo(
    () =>
      chosen.length === 0
        ? []
        : actions.map(({ id, keys, label, run }): Command => ({
            ...{ id, keys, run },
            label: `${label} of the selected`,
            group: 'Ticket',
          })),
    [actions, chosen.length],
  );
  useCommands(commands);
  if (chosen.length === 0) return null;
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selected tickets" data-testid="bulk">
      <Text size="sm" fw={560} role="status" className="tk-number">
        {counted(chosen.length, 'ticket')} selected
      </Text>
      <Group gap={4} wrap="wrap">
        {actions.map(({ id, label, icon: Shape, run }) => (
          <Button
            key={id}
            size="compact-sm"
            variant="default"
            leftSection={<Shape size={15} />}
            onClick={run}
          >
            {label}
          </Button>
        ))}
      </Group>
      <ActionIcon aria-label="Select nothing" onClick={clear} ml="auto">
        <IconX size={17} />
      </ActionIcon>
    </div>
  );
}

function useActions(rows: TicketRow[], clear: () => void): Action[] {
  const { mutate } = useBulk();
  const client = useQueryClient();
  return useMemo(() => {
    const apply: Apply = (change) => {
      mutate({ rows, ...change });
      clear();
    };
    const ask = (title: string, choices: Choice[]) =>
      pick({ title, placeholder: `${title} …`, choices: () => choices });
    return [
      {
        ...{ id: 'assign', keys: 'a', label: 'Assign', icon: IconUserShare },
        run: () =>
          void client.ensureQueryData(techniciansQuery).then((people) =>
            ask('Assign to', [
              {
                id: 'pool',
                label: 'Back to the pool',
                run: () =>
                  apply({
                    wanted: { unassign: true },
                    part: { assignee: null },
                    says: 'in the pool',
                  }),
              },
              ...people.map((person) => ({
                id: person.id,
                label: person.name,
                about: `${person.active} of ${person.capacity}`,
                run: () =>
                  apply({
                    wanted: { assignee_id: person.id },
                    part: { assignee: person },
                    says: `with ${person.name}`,
                  }),
              })),
            ]),
          ),
      },
      {
        ...{ id: 'status', keys: 's', label: 'Status', icon: IconProgress },
        run: () => ask('Make them', statuses(apply)),
      },
      {
        ...{ id: 'priority', keys: 'p', label: 'Priority', icon: IconFlag },
        run: () => ask('Set the priority', priorities(apply)),
      },
      {
        ...{ id: 'category', keys: 'i', label: 'Category', icon: IconCategory },
        run: () => ask('Set the category', categories(apply)),
      },
      {
        ...{ id: 'tags', keys: 't', label: 'Tags', icon: IconTag },
        run: () =>
          void client.ensureQueryData(ticketQueries.tags()).then((known) =>
            pick({
              title: 'Add or remove a tag',
              placeholder: 'Add or remove a tag …',
              choices: (typed) => tags(rows, known, typed, apply),
              empty: 'A tag is one word of letters, digits and . _ + # -',
            }),
          ),
      },
      {
        ...{ id: 'watch', keys: 'w', label: 'Watch', icon: IconEye },
        run: () => apply({ wanted: { watch: true }, part: {}, says: 'watched by you' }),
      },
    ];
  }, [rows, clear, mutate, client]);
}

const MOVES = ['in_progress', 'waiting_on_requester', 'closed', 'reopened'] as const;

function statuses(apply: Apply): Choice[] {
  return MOVES.map((status) => {
    const { label, icon } = STATUSES[status];
    const run = () => apply({ wanted: { status }, part: { status }, says: label.toLowerCase() });
    return { id: status, label, icon, run };
  });
}

function priorities(apply: Apply): Choice[] {
  return (Object.keys(PRIORITIES) as Priority[]).map((priority) => {
    const { label, icon, means: about } = PRIORITIES[priority];
    const says = `now ${label.toLowerCase()}`;
    const run = () => apply({ wanted: { priority }, part: { priority }, says });
    return { id: priority, label, about, icon, run };
  });
}

function categories(apply: Apply): Choice[] {
  return (Object.keys(CATEGORIES) as Category[]).map((category) => ({
    id: category,
    label: CATEGORIES[category],
    run: () =>
      apply({
        wanted: { category },
        part: { category },
        says: `now under ${CATEGORIES[category]}`,
      }),
  }));
}

function tags(rows: TicketRow[], known: string[], typed: string, apply: Apply): Choice[] {
  const wanted = typed.trim().toLowerCase();
  const there = [...new Set(rows.flatMap((row) => row.tags))].sort();
  const add = (tag: string): Choice => ({
    id: `add-${tag}`,
    label: `Add ${tag}`,
    group: 'Add',
    run: () => apply({ wanted: { add_tags: [tag] }, part: {}, says: `tagged ${tag}` }),
  });
  const fresh =
    wanted && !known.includes(wanted) ? [{ ...add(wanted), label: `Add ${wanted} (new)` }] : [];
  return [
    ...there.map((tag) => ({
      id: `remove-${tag}`,
      label: `Remove ${tag}`,
      group: 'Remove',
      run: () => apply({ wanted: { remove_tags: [tag] }, part: {}, says: `without ${tag}` }),
    })),
    ...known.map(add),
    ...fresh,
  ];
}
