/** Rules that are being written: what a new one looks like, and how parts of it are called. */

import type { Rule, RuleAction, RuleCondition, RuleConditions, RuleVocabulary } from '@/api/types';

export type Field = RuleVocabulary['fields'][number];
type ActionKind = RuleAction['do'];

export const ACTIONS: Record<ActionKind, string> = {
  set_field: 'Set a field',
  change_tags: 'Change tags',
  assign_team: 'Give it to a team',
  assign_person: 'Give it to a technician',
  add_watcher: 'Add a follower',
  reply: 'Reply to the requester',
  note: 'Leave a note',
  notify: 'Tell people',
  webhook: 'Call a webhook',
  escalate: 'Escalate it',
  survey: 'Ask for a rating',
  close: 'Close the ticket',
};

/** Operators that need no value. */
export const NEEDS_NONE = new Set(['empty', 'filled']);

export function noConditions(): RuleConditions {
  return { match: 'all', conditions: [], groups: [] };
}

export function newRule(): Rule {
  return {
    id: crypto.randomUUID(),
    name: '',
    is_on: true,
    on: ['triaged'],
    silence: null,
    conditions: noConditions(),
    mode: 'override',
    actions: [newAction('change_tags')],
    stop: false,
    over_people: false,
  };
}

export function newCondition(field: Field): RuleCondition {
  return {
    about: field.value,
    op: field.ops[0] ?? 'is',
    values: [],
    number: field.kind === 'number' ? 1 : null,
  };
}

export function newAction(kind: ActionKind): RuleAction {
  switch (kind) {
    case 'set_field':
      return { do: kind, field: 'priority', value: 'high', bound: null };
    case 'change_tags':
      return { do: kind, add: [], remove: [] };
    case 'assign_team':
      return { do: kind, team_id: '' };
    case 'assign_person':
    case 'add_watcher':
      return { do: kind, person_id: '' };
    case 'reply':
      return { do: kind, template_id: null, text: '' };
    case 'note':
      return { do: kind, text: '' };
    case 'notify':
      return { do: kind, people_ids: [], team_id: null, whom: ['assignee'] };
    case 'webhook':
      return { do: kind, webhook_id: '' };
    default:
      return { do: kind };
  }
}

/** Every part has what it needs; the rest is for the server to say. */
export function isComplete(rule: Rule): boolean {
  return (
    rule.name.trim() !== '' &&
    rule.on.length > 0 &&
    rule.actions.length > 0 &&
    rule.actions.every(isWhole) &&
    isFilled(rule.conditions)
  );
}

function isWhole(action: RuleAction): boolean {
  switch (action.do) {
    case 'set_field':
      return action.value !== '';
    case 'change_tags':
      return action.add.length + action.remove.length > 0;
    case 'assign_team':
      return action.team_id !== '';
    case 'assign_person':
    case 'add_watcher':
      return action.person_id !== '';
    case 'reply':
      return action.template_id !== null || Boolean(action.text?.trim());
    case 'note':
      return action.text.trim() !== '';
    case 'notify':
      return action.people_ids.length + action.whom.length > 0 || action.team_id !== null;
    case 'webhook':
      return action.webhook_id !== '';
    default:
      return true;
  }
}

function isFilled({ conditions, groups }: RuleConditions): boolean {
  return (
    conditions.every(
      ({ op, values, number }) => NEEDS_NONE.has(op) || values.length > 0 || number !== null,
    ) && groups.every(isFilled)
  );
}

/** A reply has a template or a text of its own, never both. */
export function replyWith(text: string | null, templateId: string | null): RuleAction {
  return templateId === null
    ? { do: 'reply', template_id: null, text: text ?? '' }
    : { do: 'reply', template_id: templateId, text: null };
}

/** The silence belongs to its trigger: it comes and goes with it. */
export function startedBy(rule: Rule, on: Rule['on']): Rule {
  const silent = on.includes('silence');
  return {
    ...rule,
    on,
    silence: silent ? (rule.silence ?? { hours: 72, calendar_id: null }) : null,
  };
}

/** Bounds make sense in one mode only. */
export function inMode(rule: Rule, mode: Rule['mode']): Rule {
  const actions = rule.actions.map((action) =>
    action.do === 'set_field'
      ? {
          ...action,
          bound:
            mode === 'bound' && action.field !== 'category' ? (action.bound ?? 'at_least') : null,
        }
      : action,
  );
  return { ...rule, mode, actions };
}

/** One place up or down; at an end nothing moves. */
export function moved<T>(list: T[], from: number, by: -1 | 1): T[] {
  const to = from + by;
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return list;
  const rest = list.filter((_, place) => place !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}

export function replaced<T>(list: T[], place: number, item: T): T[] {
  return list.map((one, index) => (index === place ? item : one));
}

export function without<T>(list: T[], place: number): T[] {
  return list.filter((_, index) => index !== place);
}
