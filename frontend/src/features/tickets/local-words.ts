/** Unsent words kept in this browser until the server has them, and the browser's own name. */

import type { Named } from '@/lib/mentions';

export type Kind = 'reply' | 'note';

/** Unsent words; mentions stand in them by id. */
export interface Words {
  kind: Kind;
  text: string;
  mentions: Named[];
  device: string;
  edited_at: string;
}

const DEVICE = 'tikify:device';
const nameOf = (userId: string, ticketId: string) => `tikify:words:${userId}:${ticketId}`;

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    // Storage may be blocked; then words are kept by the server alone.
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Full or blocked: the page itself still holds every word.
    return;
  }
}

let device = '';

export function thisDevice(): string {
  device ||= read(DEVICE) ?? '';
  if (!device) {
    const bytes = crypto.getRandomValues(new Uint8Array(8));
    device = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    write(DEVICE, device);
  }
  return device;
}

export function localWords(userId: string, ticketId: string): Words | null {
  try {
    const found = JSON.parse(read(nameOf(userId, ticketId)) ?? 'null') as Words | null;
    return typeof found?.text === 'string' && typeof found.edited_at === 'string' ? found : null;
  } catch {
    // Somebody else wrote there, or half of it.
    return null;
  }
}

export function keepLocally(userId: string, ticketId: string, words: Words): void {
  write(nameOf(userId, ticketId), JSON.stringify(words));
}

export function forgetLocally(userId: string, ticketId: string): void {
  try {
    localStorage.removeItem(nameOf(userId, ticketId));
  } catch {
    return;
  }
}

/** The later one of two; what the server keeps wins a tie. */
export function laterOf(local: Words | null, stored: Words | null): Words | null {
  if (!local || !stored) return local ?? stored;
  return Date.parse(local.edited_at) > Date.parse(stored.edited_at) ? local : stored;
}
