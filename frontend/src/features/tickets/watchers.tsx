/** Who follows a ticket: oneself by one click, others by name. */

import { ActionIcon, Button, Group, Loader, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconEye, IconEyeOff, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { useMe } from '@/api/session';
import type { PersonRef, TicketDetail } from '@/api/types';
import { Panel } from '@/ui/page';
import { Person } from '@/ui/person';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { letWatch, watch } from './commands';

export function Watchers({ ticket }: { ticket: TicketDetail }) {
  const me = useMe();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.tickets.one(ticket.id) });
  const watching = ticket.watchers.some(({ id }) => id === me.id);
  const change = useMutation({
    mutationFn: () => watch(ticket.id, !watching),
    onSuccess: refresh,
    onError: tellFailure,
  });
  const others = useMutation({
    mutationFn: ({ id, watching: on }: { id: string; watching: boolean }) =>
      letWatch(ticket.id, id, on),
    onSuccess: refresh,
    onError: tellFailure,
  });
  const drop = (person: PersonRef) =>
    others.mutate(
      { id: person.id, watching: false },
      {
        onSuccess: () =>
          tellUndoable({
            name: `unwatch-${person.id}`,
            message: `${person.name} is no longer told of this ticket.`,
            undo: () => others.mutate({ id: person.id, watching: true }),
          }),
      },
    );
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
      <Stack gap={8}>
        {ticket.watchers.length === 0 && (
          <Text size="sm" c="dimmed">
            Nobody watches this ticket. Watchers are told of every change.
          </Text>
        )}
        {ticket.watchers.map((person) => (
          <Group key={person.id} justify="space-between" wrap="nowrap">
            <Person person={person} />
            {person.id !== me.id && (
              <ActionIcon
                size="sm"
                aria-label={`Tell ${person.name} no longer`}
                onClick={() => drop(person)}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </Group>
        ))}
        <AddWatcher
          taken={ticket.watchers.map(({ id }) => id)}
          onAdd={(id) => others.mutate({ id, watching: true })}
        />
      </Stack>
    </Panel>
  );
}

function AddWatcher({ taken, onAdd }: { taken: string[]; onAdd: (id: string) => void }) {
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed.trim(), 200);
  const people = useQuery({
    queryKey: keys.people.list({ q: words, limit: 8 }),
    queryFn: () => take(http.GET('/api/v1/people', { params: { query: { q: words, limit: 8 } } })),
    enabled: words !== '',
  });
  const found = (people.data?.items ?? []).filter(
    ({ id, is_active }) => is_active && !taken.includes(id),
  );
  return (
    <Select
      size="xs"
      aria-label="Add a watcher"
      placeholder="Add somebody by name…"
      searchable
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      data={found.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }))}
      filter={({ options }) => options}
      nothingFoundMessage={words && !people.isFetching ? 'Nobody of that name' : undefined}
      rightSection={people.isFetching ? <Loader size={14} /> : undefined}
      onChange={(id) => {
        setTyped('');
        if (id) onAdd(id);
      }}
    />
  );
}
