/** The last thing that can be taken back: from its message, or with a key. */

import { takeBack, tellUndoable } from './toast';

const LASTS_MS = 10_000;

let last: { name: string; undo: () => void; until: number } | null = null;

/** Say what was done; for a while the message and the key take it back. */
export function offerUndo(message: string, undo: () => void): void {
  const name = 'undo';
  const entry = { name, undo: () => once(), until: Date.now() + LASTS_MS };
  const once = () => {
    if (last === entry) last = null;
    undo();
  };
  last = entry;
  tellUndoable({ name, message, undo: once, forMs: LASTS_MS, shortcut: 'z' });
}

/** Take back what the last message offers; false when there is nothing (any more). */
export function undoLast(): boolean {
  if (!last || Date.now() > last.until) return false;
  takeBack(last.name);
  last.undo();
  return true;
}
