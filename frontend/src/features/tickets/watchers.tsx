/** Who follows a ticket, and the switch to follow it too. */

import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { keys } from '@/api/keys';
import { useMe } from '@/api/session';
import type { TicketDetail } from '@/api/types';
import { Panel } from '@/ui/page';
import { Person } from '@/ui/person';
import { tellFailure } from '@/ui/toast';
import { watch } from './commands';

export function Watchers({ ticket }: { ticket: TicketDetail }) {
  const me = useMe();
  const client = useQueryClient();
  const watching = ticket.watchers.some(({ id }) => id === me.id);
  const change = useMutation({
    mutationFn: () => watch(ticket.id, !watching),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tickets.one(ticket.id) }),
    onError: tellFailure,
  });
  return (
    <Panel
      title="Watchers"
      aside={
        <Button
          size="compact-xs"
          variant="subtle"
          aria-pressed={watching}
          loading={change.isPending}
          leftSection={watching ? <IconEyeOff size={14} /> : <IconEye size={14} />}
          onClick={() => change.mutate()}
        >
          {watching ? 'Stop watching' : 'Watch'}
        </Button>
      }
    >
      {ticket.watchers.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nobody watches this ticket. Watchers are told of every change.
        </Text>
      ) : (
        <Stack gap={8}>
          {ticket.watchers.map((person) => (
            <Person key={person.id} person={person} />
          ))}
        </Stack>
      )}
    </Panel>
  );
}
