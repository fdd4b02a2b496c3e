/** The time that is left until the next thing is due on the open ticket; in the last hour it ticks. */

import type { TicketRow } from '@/api/types';
import { countdownOf, momentOf, remainingOf } from '@/lib/format';
import { useHalfMinutes, useSeconds } from '@/lib/use-now';
import { ToneBadge } from './badge';
import { DUE_KINDS, DUE_STATES } from './vocabulary';

type Due = Pick<TicketRow, 'due_at' | 'due_kind' | 'due_state'>;

const HOUR_MS = 3_600_000;

export function Countdown({ due }: { due: Due }) {
  const now = useHalfMinutes();
  const { due_at: at, due_kind: kind, due_state: state } = due;
  if (!state || !kind || state === 'met' || state === 'missed') return null;
  const what = DUE_KINDS[kind];
  if (at === null) {
    return (
      <ToneBadge tone="blue" icon={DUE_STATES.paused.icon} testId="countdown">
        {what} paused
      </ToneBadge>
    );
  }
  const left = new Date(at).getTime() - now;
  const look = DUE_STATES[left <= 0 ? 'late' : state];
  return (
    <ToneBadge
      tone={look.tone}
      icon={look.icon}
      title={`${what} due ${momentOf(at)}`}
      testId="countdown"
    >
      {what} {left <= 0 ? 'late by' : 'in'}{' '}
      {Math.abs(left) < HOUR_MS ? <Ticking at={at} /> : remainingOf(left)}
    </ToneBadge>
  );
}

/** Not announced at every second: whoever listens reads it when they come by. */
function Ticking({ at }: { at: string }) {
  const now = useSeconds();
  return (
    <span className="tk-number" role="timer" aria-live="off">
      {countdownOf(new Date(at).getTime() - now)}
    </span>
  );
}
