/** Deliveries that failed too often and were set aside; an administrator sends them again. */

import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { keys } from '@/api/keys';
import type { ParkedDelivery } from '@/api/types';
import { counted } from '@/lib/format';
import { Endless } from '@/ui/endless';
import { Moment } from '@/ui/moment';
import { Empty } from '@/ui/states';
import { tell, tellFailure } from '@/ui/toast';
import { adminQueries, replay } from './queries';

export function ParkedList() {
  const query = useInfiniteQuery(adminQueries.parked());
  return (
    <Endless
      query={query}
      empty={
        <Empty icon={IconCircleCheck} title="Nothing is parked">
          Every reaction to every event went through. What fails again and again is set aside here.
        </Empty>
      }
    >
      {(rows) => rows.map((row) => <Delivery key={row.id} row={row} />)}
    </Endless>
  );
}

function Delivery({ row }: { row: ParkedDelivery }) {
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => replay(row.id),
    onSuccess: async () => {
      tell('It is tried again now.');
      await client.invalidateQueries({ queryKey: keys.parked });
    },
    onError: tellFailure,
  });
  return (
    <Card component="article" className="tk-card">
      <Group justify="space-between" align="flex-start">
        <Stack gap={4} miw={0} flex={1}>
          <Text fw={580}>{row.handler}</Text>
          <Text size="sm" c="dimmed" component="div">
            {row.event_type} · {counted(row.attempts, 'try', 'tries')} ·{' '}
            {row.parked_at && <Moment at={row.parked_at} span />}
          </Text>
          <Text size="sm" ff="monospace" className="tk-prewrap">
            {row.error ?? 'No reason was kept.'}
          </Text>
        </Stack>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconRefresh size={15} />}
          loading={again.isPending}
          onClick={() => again.mutate()}
        >
          Try again
        </Button>
      </Group>
    </Card>
  );
}
