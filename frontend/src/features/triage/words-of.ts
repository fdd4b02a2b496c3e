/** The closed words of a classification as people read them. */

import type { Priority } from '@/api/types';
import { words } from '@/lib/format';
import { CATEGORIES, LEVELS, PRIORITIES } from '@/ui/vocabulary';

type Labels = Record<string, string | { label: string }>;
const FIELDS: Record<string, Labels> = {
  priority: PRIORITIES,
  category: CATEGORIES,
  impact: LEVELS,
  urgency: LEVELS,
};

/** Most pressing first, as people count them. */
export const PRIORITY_ORDER: readonly Priority[] = ['critical', 'high', 'medium', 'low'];

export function labelOf(field: string, value: string | null): string {
  if (value === null) return 'nothing';
  const look = FIELDS[field]?.[value];
  return typeof look === 'string' ? look : (look?.label ?? words(value));
}

/** Shares in the order of the field's own scale, with labels. */
export function sharesOf(field: string, shares: Record<string, number> | null) {
  if (!shares) return [];
  const known = Object.keys(FIELDS[field] ?? {}).filter((name) => name in shares);
  const order = [...known, ...Object.keys(shares).filter((name) => !known.includes(name))];
  return order.map((name) => ({
    name,
    value: shares[name] ?? 0,
    label: labelOf(field, name),
  }));
}
