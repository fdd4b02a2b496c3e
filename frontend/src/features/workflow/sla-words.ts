/** Policies and clocks in plain words. */

import type { DueClock, ServicePolicy } from '@/api/types';
import { durationOf } from '@/lib/format';
import { CATEGORIES, PRIORITIES, ROLES } from '@/ui/vocabulary';

export const NO_CONDITIONS: ServicePolicy['conditions'] = {
  priorities: [],
  categories: [],
  team_ids: [],
  requester_roles: [],
  requester_domains: [],
};

export function newPolicy(): ServicePolicy {
  return {
    id: crypto.randomUUID(),
    name: '',
    conditions: NO_CONDITIONS,
    calendar_id: null,
    targets: {
      first_response_minutes: 60,
      next_response_minutes: null,
      solution_minutes: null,
    },
    warnings: { percents: [50, 90], minutes_before: [] },
  };
}

function listed(values: string[], join = 'or'): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} ${join} ${last}`;
}

/** 'Critical or High priority · in Network · from customer.example' */
export function conditionsText(
  { conditions }: Pick<ServicePolicy, 'conditions'>,
  teams: Map<string, string>,
): string {
  const { priorities, categories, team_ids, requester_roles, requester_domains } = conditions;
  const parts: string[] = [];
  if (priorities.length > 0) {
    parts.push(`${listed(priorities.map((one) => PRIORITIES[one].label))} priority`);
  }
  if (categories.length > 0) parts.push(`in ${listed(categories.map((one) => CATEGORIES[one]))}`);
  if (team_ids.length > 0) {
    parts.push(`of team ${listed(team_ids.map((id) => teams.get(id) ?? 'that is gone'))}`);
  }
  if (requester_roles.length > 0) {
    parts.push(`from a ${listed(requester_roles.map((one) => ROLES[one].toLowerCase()))}`);
  }
  if (requester_domains.length > 0) parts.push(`from ${listed(requester_domains)}`);
  return parts.length === 0 ? 'Every ticket that is left' : parts.join(' · ');
}

/** 'First answer in 30 min, solution in 8 h' */
export function targetsText({ targets }: Pick<ServicePolicy, 'targets'>): string {
  const parts = [
    ['first answer', targets.first_response_minutes],
    ['every further answer', targets.next_response_minutes],
    ['solution', targets.solution_minutes],
  ] as const;
  const told = parts.flatMap(([what, minutes]) =>
    minutes === null ? [] : [`${what} in ${durationOf(minutes)}`],
  );
  const text = told.join(', ');
  return text === '' ? 'Promises nothing' : text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a clock says now, in working time. */
export function clockText(clock: DueClock): string {
  const left = durationOf(clock.left_minutes);
  switch (clock.state) {
    case 'met':
      return `Done in ${durationOf(clock.used_minutes)} of working time`;
    case 'missed':
      return `Done late, after ${durationOf(clock.used_minutes)} of working time`;
    case 'late':
      return `Late by ${left} of working time`;
    case 'paused':
      return clock.left_minutes < 0
        ? `Late by ${left}; the time stands still`
        : `${left} of working time left; the time stands still`;
    case 'running':
    case 'warned':
      return `Due in ${left} of working time`;
    default:
      return 'Closed before it was due';
  }
}

/** One place up or down; at an end nothing moves. */
export function moved<T>(list: T[], from: number, by: -1 | 1): T[] {
  const to = from + by;
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return list;
  const rest = list.filter((_, place) => place !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}
