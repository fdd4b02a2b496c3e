/** When the next thing is due on a ticket of a list, or that it is late or stands still. */

import { useEffect, useState } from 'react';
import type { TicketRow } from '@/api/types';
import { momentOf, shortMomentOf } from '@/lib/format';
import { ToneBadge } from './badge';
import { DUE_KINDS, DUE_STATES } from './vocabulary';

type Due = Pick<TicketRow, 'due_at' | 'due_kind' | 'due_state'>;

const TICK_MS = 30_000;

/** Nothing where nothing is due any more: what was in time needs no badge in a list. */
export function DueBadge({ due }: { due: Due }) {
  const now = useNow();
  const { due_at: at, due_kind: kind, due_state: state } = due;
  if (!state || !kind || state === 'met' || state === 'missed') return null;
  // The row may be a little older than its due time.
  const passed = at !== null && new Date(at) <= now;
  const look = DUE_STATES[passed ? 'late' : state];
  const what = DUE_KINDS[kind];
  return (
    <ToneBadge
      tone={look.tone}
      icon={look.icon}
      plain
      testId="due"
      title={at ? `${what} due ${momentOf(at)}` : `${what}: the time stands still`}
    >
      {at ? `${what} ${passed ? 'was due' : 'due'} ${shortMomentOf(at, now)}` : `${what} paused`}
    </ToneBadge>
  );
}

function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
