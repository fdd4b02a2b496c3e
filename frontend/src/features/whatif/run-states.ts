/** How the states of a question look and read. */

import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClockHour4,
  IconLoader2,
  type Icon,
} from '@tabler/icons-react';
import type { WhatIfRow } from '@/api/types';
import type { Tone } from '@/ui/badge';

export const STATES: Record<WhatIfRow['state'], { label: string; tone: Tone; icon: Icon }> = {
  queued: { label: 'Waiting', tone: 'grey', icon: IconClockHour4 },
  running: { label: 'Computing', tone: 'blue', icon: IconLoader2 },
  done: { label: 'Answered', tone: 'green', icon: IconCheck },
  failed: { label: 'No answer', tone: 'red', icon: IconAlertTriangle },
  cancelled: { label: 'Cancelled', tone: 'grey', icon: IconBan },
};
