/** What the five scores mean. */

export const SCORES = ['Very poor', 'Poor', 'Fair', 'Good', 'Excellent'] as const;

export function scoreLabel(score: number): string {
  return SCORES[score - 1] ?? '';
}
