/** Verdicts on their way: each can be taken back for a moment, then it is sent. */

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { storeTicket } from '@/api/cache';
import { keys } from '@/api/keys';
import type { Category, Priority, TicketRow } from '@/api/types';
import { takeBack, tellFailure, tellUndoable } from '@/ui/toast';
import { reviewTicket } from './queries';
import { labelOf } from './words-of';

export const UNDO_MS = 6_000;
const TOAST = 'review-undo';

export interface Decision {
  row: TicketRow;
  priority: Priority;
  category: Category;
}

export function isCorrection({ row, priority, category }: Decision): boolean {
  return priority !== row.priority || category !== row.category;
}

/** A row that comes back with another version was changed by somebody: it stands for review again. */
function nameOf({ id, version }: TicketRow): string {
  return `${id}:${version}`;
}

export function useDecisions() {
  const client = useQueryClient();
  const [decided, setDecided] = useState<Decision[]>([]);
  const waiting = useRef<Decision | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const forget = useCallback((gone: Decision) => {
    setDecided((before) => before.filter((one) => one !== gone));
  }, []);

  const flush = useCallback(() => {
    const decision = waiting.current;
    clearTimeout(timer.current);
    waiting.current = null;
    if (!decision) return;
    takeBack(TOAST);
    const { row, priority, category } = decision;
    reviewTicket(row.id, { version: row.version, priority, category }).then(
      (ticket) => storeTicket(client, ticket),
      (error: unknown) => {
        tellFailure(error);
        forget(decision);
        void client.invalidateQueries({ queryKey: keys.tickets.review });
      },
    );
  }, [client, forget]);

  const undo = useCallback((): Decision | null => {
    const decision = waiting.current;
    if (!decision) return null;
    clearTimeout(timer.current);
    waiting.current = null;
    takeBack(TOAST);
    forget(decision);
    return decision;
  }, [forget]);

  const decide = useCallback(
    (decision: Decision, onUndo: () => void) => {
      flush();
      waiting.current = decision;
      timer.current = setTimeout(flush, UNDO_MS);
      setDecided((before) => [...before, decision]);
      const { row, priority, category } = decision;
      const said = `${labelOf('priority', priority)}, ${labelOf('category', category)}`;
      tellUndoable({
        name: TOAST,
        message: `${row.reference} ${isCorrection(decision) ? 'corrected to' : 'confirmed as'} ${said}.`,
        undo: onUndo,
        forMs: UNDO_MS,
        shortcut: 'u',
      });
    },
    [flush],
  );

  useEffect(() => {
    // Whoever leaves has decided: what still waits is sent.
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);

  const hidden = useMemo(() => new Set(decided.map(({ row }) => nameOf(row))), [decided]);
  const isHidden = useCallback((row: TicketRow) => hidden.has(nameOf(row)), [hidden]);
  const corrected = decided.filter(isCorrection).length;
  return { decide, undo, isHidden, corrected, confirmed: decided.length - corrected };
}
