/** From a wanted accuracy to what the model may decide alone. The server has the last word. */

import type { TriageSettings } from '@/api/types';

type Curve = TriageSettings['risk_coverage'];

export interface Plan {
  /** Null: no confidence is high enough, everything goes to a person. */
  floor: number | null;
  alone: number;
}

/** The lowest floor from which on the model is right as often as wanted, at every higher one too. */
export function planFor(curve: Curve, wanted: number): Plan {
  let plan: Plan = { floor: null, alone: 0 };
  for (const { floor, right, share } of [...curve].reverse()) {
    if (right < wanted) break;
    plan = { floor, alone: share };
  }
  return plan;
}

/** The sentence under the slider. */
export function sentenceOfPlan(wanted: number, alone: number): string {
  const at = `At ${Math.round(wanted * 100)} %`;
  const share = Math.round(alone * 100);
  if (alone === 0) return `${at} every ticket goes to a person: the model is never that sure.`;
  if (share === 100) return `${at} the model decides all tickets alone.`;
  return `${at} the model decides ${share} % of tickets alone, ${100 - share} % go to a person.`;
}

/** The curve as points of a chart in per cent, from the few surest tickets to all. */
export function pointsOf(curve: Curve) {
  return [...curve]
    .sort((a, b) => a.share - b.share)
    .map(({ share, right, floor }) => ({
      alone: Math.round(share * 1000) / 10,
      Right: Math.round(right * 1000) / 10,
      floor,
    }));
}
