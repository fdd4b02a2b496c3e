/** The columns of an answer: what each means, how its values read, and which way is best in it. */

import type { WhatIfAnswer, WhatIfWay } from '@/api/types';

type Estimate = WhatIfWay['figures']['weighted_solution'];

export interface Column {
  key: string;
  label: string;
  means: string;
  of: (way: WhatIfWay) => Estimate | null;
  text: (value: number) => string;
  isMoreBetter?: boolean;
  /** Left out of the first view on a narrow page. */
  isDetail?: boolean;
}

export function durationText(minutes: number): string {
  if (minutes < 1) return `${Math.round(minutes * 60)} s`;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  if (minutes < 48 * 60) return `${(minutes / 60).toFixed(1)} h`;
  return `${(minutes / 1440).toFixed(1)} days`;
}

export function shareText(share: number): string {
  const percent = share * 100;
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

const hoursText = (hours: number) => durationText(hours * 60);

export const COLUMNS: readonly Column[] = [
  {
    key: 'late',
    label: 'Answered late',
    means: 'First responses later than promised.',
    of: ({ figures }) => figures.late_first_responses.all,
    text: shareText,
  },
  {
    key: 'critical',
    label: 'Critical, 95 of 100 within',
    means: 'How long critical tickets wait for a first response.',
    of: ({ figures }) => figures.first_response.critical.p95,
    text: durationText,
  },
  {
    key: 'response',
    label: 'All, 95 of 100 within',
    means: 'How long tickets wait for a first response.',
    of: ({ figures }) => figures.first_response.all.p95,
    text: durationText,
  },
  {
    key: 'solution',
    label: 'Solved after',
    means: 'Mean time to solution, graver tickets counting more.',
    of: ({ figures }) => figures.weighted_solution,
    text: durationText,
  },
  {
    key: 'longest',
    label: 'Longest wait',
    means: 'Of any ticket, until work on it began.',
    of: ({ figures }) => figures.longest_wait_hours.all,
    text: hoursText,
  },
  {
    key: 'fairness',
    label: 'Fairness',
    means: 'Jain’s index of how busy people are: 1 is all alike.',
    of: ({ figures }) => figures.fairness,
    text: (value) => value.toFixed(2),
    isMoreBetter: true,
  },
  {
    key: 'busy',
    label: 'Busy',
    means: 'Share of their time in which people worked on tickets.',
    of: ({ figures }) => figures.utilisation,
    text: shareText,
    isDetail: true,
  },
  {
    key: 'moves',
    label: 'Moves per ticket',
    means: 'How often a ticket changed hands before work began.',
    of: ({ figures }) => figures.moves,
    text: (value) => value.toFixed(2),
    isDetail: true,
  },
  {
    key: 'unsolved',
    label: 'Never solved',
    means: 'Tickets still open at the end.',
    of: ({ figures }) => figures.unsolved,
    text: (value) => String(Math.round(value)),
    isDetail: true,
  },
];

/** Keys of the simulated ways that read best in a column; none where all read alike. */
export function bestIn(column: Column, ways: readonly WhatIfWay[]): Set<string> {
  if (column.isDetail) return new Set();
  const read = ways
    .filter(({ kind }) => kind !== 'recorded')
    .map((way) => ({ key: way.key, value: column.of(way)?.value ?? null }))
    .filter((one): one is { key: string; value: number } => one.value !== null);
  const values = read.map(({ value }) => value);
  const best = column.isMoreBetter ? Math.max(...values) : Math.min(...values);
  const found = read.filter(({ value }) => column.text(value) === column.text(best));
  return new Set(found.length === read.length ? [] : found.map(({ key }) => key));
}

/** 'gives or takes 2 %' of an estimate, when chance was thrown more than once. */
export function chanceText(column: Column, estimate: Estimate): string | null {
  return estimate.half === null || estimate.half === 0 ? null : `± ${column.text(estimate.half)}`;
}

/** Whom a chart shows: what was recorded, today, what was asked, and the best traditional way. */
export function shownWays({ ways }: WhatIfAnswer): WhatIfWay[] {
  const late = (way: WhatIfWay) => way.figures.late_first_responses.all.value;
  const traditional = ways.filter(({ kind }) => kind === 'traditional');
  const best = [...traditional].sort((a, b) => late(a) - late(b)).slice(0, 1);
  const others = ways.filter(({ kind }) => kind !== 'traditional').slice(0, 4);
  return [...others, ...best];
}

/** A name that no other way of the answer has: today's strategy may be asked about as well. */
export function nameOf(way: WhatIfWay): string {
  if (way.kind === 'recorded') return 'As it went';
  if (way.kind === 'today') return `Today: ${way.label.toLowerCase()}`;
  return way.kind === 'asked' ? `Asked: ${way.label.toLowerCase()}` : way.label;
}

export interface QueueRow extends Record<string, number | undefined> {
  hours: number;
}

const STEPS = 80;

/** Queues of several ways on one axis: each at the last point before the step. */
export function queueRows(ways: readonly WhatIfWay[]): QueueRow[] {
  const last = Math.max(0, ...ways.map(({ figures }) => figures.queue.at(-1)?.hours ?? 0));
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const hours = (last * step) / STEPS;
    const row: QueueRow = { hours: Math.round(hours * 10) / 10 };
    for (const way of ways) {
      const before = way.figures.queue.filter((point) => point.hours <= hours);
      row[nameOf(way)] = before.at(-1)?.waiting ?? 0;
    }
    return row;
  });
}
