/** Weekly figures as series for charts and as sentences. */

import type { Category, WeekOfTriage } from '@/api/types';
import { CATEGORIES } from '@/ui/vocabulary';

const RECENT_WEEKS = 4;
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** '16 Nov', the Monday of the week. */
export function weekLabel(week: string): string {
  return DAY.format(new Date(`${week}T00:00:00Z`));
}

const inPercent = (share: number | null) => (share === null ? null : Math.round(share * 100));

export function accuracySeries(weeks: WeekOfTriage[]) {
  return weeks.map((week) => ({
    week: weekLabel(week.week),
    Priority: inPercent(week.accuracy),
    Category: inPercent(week.category_accuracy),
    'To a person': inPercent(week.needs_review_share),
  }));
}

function sumOf(weeks: WeekOfTriage[]): number[] {
  return Array.from({ length: 10 }, (_, bin) =>
    weeks.reduce((sum, week) => sum + (week.confidence_histogram[bin] ?? 0), 0),
  );
}

/** The share of tickets by confidence: the newest weeks beside those before them. */
export function confidenceSeries(weeks: WeekOfTriage[]) {
  const parts = [weeks.slice(0, -RECENT_WEEKS), weeks.slice(-RECENT_WEEKS)].map((part) => {
    const bins = sumOf(part);
    const total = bins.reduce((sum, count) => sum + count, 0);
    return bins.map((count) => (total === 0 ? 0 : Math.round((count / total) * 1000) / 10));
  });
  return Array.from({ length: 10 }, (_, bin) => ({
    confidence: `${bin * 10}–${bin * 10 + 10}`,
    Before: parts[0]?.[bin] ?? 0,
    'Last 4 weeks': parts[1]?.[bin] ?? 0,
  }));
}

/** Categories that occurred, in the order of the product, under their labels. */
export function categoriesOf(weeks: WeekOfTriage[]): Category[] {
  return (Object.keys(CATEGORIES) as Category[]).filter((name) =>
    weeks.some((week) => (week.category_mix[name] ?? 0) > 0),
  );
}

export function mixSeries(weeks: WeekOfTriage[]) {
  const names = categoriesOf(weeks);
  return weeks.map((week) => ({
    week: weekLabel(week.week),
    ...Object.fromEntries(names.map((name) => [CATEGORIES[name], week.category_mix[name] ?? 0])),
  }));
}

export interface Totals {
  scored: number;
  reviewed: number;
  corrected: number;
  /** Share of priorities that people left; null when nobody looked. */
  left: number | null;
}

export function totalsOf(weeks: WeekOfTriage[]): Totals {
  const sum = (of: (week: WeekOfTriage) => number) =>
    weeks.reduce((before, week) => before + of(week), 0);
  const reviewed = sum((week) => week.reviewed);
  const kept = sum((week) => (week.accuracy ?? 0) * week.reviewed);
  return {
    scored: sum((week) => week.scored),
    reviewed,
    corrected: sum((week) => week.corrected),
    left: reviewed === 0 ? null : kept / reviewed,
  };
}
