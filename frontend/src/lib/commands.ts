/** What can be done on the page at this moment, by key or from the palette; each part of a page registers its own. */

import { useEffect, useSyncExternalStore } from 'react';
import type { Shortcut } from './shortcuts';

export interface Command extends Omit<Shortcut, 'keys'> {
  id: string;
  /** Where help and palette list it. */
  group: string;
  /** One sequence, such as `c` or `g q`; a command without keys is found in the palette only. */
  keys?: string;
  /** A second way to type the same, such as an arrow; help leaves it out. */
  also?: string;
  /** Keys that only move about do not belong into the palette. */
  isMove?: boolean;
}

type Keyed = Command & { keys: string };

let registered: Command[][] = [];
let all: Command[] = [];
const listeners = new Set<() => void>();

function publish(next: Command[][]): void {
  registered = next;
  const seen = new Set<string>();
  // What was mounted last is nearest to the person, so its keys win.
  all = next
    .toReversed()
    .flat()
    .filter(({ id }) => !seen.has(id) && seen.add(id));
  listeners.forEach((listener) => listener());
}

/** Offer commands until the returned function is called. */
export function register(commands: Command[]): () => void {
  publish([...registered, commands]);
  return () => publish(registered.filter((one) => one !== commands));
}

/** Offer commands while the component is mounted; give the same array again while nothing changed. */
export function useCommands(commands: Command[]): void {
  useEffect(() => register(commands), [commands]);
}

export function commandsNow(): Command[] {
  return all;
}

/** The keys that work now, the nearest first. */
export function shortcutsOf(commands: Command[]): Shortcut[] {
  return commands.flatMap((command) => [
    ...(command.keys ? [command as Keyed] : []),
    ...(command.also ? [{ ...command, keys: command.also }] : []),
  ]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useAllCommands(): Command[] {
  return useSyncExternalStore(subscribe, commandsNow);
}
