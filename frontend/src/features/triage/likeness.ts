/** How alike two tickets are, in words. */

const STEPS: [number, string][] = [
  [0.85, 'Almost the same'],
  [0.66, 'Very similar'],
  [0.55, 'Similar'],
];

export function likeness(similarity: number): string {
  return STEPS.find(([from]) => similarity >= from)?.[1] ?? 'Somewhat similar';
}
