/** What was decided about a ticket so far, moves among colleagues included, newest first. */

import { Group, Stack, Text } from '@mantine/core';
import {
  IconAlarm,
  IconArrowBackUp,
  IconArrowsExchange,
  IconCheck,
  IconHandGrab,
  IconLock,
  IconPlugConnectedX,
  IconRoute,
  IconUserExclamation,
  IconUserShare,
  type Icon,
} from '@tabler/icons-react';
import type { AssignmentDetail } from '@/api/types';
import { Moment } from '@/ui/moment';

type Entry = AssignmentDetail['history'][number];

const ICONS: Record<Entry['outcome'], Icon> = {
  assigned: IconRoute,
  moved: IconArrowsExchange,
  promised: IconLock,
  handed: IconUserShare,
  taken: IconHandGrab,
  accepted: IconCheck,
  lapsed: IconAlarm,
  left_behind: IconUserExclamation,
  released: IconArrowBackUp,
  returned: IconArrowBackUp,
  offline: IconPlugConnectedX,
};

export function Decisions({ history }: { history: Entry[] }) {
  if (history.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={560} mb={4}>
        Decisions so far
      </Text>
      <Stack
        gap={8}
        component="ul"
        m={0}
        p={0}
        style={{ listStyle: 'none' }}
        aria-label="Decisions"
      >
        {history.map((entry, place) => {
          const Shape = ICONS[entry.outcome];
          return (
            <Group key={place} component="li" gap={8} wrap="nowrap" align="flex-start">
              <Shape size={16} style={{ flex: 'none', marginTop: 3 }} aria-hidden />
              <div>
                <Text size="sm">{entry.sentence}</Text>
                <Moment at={entry.at} size="xs" />
              </div>
            </Group>
          );
        })}
      </Stack>
    </div>
  );
}
