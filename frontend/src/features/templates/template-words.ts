/** Plain words for templates and macros. */

import type { Macro, MacroStep, ReplyTemplate } from '@/api/types';
import { counted } from '@/lib/format';

export const AUDIENCES = {
  everybody: 'All staff',
  team: 'One team',
  own: 'Only me',
} as const;

export const STEPS: Record<MacroStep['do'], string> = {
  reply: 'Reply to the requester',
  note: 'Leave a note',
  status: 'Change the status',
  priority: 'Set the priority',
  category: 'Set the category',
  add_tags: 'Add tags',
  remove_tags: 'Remove tags',
  take: 'Take the ticket',
  team: 'Give it to a team',
};

export const MOVES = {
  in_progress: 'In progress',
  waiting_on_requester: 'Waiting on the requester',
  solved: 'Solved, with the reply as the solution',
  closed: 'Closed',
} as const;

/** Who finds it, and how often it was used. */
export function aboutOf(one: ReplyTemplate | Macro): string {
  const whose = one.audience === 'team' ? (one.team?.name ?? 'One team') : AUDIENCES[one.audience];
  return `${whose} · ${one.uses === 0 ? 'not used yet' : `used ${counted(one.uses, 'time')}`}`;
}

/** Rows by their folder, in the order in which they came. */
export function byFolder<T extends { folder: string }>(rows: T[]): [string, T[]][] {
  const folders = new Map<string, T[]>();
  for (const row of rows) folders.set(row.folder, [...(folders.get(row.folder) ?? []), row]);
  return [...folders];
}

/** A fresh step of a kind, ready to be filled in. */
export function newStep(kind: MacroStep['do']): MacroStep {
  switch (kind) {
    case 'reply':
    case 'note':
      return { do: kind, text: '', template_id: null };
    case 'status':
      return { do: kind, status: 'waiting_on_requester' };
    case 'priority':
      return { do: kind, priority: 'medium' };
    case 'category':
      return { do: kind, category: 'general' };
    case 'add_tags':
    case 'remove_tags':
      return { do: kind, tags: [] };
    case 'team':
      return { do: kind, team_id: '' };
    default:
      return { do: 'take' };
  }
}

/** Is there still something to fill in? */
export function isUnfinished(step: MacroStep): boolean {
  if (step.do === 'reply' || step.do === 'note') return !step.template_id && !step.text?.trim();
  if (step.do === 'add_tags' || step.do === 'remove_tags') return step.tags.length === 0;
  return step.do === 'team' && step.team_id === '';
}

/** Did the writer just ask for templates: a slash alone on its line? */
export function asksForTemplates(before: string, now: string): boolean {
  return now.length === before.length + 1 && /(^|\n)\/$/.test(now);
}

/** The words with a template in the place of the slash that asked for it, or at their end. */
export function withTemplate(words: string, text: string): string {
  const asked = /(^|\n)\/$/.test(words);
  const before = asked ? words.slice(0, -1) : words;
  const gap = before.trim() === '' || before.endsWith('\n') ? '' : '\n\n';
  return `${before}${gap}${text}`;
}
