/** Levels, rotas and turns in plain words. */

import type { EscalationLevel, EscalationPolicy, OnCallRota, TicketEscalation } from '@/api/types';
import { durationOf } from '@/lib/format';

export const WEEKDAYS: Record<OnCallRota['weekday'], string> = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
};

type Names = Map<string, string>;

/** 'Team Network and whoever is on call for Night' */
export function levelText(level: EscalationLevel, teams: Names, rotas: Names): string {
  const parts: string[] = [];
  if (level.team_id) parts.push(`team ${teams.get(level.team_id) ?? 'that is gone'}`);
  if (level.rota_id) {
    parts.push(`whoever is on call for ${rotas.get(level.rota_id) ?? 'a rota that is gone'}`);
  }
  if (level.team_leads) parts.push('whoever leads the team');
  if (level.administrators) parts.push('administrators');
  const text = parts.join(' and ');
  return text === '' ? 'Nobody yet' : text.charAt(0).toUpperCase() + text.slice(1);
}

/** 'Nobody answered for 15 min, or something is late' */
export function startText(policy: EscalationPolicy): string {
  const parts: string[] = [];
  if (policy.unanswered_minutes !== null) {
    parts.push(`nobody answered for ${durationOf(policy.unanswered_minutes)}`);
  }
  if (policy.on_sla_warning) parts.push('something is due soon');
  if (policy.on_sla_breach) parts.push('something is late');
  const text = parts.length === 0 ? 'only by hand or by a rule' : parts.join(', or ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** 'Every Monday at 09:00, Europe/Berlin' */
export function handOverText({ hand_over: kind, weekday, at, zone }: OnCallRota): string {
  return `${kind === 'daily' ? 'Every day' : `Every ${WEEKDAYS[weekday]}`} at ${at}, ${zone}`;
}

const STARTED: Record<NonNullable<TicketEscalation['started_by']>, string> = {
  unanswered: 'Nobody has answered',
  sla_warning: 'Something is due soon',
  sla_breach: 'Something is late',
  person: 'Called by hand',
  rule: 'Called by a rule',
};

export function startedText(by: TicketEscalation['started_by']): string {
  return by ? STARTED[by] : '';
}

export function newPolicy(): EscalationPolicy {
  return {
    id: crypto.randomUUID(),
    name: '',
    conditions: {
      priorities: ['critical'],
      categories: [],
      team_ids: [],
      requester_roles: [],
      requester_domains: [],
    },
    calendar_id: null,
    unanswered_minutes: 15,
    on_sla_warning: false,
    on_sla_breach: false,
    levels: [newLevel()],
    repeats: 0,
  };
}

export function newLevel(): EscalationLevel {
  return {
    team_id: null,
    rota_id: null,
    team_leads: false,
    administrators: true,
    timeout_minutes: 15,
  };
}

export function newRota(today: string): OnCallRota {
  return {
    id: crypto.randomUUID(),
    name: '',
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    people: [],
    hand_over: 'weekly',
    weekday: 'monday',
    at: '09:00',
    starts_on: today,
  };
}

/** Today, as the calendar on the wall says. */
export function todayOf(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
