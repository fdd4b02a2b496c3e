/** One way to change a ticket: send, store the answer, tell; on a stale edit show both sides. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { storeTicket } from '@/api/cache';
import { keys } from '@/api/keys';
import { ApiProblem } from '@/api/problem';
import type { TicketDetail } from '@/api/types';
import { useConflictDialog } from './conflict';
import { tell, tellFailure } from './toast';

interface Versioned {
  version: number;
}

interface Options<V extends Versioned> {
  send: (variables: V) => Promise<TicketDetail>;
  done?: string | ((ticket: TicketDetail) => string);
  onDone?: (ticket: TicketDetail) => void;
}

/** The row that a stale edit came back with, when it came back with one. */
export function currentOf(error: unknown): TicketDetail | null {
  if (!(error instanceof ApiProblem) || error.code !== 'stale_edit') return null;
  const current = error.current as TicketDetail | null;
  return typeof current?.version === 'number' ? current : null;
}

export function useTicketCommand<V extends Versioned>({ send, done, onDone }: Options<V>) {
  const client = useQueryClient();
  const showConflict = useConflictDialog();
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: (ticket) => {
      storeTicket(client, ticket);
      if (done) tell(typeof done === 'string' ? done : done(ticket));
      onDone?.(ticket);
    },
    onError: (error, variables) => {
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
