/** Whether this is somebody's working time, and until when. */

import { IconClockHour4, IconZzz } from '@tabler/icons-react';
import { momentOf } from '@/lib/format';
import { ToneBadge } from '@/ui/badge';

const DAY_MS = 24 * 3_600_000;

function when(iso: string): string {
  const at = new Date(iso);
  const soon = at.getTime() - Date.now() < DAY_MS;
  return soon
    ? at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    : momentOf(iso);
}

interface Props {
  onShift: boolean;
  changesAt: string | null;
}

/** Nothing for whoever works always. */
export function ShiftNow({ onShift, changesAt }: Props) {
  if (onShift && changesAt === null) return null;
  const told =
    changesAt === null ? '' : onShift ? ` until ${when(changesAt)}` : `, back ${when(changesAt)}`;
  return (
    <ToneBadge tone={onShift ? 'green' : 'grey'} icon={onShift ? IconClockHour4 : IconZzz} plain>
      {onShift ? 'On shift' : 'Off shift'}
      {told}
    </ToneBadge>
  );
}
