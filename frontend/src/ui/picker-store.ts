/** Asks the one picker of the page: a short list to choose from by typing, opened from anywhere. */

import type { Icon } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';

export interface Choice {
  id: string;
  label: string;
  about?: string;
  group?: string;
  keys?: string;
  icon?: Icon;
  isCurrent?: boolean;
  disabled?: boolean;
  run: () => void;
}

export interface Question {
  title: string;
  placeholder: string;
  /** What is offered at once; narrowed by what is typed unless it takes that into account itself. */
  choices: (typed: string) => Choice[];
  /** What has to be asked for; `key` names it in the cache. */
  search?: { key: string; load: (typed: string, signal: AbortSignal) => Promise<Choice[]> };
  empty?: string;
}

let question: Question | null = null;
const listeners = new Set<() => void>();

function set(next: Question | null): void {
  question = next;
  listeners.forEach((listener) => listener());
}

export function pick(next: Question): void {
  set(next);
}

export function closePicker(): void {
  set(null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useQuestion(): Question | null {
  return useSyncExternalStore(subscribe, () => question);
}

/** Keep the choices in which every typed word begins a word, the best first. */
export function narrowed(choices: Choice[], typed: string): Choice[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return choices;
  const fits = ({ label, about, group }: Choice) => {
    const text = ` ${label} ${about ?? ''} ${group ?? ''}`.toLowerCase();
    return wanted.every((word) => text.includes(` ${word}`) || text.includes(`(${word}`));
  };
  const first = wanted[0] ?? '';
  const begins = ({ label }: Choice) => (label.toLowerCase().startsWith(first) ? 0 : 1);
  return choices.filter(fits).sort((a, b) => begins(a) - begins(b));
}
