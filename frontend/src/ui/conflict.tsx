/** What happens when two people change one ticket: any command can ask for the dialog of both sides. */

import { createContext, lazy, Suspense, use, useCallback, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Message, TicketDetail } from '@/api/types';

/** Somebody changed the ticket before us. */
export interface ChangedTicket {
  current: TicketDetail;
  wanted: Record<string, unknown>;
  again: () => void;
}

/** Somebody wrote on the ticket before us. */
export interface NewerMessages {
  messages: Message[];
  again: () => void;
}

export type Conflict = ChangedTicket | NewerMessages;

// Rarely needed, so nobody waits for it when the first page loads.
const ConflictDialog = lazy(() => import('./conflict-dialog'));

type Show = (conflict: Conflict) => void;
const ConflictContext = createContext<Show>(() => undefined);

export function useConflictDialog(): Show {
  return use(ConflictContext);
}

export function ConflictProvider({ children }: { children: ReactNode }) {
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const close = useCallback(() => setConflict(null), []);
  const show = useMemo<Show>(() => (next) => setConflict(next), []);
  return (
    <ConflictContext value={show}>
      {children}
      {conflict && (
        <Suspense fallback={null}>
          <ConflictDialog conflict={conflict} onClose={close} />
        </Suspense>
      )}
    </ConflictContext>
  );
}
