/** The keys that walk a list: j and k, open, select. */

import { useDebouncedCallback } from '@mantine/hooks';
import { useMemo } from 'react';
import { useCommands, type Command } from '@/lib/commands';
import type { ListState } from './list-state';

/** Walking on with a held key must not load each ticket on the way. */
const OPEN_AFTER_MS = 160;

interface Options {
  list: ListState;
  open: (id: string, isWalk: boolean) => void;
  /** A ticket is open beside the list: walking opens the next one. */
  isSplit: boolean;
  close: () => void;
}

export function useListKeys({ list, open, isSplit, close }: Options): void {
  const follow = useDebouncedCallback((id: string) => open(id, true), OPEN_AFTER_MS);
  const commands = useMemo<Command[]>(() => {
    const group = 'List';
    const walk = (by: number) => () => {
      const next = list.step(by);
      if (next && isSplit) follow(next);
    };
    const here = (run: (id: string) => void) => () => {
      const id = list.cursor ?? list.step(0);
      if (id) run(id);
    };
    const back = () => (list.selected.size > 0 ? list.clear() : close());
    return [
      { id: 'next', keys: 'j', label: 'Next ticket', group, run: walk(1), isMove: true },
      { id: 'previous', keys: 'k', label: 'Ticket before', group, run: walk(-1), isMove: true },
      {
        id: 'open',
        keys: 'o',
        also: 'Enter',
        label: 'Open the ticket',
        group,
        run: here((id) => open(id, false)),
        isMove: true,
      },
      {
        id: 'select',
        keys: 'x',
        label: 'Select the ticket (Shift-click: up to here)',
        group,
        run: here((id) => list.select(id, false)),
        isMove: true,
      },
      {
        id: 'select-all',
        keys: 'A',
        label: 'Select all shown, up to 100',
        group,
        run: list.selectAll,
      },
      { id: 'back', keys: 'Escape', label: 'Back to the list', group, run: back, isMove: true },
    ];
  }, [list, open, isSplit, close, follow]);
  useCommands(commands);
}
