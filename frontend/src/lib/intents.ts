/** A wish about a ticket that a part of its page fulfils, now or as soon as it is there: write, solve, and the like. */

import { useEffect, useRef } from 'react';

export type Intent = 'reply' | 'note' | 'solve' | 'decline';

interface Wish {
  ticketId: string;
  intent: Intent;
  at: number;
}

/** A page that took longer than this to come is no answer to the key any more. */
const LASTS_MS = 8_000;

let wish: Wish | null = null;
const listeners = new Set<() => void>();

export function intend(ticketId: string, intent: Intent): void {
  wish = { ticketId, intent, at: Date.now() };
  listeners.forEach((listener) => listener());
}

/** Take the wish if it is this one; it is then gone. */
export function takeIntent(ticketId: string, intent: Intent): boolean {
  const isThis =
    wish?.ticketId === ticketId && wish.intent === intent && Date.now() - wish.at < LASTS_MS;
  if (isThis) wish = null;
  return isThis;
}

/** Fulfil a wish about this ticket. */
export function useIntent(ticketId: string, intent: Intent, fulfil: () => void): void {
  const latest = useRef(fulfil);
  useEffect(() => {
    latest.current = fulfil;
  }, [fulfil]);
  useEffect(() => {
    const look = () => {
      if (takeIntent(ticketId, intent)) latest.current();
    };
    look();
    listeners.add(look);
    return () => void listeners.delete(look);
  }, [ticketId, intent]);
}
