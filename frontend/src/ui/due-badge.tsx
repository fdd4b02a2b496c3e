/** How long there is until the next thing is due on a ticket, or that it is late or stands still. */

import { VisuallyHidden } from '@mantine/core';
import type { TicketRow } from '@/api/types';
import { momentOf, remainingOf } from '@/lib/format';
import { useHalfMinutes } from '@/lib/use-now';
import { ToneBadge } from './badge';
import { DUE_KINDS, DUE_STATES } from './vocabulary';

type Due = Pick<TicketRow, 'due_at' | 'due_kind' | 'due_state'>;

/** Nothing where nothing is due any more: what was in time needs no badge in a list. */
export function DueBadge({ due, isShort }: { due: Due; isShort?: boolean }) {
  const now = useHalfMinutes();
  const { due_at: at, due_kind: kind, due_state: state } = due;
  if (!state || !kind || state === 'met' || state === 'missed') return null;
  const left = at === null ? null : new Date(at).getTime() - now;
  // The row may be a little older than its due time.
  const look = DUE_STATES[left !== null && left <= 0 ? 'late' : state];
  const what = DUE_KINDS[kind];
  return (
    <ToneBadge
      tone={look.tone}
      icon={look.icon}
      plain
      testId="due"
      title={at ? `${what} due ${momentOf(at)}` : `${what}: the time stands still`}
    >
      {wordsOf(what, left, isShort ?? false)}
    </ToneBadge>
  );
}

/** Where there is little room the number is enough to see; what it counts is still there to hear. */
function wordsOf(what: string, left: number | null, isShort: boolean) {
  if (left === null) return isShort ? 'paused' : `${what} paused`;
  const when = `${left <= 0 ? 'late by' : 'in'} ${remainingOf(left)}`;
  if (!isShort) return `${what} ${when}`;
  return (
    <>
      <VisuallyHidden component="span">{what} </VisuallyHidden>
      {when}
    </>
  );
}
