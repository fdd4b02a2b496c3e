/** How every closed word of the API looks and reads: label, tone and icon. */

import {
  IconAlertOctagonFilled,
  IconAlarm,
  IconChevronDown,
  IconChevronsUp,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconClockPause,
  IconClockX,
  IconEqual,
  IconLock,
  IconMessageQuestion,
  IconMoodEmpty,
  IconMoodSad,
  IconMoodSmile,
  IconPin,
  IconPlayerPlay,
  IconProgress,
  IconRotateClockwise,
  IconScan,
  IconUserCheck,
  IconUserPause,
  IconUserX,
  type Icon,
} from '@tabler/icons-react';
import type {
  Category,
  DueKind,
  DueState,
  Presence,
  Priority,
  Role,
  Sentiment,
  Strategy,
  TicketStatus,
} from '@/api/types';
import { words } from '@/lib/format';
import type { Tone } from './badge';

interface Look {
  label: string;
  tone: Tone;
  icon: Icon;
}

export const PRIORITIES: Record<Priority, Look & { means: string }> = {
  critical: {
    label: 'Critical',
    tone: 'critical',
    icon: IconAlertOctagonFilled,
    means: 'Work stands still for many people',
  },
  high: { label: 'High', tone: 'orange', icon: IconChevronsUp, means: 'Somebody cannot work' },
  medium: { label: 'Medium', tone: 'amber', icon: IconEqual, means: 'Work goes on with trouble' },
  low: { label: 'Low', tone: 'grey', icon: IconChevronDown, means: 'A wish or a question' },
};

export const STATUSES: Record<TicketStatus, Look> = {
  new: { label: 'New', tone: 'blue', icon: IconCircleDashed },
  triaged: { label: 'Triaged', tone: 'violet', icon: IconScan },
  assigned: { label: 'Assigned', tone: 'lagoon', icon: IconUserCheck },
  in_progress: { label: 'In progress', tone: 'amber', icon: IconProgress },
  waiting_on_requester: {
    label: 'Waiting on requester',
    tone: 'orange',
    icon: IconMessageQuestion,
  },
  solved: { label: 'Solved', tone: 'green', icon: IconCircleCheck },
  closed: { label: 'Closed', tone: 'grey', icon: IconLock },
  reopened: { label: 'Reopened', tone: 'pink', icon: IconRotateClockwise },
};

export const PRESENCES: Record<Presence, Look> = {
  online: { label: 'Online', tone: 'green', icon: IconUserCheck },
  away: { label: 'Away', tone: 'amber', icon: IconUserPause },
  offline: { label: 'Offline', tone: 'grey', icon: IconUserX },
};

export const SENTIMENTS: Record<Sentiment, Look> = {
  negative: { label: 'Upset', tone: 'red', icon: IconMoodSad },
  neutral: { label: 'Neutral', tone: 'grey', icon: IconMoodEmpty },
  positive: { label: 'Friendly', tone: 'green', icon: IconMoodSmile },
};

export const COMMITMENTS: Record<string, Look & { means: string }> = {
  soft: {
    label: 'May still move',
    tone: 'grey',
    icon: IconCircleDashed,
    means: 'Nobody has begun; a better match may take it.',
  },
  held: { label: 'Up next', tone: 'blue', icon: IconLock, means: 'Next in line; it stays here.' },
  firm: { label: 'Begun', tone: 'lagoon', icon: IconPlayerPlay, means: 'Work has begun.' },
  pinned: { label: 'Pinned', tone: 'violet', icon: IconPin, means: 'A person decided this.' },
};

export const CATEGORIES: Record<Category, string> = {
  hardware: 'Hardware',
  software: 'Software',
  network: 'Network',
  access: 'Access',
  storage: 'Storage',
  email: 'E-mail',
  security: 'Security',
  billing: 'Billing',
  hr: 'HR',
  general: 'General',
};

/** A skill is mostly a category; any other word is shown as it is. */
export function skillLabel(skill: string): string {
  return (CATEGORIES as Record<string, string>)[skill] ?? words(skill);
}

export const ROLES: Record<Role, string> = {
  user: 'User',
  technician: 'Technician',
  administrator: 'Administrator',
};

export const STRATEGIES: Record<Strategy, { label: string; means: string }> = {
  weighted_least_load: {
    label: 'Least work ahead',
    means:
      'Whoever is soonest free for it, by hours of work and not by number of tickets. Until somebody begins, a ticket may still move to whoever is free first. Best for most teams.',
  },
  expected_completion: {
    label: 'Soonest done',
    means: 'Whoever would have it finished first, with what lies before it and at their own pace.',
  },
  priority_aware: {
    label: 'Grave ones spread out',
    means: 'Weighs graver tickets more, and what somebody did in the last hours too.',
  },
  skill_first: {
    label: 'Best skill',
    means: 'Whoever knows the subject best, even when somebody else is free sooner.',
  },
  least_busy: {
    label: 'Fewest tickets',
    means: 'Whoever holds the fewest tickets, large or small.',
  },
  round_robin: { label: 'In turn', means: 'One after the other, whatever each one holds.' },
  weighted_round_robin: {
    label: 'In turn, by capacity',
    means: 'In turn, but who has room for twice as many gets twice as many.',
  },
  manual: { label: 'By hand', means: 'Nothing is handed out. People take tickets or assign them.' },
};

export const DUE_KINDS: Record<DueKind, string> = {
  first_response: 'First answer',
  next_response: 'Answer',
  solution: 'Solution',
};

export const DUE_STATES: Record<DueState, Look> = {
  late: { label: 'Late', tone: 'red', icon: IconAlarm },
  warned: { label: 'Due soon', tone: 'orange', icon: IconAlarm },
  running: { label: 'Time is running', tone: 'grey', icon: IconClock },
  paused: { label: 'Time stands still', tone: 'blue', icon: IconClockPause },
  met: { label: 'In time', tone: 'green', icon: IconCircleCheck },
  missed: { label: 'Was late', tone: 'grey', icon: IconClockX },
};

export const LEVELS = { high: 'High', medium: 'Medium', low: 'Low' } as const;

/** Select data from one of the tables above. */
export function choices(table: Record<string, string | { label: string }>) {
  return Object.entries(table).map(([value, look]) => ({
    value,
    label: typeof look === 'string' ? look : look.label,
  }));
}
