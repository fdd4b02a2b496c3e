/** The frame of the workspace: a list, and beside it (on a phone: over it) the ticket that is open. */

import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { TicketRow } from '@/api/types';
import type { ListState } from '@/features/tickets/list-state';
import { ticketQueries } from '@/features/tickets/queries';
import { useListKeys } from '@/features/tickets/use-list-keys';
import { useCommands, type Command } from '@/lib/commands';
import { PageSkeleton } from '@/ui/states';
import { useTicketKeys } from './use-ticket-keys';
import type { WorkspacePlace } from './use-workspace';
import classes from './workspace.module.css';

interface Props {
  place: WorkspacePlace;
  list: ListState;
  rows: TicketRow[];
  /** The pane with the list. */
  children: ReactNode;
}

// Apart from the list: whoever begins the day sees the queue before the ticket's page is here.
const loadTicket = () => import('./ticket');
const TicketView = lazy(async () => ({ default: (await loadTicket()).TicketView }));
const IDLE_MS = 1_000;

const OVER = new Set(['solved', 'closed']);

export function Workspace({ place, list, rows, children }: Props) {
  const { ticketId, wide, isFocused, open } = place;
  const isSplit = wide && ticketId !== null && !isFocused;
  const under = rows.find(({ id }) => id === list.cursor) ?? null;
  const openHere = useMemo(() => (id: string) => open(id, false), [open]);
  useListKeys({ list, open, isSplit: ticketId !== null, close: place.close });
  useTicketKeys({ ticket: ticketId === null ? under : null, open: openHere });
  useFocusKey(place);
  useNextOnceSolved(place, list);
  useEffect(() => {
    const timer = setTimeout(() => void loadTicket(), IDLE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.workspace} data-fill data-split={isSplit || undefined}>
      {(ticketId === null || isSplit) && <div className={classes.pane}>{children}</div>}
      {ticketId !== null && (
        <div className={classes.ticket} data-pane={wide || undefined}>
          <Suspense fallback={<PageSkeleton />}>
            <TicketView key={ticketId} ticketId={ticketId} onClose={place.close} isPane={wide} />
          </Suspense>
        </div>
      )}
    </div>
  );
}

function useFocusKey({ ticketId, toggleFocus, wide }: WorkspacePlace): void {
  const commands = useMemo<Command[]>(
    () =>
      ticketId && wide
        ? [
            {
              id: 'focus',
              keys: 'f',
              label: 'Focus: only the ticket, and the next one once it is solved',
              group: 'Ticket',
              run: toggleFocus,
            },
          ]
        : [],
    [ticketId, wide, toggleFocus],
  );
  useCommands(commands);
}

/** In focus mode the next ticket of the list opens as soon as this one is over. */
function useNextOnceSolved(place: WorkspacePlace, { ids, put }: ListState): void {
  const { ticketId, isFocused, open, close } = place;
  const { data } = useQuery({ ...ticketQueries.detail(ticketId ?? ''), enabled: isFocused });
  const before = useRef<{ id: string; status: string } | null>(null);
  // A solved ticket leaves the list, so its neighbour is remembered while it still stands there.
  const next = useRef<string | null>(null);
  useEffect(() => {
    const at = ticketId === null ? -1 : ids.indexOf(ticketId);
    if (at >= 0) next.current = ids[at + 1] ?? ids[at - 1] ?? null;
  }, [ids, ticketId]);
  useEffect(() => {
    const was = before.current;
    before.current = data ? { id: data.id, status: data.status } : null;
    if (!isFocused || !data || was?.id !== data.id) return;
    if (OVER.has(was.status) || !OVER.has(data.status)) return;
    if (next.current && next.current !== data.id) {
      put(next.current);
      open(next.current, false);
    } else close();
  }, [data, isFocused, open, close, put]);
}
