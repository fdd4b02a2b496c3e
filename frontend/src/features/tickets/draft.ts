/** The unsent ticket: kept in this tab, so that bad input, a reload or a lost line loses nothing. */

import type { Attachment, Category, Impact, SubmitTicket, Urgency } from '@/api/types';

export interface Draft {
  subject: string;
  description: string;
  category: Category | null;
  impact: Impact | null;
  urgency: Urgency | null;
  tags: string[];
  attachments: Attachment[];
}

export const EMPTY_DRAFT: Draft = {
  subject: '',
  description: '',
  category: null,
  impact: null,
  urgency: null,
  tags: [],
  attachments: [],
};

const DRAFT = 'tikify:draft';
const ATTEMPT = 'tikify:attempt';

interface Attempt {
  body: string;
  key: string;
}

function read<T>(name: string): Partial<T> | null {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? 'null') as Partial<T> | null;
  } catch {
    // Storage that is blocked or holds something else counts as empty.
    return null;
  }
}

function write(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Storage may be full or blocked; the form itself still holds every word.
    return;
  }
}

export function loadDraft(): Draft {
  return { ...EMPTY_DRAFT, ...read<Draft>(DRAFT) };
}

export function saveDraft(draft: Draft): void {
  write(DRAFT, draft);
}

export function forgetDraft(): void {
  sessionStorage.removeItem(DRAFT);
  sessionStorage.removeItem(ATTEMPT);
}

export function isEmptyDraft(draft: Draft): boolean {
  return JSON.stringify({ ...EMPTY_DRAFT, ...draft }) === JSON.stringify(EMPTY_DRAFT);
}

export function bodyOf(draft: Draft): SubmitTicket {
  return {
    subject: draft.subject.trim(),
    description: draft.description.trim(),
    category: draft.category,
    impact: draft.impact,
    urgency: draft.urgency,
    tags: draft.tags,
    attachment_ids: draft.attachments.map(({ id }) => id),
  };
}

/** The same body keeps its key, so a retry cannot make a second ticket; another body gets a new one. */
export function idempotencyKeyFor(body: SubmitTicket): string {
  const text = JSON.stringify(body);
  const last = read<Attempt>(ATTEMPT);
  if (last?.body === text && last.key) return last.key;
  const key = newKey();
  write(ATTEMPT, { body: text, key });
  return key;
}

/** `crypto.randomUUID` exists only on secure origins; an address in the local network is none. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What is wrong with the form before it is sent, by field. */
export function faultsOf(draft: Draft): Partial<Record<keyof Draft, string>> {
  const faults: Partial<Record<keyof Draft, string>> = {};
  const subject = draft.subject.trim();
  const description = draft.description.trim();
  if (!subject) faults.subject = 'Say in a few words what is wrong.';
  if (subject.length > 200) {
    faults.subject = `The subject may have 200 characters; this one has ${subject.length}.`;
  }
  if (!description) faults.description = 'Describe what happened, so that somebody can help.';
  if (description.length > 20_000) {
    faults.description = `The description may have 20,000 characters; this one has ${description.length.toLocaleString('en')}.`;
  }
  return faults;
}
