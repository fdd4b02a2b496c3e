/** Everything that ever happened to a ticket, as a timeline. */

import { Text, ThemeIcon, Timeline } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import {
  IconBolt,
  IconHistory,
  IconRobot,
  IconSettings,
  IconUser,
  type Icon,
} from '@tabler/icons-react';
import type { HistoryEntry } from '@/api/types';
import { Endless } from '@/ui/endless';
import { Moment } from '@/ui/moment';
import { Empty } from '@/ui/states';
import { ticketQueries } from './queries';

const CAUSES: Record<HistoryEntry['cause'], { icon: Icon; label: string }> = {
  person: { icon: IconUser, label: 'A person' },
  system: { icon: IconSettings, label: 'Tikify' },
  rule: { icon: IconBolt, label: 'A rule' },
  model: { icon: IconRobot, label: 'The model' },
};

export function History({ ticketId }: { ticketId: string }) {
  const query = useInfiniteQuery(ticketQueries.history(ticketId));
  return (
    <Endless
      query={query}
      empty={
        <Empty icon={IconHistory} title="Nothing has happened yet">
          Every change of this ticket will stand here.
        </Empty>
      }
    >
      {(entries) => (
        <Timeline bulletSize={26} lineWidth={2} aria-label="History">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </Timeline>
      )}
    </Endless>
  );
}

function Entry({ entry }: { entry: HistoryEntry }) {
  const { icon: Shape, label } = CAUSES[entry.cause];
  return (
    <Timeline.Item
      data-testid="history-entry"
      bullet={
        <ThemeIcon size={22} radius="xl" variant="light" color="gray" title={label}>
          <Shape size={14} />
        </ThemeIcon>
      }
    >
      <Text size="sm">{entry.text}</Text>
      <Moment at={entry.at} size="xs" />
    </Timeline.Item>
  );
}
