/** A question as it is composed, as it is sent, and as it is said. */

import type { AskWhatIf, WayOfAssigning, WhatIfPeople, WhatIfQuestion } from '@/api/types';
import { counted, dayOf } from '@/lib/format';
import { skillLabel } from '@/ui/vocabulary';

export const WAYS: Record<WayOfAssigning, { label: string; means: string }> = {
  weighted_least_load: {
    label: 'Least work ahead',
    means: 'To whoever has the least to do; may move until work begins.',
  },
  priority_aware: {
    label: 'By priority',
    means: 'The gravest first, to whoever has the least to do.',
  },
  expected_completion: {
    label: 'Soonest done',
    means: 'To whoever will probably have it solved first.',
  },
  skill_first: { label: 'Best skill first', means: 'To the best expert, even if busy.' },
  least_busy: { label: 'Fewest tickets', means: 'To whoever holds the fewest tickets.' },
  round_robin: { label: 'In turn', means: 'One after the other, oldest ticket first.' },
  weighted_round_robin: {
    label: 'In turn, by size of the queue',
    means: 'In turn; who has more room is asked more often.',
  },
};

export const SHIFTS = {
  morning: { label: 'Morning, 6 to 14', begins: 6, ends: 14 },
  day: { label: 'Day, 9 to 17', begins: 9, ends: 17 },
  evening: { label: 'Evening, 14 to 22', begins: 14, ends: 22 },
  night: { label: 'Night, 22 to 6', begins: 22, ends: 6 },
} as const;
export type Shift = keyof typeof SHIFTS;

const WORKDAYS = [0, 1, 2, 3, 4];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
export const PERIODS = [7, 30, 90] as const;

export interface Group {
  count: number;
  skills: string[];
  shift: Shift;
  everyDay: boolean;
}

export interface Draft {
  kind: 'history' | 'generated' | 'csv';
  days: number;
  desk: {
    technicians: number;
    tickets: number;
    load: number;
    storms: number;
    roundTheClock: boolean;
  };
  files: { tickets: string; technicians: string };
  groups: Group[];
  strategies: WayOfAssigning[];
  interrupt: boolean;
  pinAtOnce: boolean;
  patience: number;
}

/** What the engine does unless told otherwise. */
export const USUAL_PATIENCE = 0.5;
const USUAL_CEILING_HOURS = 40;

export function newGroup(): Group {
  return { count: 2, skills: [], shift: 'evening', everyDay: false };
}

export function newDraft(): Draft {
  return {
    kind: 'history',
    days: 30,
    desk: { technicians: 12, tickets: 1500, load: 0.85, storms: 2, roundTheClock: false },
    files: { tickets: '', technicians: '' },
    groups: [newGroup()],
    strategies: [],
    interrupt: false,
    pinAtOnce: false,
    patience: USUAL_PATIENCE,
  };
}

const isoDay = (at: Date) => {
  const pad = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
};

function sourceOf(draft: Draft, now: Date): AskWhatIf['source'] {
  if (draft.kind === 'csv') return { kind: 'csv', ...draft.files };
  if (draft.kind === 'generated') {
    const { technicians, tickets, load, storms, roundTheClock } = draft.desk;
    const skills = Math.max(2, Math.min(16, Math.round(technicians / 3)));
    return {
      kind: 'generated',
      ...{ technicians, tickets, load, storms, skills },
      absence: 0.03,
      round_the_clock: roundTheClock,
    };
  }
  const first = new Date(now);
  first.setDate(now.getDate() - draft.days);
  return {
    kind: 'history',
    begin: isoDay(first),
    end: isoDay(now),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

const hasOtherSettings = ({ interrupt, pinAtOnce, patience }: Draft) =>
  interrupt || pinAtOnce || patience !== USUAL_PATIENCE;

/** The request that a draft makes. */
export function bodyOf(draft: Draft, now = new Date()): AskWhatIf {
  return {
    source: sourceOf(draft, now),
    strategies: draft.strategies,
    more_people: draft.groups.map(({ count, skills, shift, everyDay }) => ({
      ...{ count, skills },
      begins: SHIFTS[shift].begins,
      ends: SHIFTS[shift].ends,
      weekdays: everyDay ? EVERY_DAY : WORKDAYS,
    })),
    settings: hasOtherSettings(draft)
      ? {
          patience: draft.patience,
          interrupt: draft.interrupt,
          pin_at_once: draft.pinAtOnce,
          ceiling_hours: USUAL_CEILING_HOURS,
        }
      : null,
    seeds: 5,
  };
}

/** Why the draft cannot be asked yet. */
export function missingIn(draft: Draft): string | null {
  if (draft.kind === 'csv' && !(draft.files.tickets && draft.files.technicians)) {
    return 'Choose both files first.';
  }
  const { technicians, tickets, load } = draft.desk;
  if (draft.kind === 'generated' && !(technicians >= 2 && tickets >= 50 && load > 0)) {
    return 'Fill in the figures of the made-up desk.';
  }
  if (draft.groups.some(({ count }) => count < 1)) return 'Say how many more people.';
  return null;
}

function shiftWords(begins: number, ends: number): string {
  const known = Object.entries(SHIFTS).find(([, s]) => s.begins === begins && s.ends === ends);
  const names: Record<string, string> = {
    morning: 'in the morning',
    day: 'during the day',
    evening: 'in the evening',
    night: 'at night',
  };
  return known ? (names[known[0]] ?? '') : `from ${begins} to ${ends}`;
}

function peopleWords({ count, skills, begins, ends }: WhatIfPeople): string {
  const who = count === 1 ? '1 more person' : `${count} more people`;
  const able = skills.length > 0 ? ` for ${skills.map(skillLabel).join(' and ')}` : '';
  return `${who}${able} ${shiftWords(begins, ends)}`;
}

type Asked = Pick<WhatIfQuestion, 'source' | 'strategies' | 'more_people' | 'settings'>;

function changesOf(question: Asked): string[] {
  const ways = question.strategies.map((way) => `“${WAYS[way].label}”`);
  return [
    ...question.more_people.map(peopleWords),
    ...(ways.length > 0 ? [ways.join(' or ')] : []),
    ...(question.settings ? ['other settings'] : []),
  ];
}

/** 'What if: 2 more people in the evening' */
export function titleOf(question: Asked): string {
  const changes = changesOf(question);
  return changes.length > 0 ? `What if: ${changes.join(', ')}` : 'How does today’s way compare?';
}

/** 'on the tickets from 1 Oct 2026 to 31 Oct 2026' */
export function sourceWords({ source }: Pick<Asked, 'source'>): string {
  if (source.kind === 'history') {
    return `on your own tickets, ${dayOf(source.begin)} to ${dayOf(source.end)}`;
  }
  if (source.kind === 'generated') {
    const who = `${counted(source.technicians, 'technician')}, ${counted(source.tickets, 'ticket')}`;
    return `on a made-up desk: ${who}, ${Math.round(source.load * 100)} % busy`;
  }
  return `on your files with ${counted(source.ticket_lines, 'ticket')}`;
}
