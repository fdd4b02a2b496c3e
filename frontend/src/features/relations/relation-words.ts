/** Relations in plain words. */

import type { Relation } from '@/api/types';

type Ends = Pick<Relation, 'kind' | 'direction'>;

const WORDS: Record<Relation['kind'], Record<Relation['direction'], string>> = {
  related: { from: 'Has to do with', to: 'Has to do with' },
  duplicate_of: { from: 'Duplicate of', to: 'Has a duplicate' },
  child_of: { from: 'Part of', to: 'Has a part' },
  part_of_incident: { from: 'Part of the major incident', to: 'Attached' },
  merged_into: { from: 'Goes on as', to: 'Merged into this' },
  split_from: { from: 'Split off from', to: 'A part became' },
};

export function relationText({ kind, direction }: Ends): string {
  return WORDS[kind][direction];
}

/** What people may link by hand, as they would say it of the ticket that they look at. */
export const LINKS = [
  { value: 'related:from', label: 'has to do with' },
  { value: 'duplicate_of:from', label: 'is a duplicate of' },
  { value: 'child_of:from', label: 'is a part of' },
  { value: 'child_of:to', label: 'has as a part' },
] as const;

export type LinkValue = (typeof LINKS)[number]['value'];

export function endsOf(value: LinkValue): Ends {
  const [kind, direction] = value.split(':') as [Relation['kind'], Relation['direction']];
  return { kind, direction };
}

/** Links that tell where a ticket comes from stay. */
export function canUnlink({ kind }: Pick<Relation, 'kind'>): boolean {
  return kind !== 'merged_into' && kind !== 'split_from';
}
