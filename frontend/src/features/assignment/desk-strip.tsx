/** How a technician stands: here or not, and how many tickets of how many. */

import { Card, Group, Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MyQueue, Presence } from '@/api/types';
import { PresenceBadge } from '@/ui/status-badges';
import { assignmentQueries } from './queries';

const MEANS: Record<Presence, string> = {
  online: 'New tickets may come to you.',
  away: 'You keep your tickets; no new ones come.',
  offline: 'Nothing comes to you. Switch to online at the top to begin.',
};

export function DeskStrip({ queue }: { queue: Pick<MyQueue, 'active' | 'capacity'> }) {
  const { data } = useQuery(assignmentQueries.presence());
  const { active, capacity } = queue;
  const isFull = active >= capacity;
  return (
    <Card className="tk-card" p="sm" px="md" radius="lg" data-testid="desk">
      <Group justify="space-between" gap="sm">
        {data && (
          <Group gap="xs" miw={0}>
            <PresenceBadge presence={data.presence} plain />
            <Text size="sm" c="dimmed">
              {data.presence === 'online' && isFull
                ? 'You are full: the next ticket comes when one is solved.'
                : MEANS[data.presence]}
            </Text>
          </Group>
        )}
        <Group gap="sm" wrap="nowrap" ml="auto">
          <Text size="sm" className="tk-number" style={{ whiteSpace: 'nowrap' }}>
            {active} of {capacity} tickets
          </Text>
          <Progress
            value={capacity > 0 ? (active / capacity) * 100 : 0}
            color={isFull ? 'orange' : 'lagoon'}
            w={120}
            size="sm"
            aria-label={`You hold ${active} of ${capacity} tickets`}
          />
        </Group>
      </Group>
    </Card>
  );
}
