/** What a model is used for, as people read it. */

import {
  IconArchive,
  IconCircleDashed,
  IconCircleCheck,
  IconGhost2,
  type Icon,
} from '@tabler/icons-react';
import type { ModelRow } from '@/api/types';
import type { Tone } from '@/ui/badge';

type Look = { label: string; tone: Tone; icon: Icon; means: string };

export const STATES: Record<ModelRow['state'], Look> = {
  serving: {
    label: 'In service',
    tone: 'green',
    icon: IconCircleCheck,
    means: 'It decides new tickets.',
  },
  shadow: {
    label: 'Shadow',
    tone: 'violet',
    icon: IconGhost2,
    means: 'It scores new tickets silently, to be compared.',
  },
  candidate: {
    label: 'Candidate',
    tone: 'blue',
    icon: IconCircleDashed,
    means: 'It is trained and waits for your decision.',
  },
  retired: {
    label: 'Retired',
    tone: 'grey',
    icon: IconArchive,
    means: 'It served before and can serve again.',
  },
};
