/** Priority, status and presence as badges. */

import { IconHourglass } from '@tabler/icons-react';
import type { Presence, Priority, TicketStatus } from '@/api/types';
import { ToneBadge } from './badge';
import { PRESENCES, PRIORITIES, STATUSES } from './vocabulary';

export function PriorityBadge({ priority, plain }: { priority: Priority | null; plain?: boolean }) {
  if (priority === null) {
    return (
      <ToneBadge tone="grey" icon={IconHourglass} plain={plain} testId="priority">
        Not scored yet
      </ToneBadge>
    );
  }
  const look = PRIORITIES[priority];
  return (
    <ToneBadge tone={look.tone} icon={look.icon} plain={plain} title={look.means} testId="priority">
      {look.label}
    </ToneBadge>
  );
}

export function StatusBadge({ status, plain }: { status: TicketStatus; plain?: boolean }) {
  const look = STATUSES[status];
  return (
    <ToneBadge tone={look.tone} icon={look.icon} plain={plain} testId="status">
      {look.label}
    </ToneBadge>
  );
}

export function PresenceBadge({ presence, plain }: { presence: Presence; plain?: boolean }) {
  const look = PRESENCES[presence];
  return (
    <ToneBadge tone={look.tone} icon={look.icon} plain={plain} testId="presence">
      {look.label}
    </ToneBadge>
  );
}
