/** Whether somebody is writing on a ticket on this page just now; it ends by itself after a while. */

import { useSyncExternalStore } from 'react';

/** So long after the last letter one still counts as writing. */
const LASTS_MS = 20_000;

const writing = new Map<string, ReturnType<typeof setTimeout>>();
const listeners = new Set<() => void>();
const tellAll = () => listeners.forEach((listener) => listener());

export function noteWriting(ticketId: string): void {
  const before = writing.get(ticketId);
  clearTimeout(before);
  writing.set(
    ticketId,
    setTimeout(() => stopWriting(ticketId), LASTS_MS),
  );
  if (before === undefined) tellAll();
}

export function stopWriting(ticketId: string): void {
  const before = writing.get(ticketId);
  if (before === undefined) return;
  clearTimeout(before);
  writing.delete(ticketId);
  tellAll();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function useIsWriting(ticketId: string): boolean {
  return useSyncExternalStore(subscribe, () => writing.has(ticketId));
}
