/** A technician's own switch: online takes tickets, away keeps them, offline hands them on. */

import { Button, Menu, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useEffect } from 'react';
import { keys } from '@/api/keys';
import type { Presence } from '@/api/types';
import { PresenceBadge } from '@/ui/status-badges';
import { tellFailure } from '@/ui/toast';
import { PRESENCES } from '@/ui/vocabulary';
import { beat, peopleQueries, setPresence } from './queries';

const MEANS: Record<Presence, string> = {
  online: 'New tickets may come to you',
  away: 'No new tickets; you keep yours',
  offline: 'What you have not begun goes to others',
};
const HEARTBEAT_MS = 30_000;

/** Keep the person online while the page is open. A missed beat is made up by the next one. */
function useHeartbeat(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const send = () => void beat().catch(() => undefined);
    send();
    const timer = setInterval(send, HEARTBEAT_MS);
    return () => clearInterval(timer);
  }, [active]);
}

export function PresenceSwitch() {
  const client = useQueryClient();
  const { data } = useQuery(peopleQueries.presence());
  // Also while offline: whoever works in shifts is here again when the page is.
  useHeartbeat(data !== undefined);
  const change = useMutation({
    mutationFn: (presence: Presence) => setPresence({ presence }),
    onSuccess: (next) => {
      client.setQueryData(keys.presence, next);
      void client.invalidateQueries({ queryKey: keys.technicians });
    },
    onError: tellFailure,
  });
  if (!data) return null;
  return (
    <Menu position="bottom-end" width={280} shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          px={8}
          loading={change.isPending}
          aria-label={`Presence: ${PRESENCES[data.presence].label}`}
          data-testid="presence-switch"
          rightSection={<IconChevronDown size={14} />}
        >
          <PresenceBadge presence={data.presence} plain />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(PRESENCES) as Presence[]).map((presence) => {
          const Shape = PRESENCES[presence].icon;
          return (
            <Menu.Item
              key={presence}
              leftSection={<Shape size={17} />}
              rightSection={presence === data.presence ? <IconCheck size={15} /> : null}
              onClick={() => change.mutate(presence)}
            >
              {PRESENCES[presence].label}
              <Text size="xs" c="dimmed">
                {MEANS[presence]}
              </Text>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
