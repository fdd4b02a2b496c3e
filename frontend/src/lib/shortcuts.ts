/** Key sequences: single keys, and pairs like 'g q' typed within a moment. */

export interface Shortcut {
  keys: string;
  label: string;
  run: () => void;
}

const PAIR_MS = 1_200;

/** Is the person writing, so that a letter is a letter? */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Match key presses against shortcuts; the returned function takes one press at a time. */
export function matcher(shortcuts: Shortcut[], now: () => number = Date.now) {
  let before = '';
  let at = 0;
  return (key: string): Shortcut | null => {
    const pair = now() - at < PAIR_MS && before ? `${before} ${key}` : '';
    const found =
      shortcuts.find(({ keys }) => keys === pair) ?? shortcuts.find(({ keys }) => keys === key);
    before = found ? '' : key;
    at = now();
    return found ?? null;
  };
}
