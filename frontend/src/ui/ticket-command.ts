/** One way to change a ticket: show it, send, store the answer, tell; a refusal takes it back, a stale edit shows both sides. */

import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { showAhead, storeTicket } from '@/api/cache';
import { keys } from '@/api/keys';
import { ApiProblem } from '@/api/problem';
import type { TicketDetail, TicketRow } from '@/api/types';
import { useConflictDialog } from './conflict';
import { tell, tellFailure } from './toast';
import { offerUndo } from './undo';

interface Versioned {
  version: number;
}

interface Options<V extends Versioned> {
  send: (variables: V) => Promise<TicketDetail>;
  /** What the ticket will be like; it is shown at once and taken back when the server refuses. */
  ahead?: (variables: V) => { id: string; part: Partial<TicketDetail> } | null;
  done?: string | ((ticket: TicketDetail) => string);
  onDone?: (ticket: TicketDetail) => void;
}

/** The row that a stale edit came back with, when it came back with one. */
export function currentOf(error: unknown): TicketDetail | null {
  if (!(error instanceof ApiProblem) || error.code !== 'stale_edit') return null;
  const current = error.current as TicketDetail | null;
  return typeof current?.version === 'number' ? current : null;
}

export function useTicketCommand<V extends Versioned>(options: Options<V>) {
  const { send, ahead, done, onDone } = options;
  const client = useQueryClient();
  const showConflict = useConflictDialog();
  const mutation = useMutation({
    mutationFn: send,
    onMutate: (variables) => {
      const next = ahead?.(variables);
      return next ? showAhead(client, next.id, next.part) : undefined;
    },
    onSuccess: (ticket) => {
      storeTicket(client, ticket);
      if (done) tell(typeof done === 'string' ? done : done(ticket));
      onDone?.(ticket);
    },
    onError: (error, variables, takeBack) => {
      takeBack?.();
      const current = currentOf(error);
      if (!current) {
        tellFailure(error);
        return;
      }
      void client.invalidateQueries({ queryKey: keys.tickets.one(current.id) });
      const { version, ...wanted } = variables;
      showConflict({
        current,
        wanted,
        again: () => mutation.mutate({ ...variables, version: current.version }),
      });
    },
  });
  return mutation;
}

/** One change of one ticket, from wherever it is asked for. */
export interface Deed {
  ticket: Pick<TicketRow, 'id' | 'version'>;
  part?: Partial<TicketDetail>;
  wanted?: Record<string, unknown>;
  send: (version: number) => Promise<TicketDetail>;
  done: (ticket: TicketDetail) => string;
  /** What takes it back, given the ticket as it then is. */
  undo?: (ticket: TicketDetail) => Promise<TicketDetail>;
}

type ShowConflict = ReturnType<typeof useConflictDialog>;

async function perform(client: QueryClient, showConflict: ShowConflict, deed: Deed) {
  const takeBack = deed.part ? showAhead(client, deed.ticket.id, deed.part) : () => undefined;
  try {
    const ticket = await deed.send(deed.ticket.version);
    storeTicket(client, ticket);
    const { undo } = deed;
    if (undo) offerUndo(deed.done(ticket), () => void reverse(client, ticket, undo));
    else tell(deed.done(ticket));
    return ticket;
  } catch (error) {
    takeBack();
    const current = currentOf(error);
    if (!current) {
      tellFailure(error);
      return null;
    }
    storeTicket(client, current);
    const again = { ...deed, ticket: current };
    showConflict({
      current,
      wanted: deed.wanted ?? {},
      again: () => void perform(client, showConflict, again),
    });
    return null;
  }
}

async function reverse(
  client: QueryClient,
  ticket: TicketDetail,
  undo: NonNullable<Deed['undo']>,
): Promise<void> {
  try {
    // With the version that it left: somebody's later edit is never undone along with it.
    const back = await undo(ticket);
    storeTicket(client, back);
    tell(`${back.reference} is as it was.`);
  } catch (error) {
    tellFailure(error);
  }
}

/** Perform a change of a ticket; resolves with the ticket, or with nothing when it was refused. */
export function useDeed(): (deed: Deed) => Promise<TicketDetail | null> {
  const client = useQueryClient();
  const showConflict = useConflictDialog();
  return useCallback((deed) => perform(client, showConflict, deed), [client, showConflict]);
}
