/** Weekly hours as they are edited: days, spans, and the sentence that tells them. */

import type { Weekday, WeeklySpan } from '@/api/types';

export const WEEKDAYS: Record<Weekday, string> = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
};
export const DAYS = Object.keys(WEEKDAYS) as Weekday[];
const WORKDAYS = DAYS.slice(0, 5);

export interface Week {
  zone: string;
  weekly: WeeklySpan[];
}

export const OFFICE: WeeklySpan[] = WORKDAYS.map((day) => ({
  day,
  opens: '09:00',
  closes: '17:00',
}));
export const AROUND_THE_CLOCK: WeeklySpan[] = DAYS.map((day) => ({
  day,
  opens: '00:00',
  closes: '24:00',
}));

export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** Every zone this browser knows, and the one that is set. */
export function zones(set: string): string[] {
  return [...new Set([set, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}

/** Does the span end on the day after? */
export function isOvernight({ opens, closes }: Pick<WeeklySpan, 'opens' | 'closes'>): boolean {
  return closes <= opens;
}

function textOf(spans: WeeklySpan[]): string {
  return spans.map(({ opens, closes }) => `${opens}–${closes}`).join(' and ');
}

/** 'Monday to Friday 09:00–17:00': days with the same hours are told together. */
export function sentenceOf(weekly: WeeklySpan[]): string {
  const runs: { from: Weekday; to: Weekday; text: string }[] = [];
  for (const day of DAYS) {
    const text = textOf(weekly.filter((span) => span.day === day));
    const last = runs.at(-1);
    if (last?.text === text) last.to = day;
    else runs.push({ from: day, to: day, text });
  }
  const told = runs
    .filter(({ text }) => text !== '')
    .map(({ from, to, text }) =>
      from === to ? `${WEEKDAYS[from]} ${text}` : `${WEEKDAYS[from]} to ${WEEKDAYS[to]} ${text}`,
    );
  return told.join(', ') || 'Never';
}
