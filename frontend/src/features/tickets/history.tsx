/** Everything that ever happened to a ticket, as a timeline that can be narrowed to one kind. */

import { Chip, Group, Stack, Text, ThemeIcon, Timeline } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import {
  IconArrowNarrowRight,
  IconBolt,
  IconHistory,
  IconRobot,
  IconSettings,
  IconUser,
  type Icon,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { HistoryEntry, HistoryGroup } from '@/api/types';
import { words } from '@/lib/format';
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

const KINDS: [HistoryGroup, string][] = [
  ['conversation', 'Words'],
  ['status', 'Status'],
  ['holder', 'Who has it'],
  ['facts', 'Facts'],
  ['due', 'Due times'],
  ['automation', 'By itself'],
  ['other', 'Links and more'],
];

export function History({ ticketId }: { ticketId: string }) {
  const [groups, setGroups] = useState<HistoryGroup[]>([]);
  const query = useInfiniteQuery(ticketQueries.history(ticketId, groups));
  return (
    <Stack gap="md">
      <Chip.Group
        multiple
        value={groups}
        onChange={(chosen) =>
          setGroups(KINDS.map(([kind]) => kind).filter((kind) => chosen.includes(kind)))
        }
      >
        <Group gap={6} role="group" aria-label="What to show">
          {KINDS.map(([kind, label]) => (
            <Chip key={kind} value={kind} size="xs">
              {label}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Endless
        query={query}
        empty={
          <Empty icon={IconHistory} title="Nothing of this kind has happened yet">
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
    </Stack>
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
      {entry.changes.map(({ field, before, after }) => (
        <Group key={field} gap={6} wrap="wrap">
          <Text size="xs" c="dimmed">
            {words(field)}
          </Text>
          <Text size="xs" td="line-through" c="dimmed">
            {before ?? 'nothing'}
          </Text>
          <IconArrowNarrowRight size={14} aria-label="became" />
          <Text size="xs">{after ?? 'nothing'}</Text>
        </Group>
      ))}
      <Text size="xs" c="dimmed" component="div">
        {entry.actor?.name ?? label} · <Moment at={entry.at} size="xs" display="inline" />
      </Text>
    </Timeline.Item>
  );
}
