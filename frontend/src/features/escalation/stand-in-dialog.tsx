/** Somebody stands in on a rota for a while. */

import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { PersonRef, RotaTurns } from '@/api/types';
import { useStandIn } from './use-stand-in';

interface Props {
  rota: Pick<RotaTurns, 'rota_id' | 'name'>;
  people: PersonRef[];
  onClose: () => void;
}

export function StandInDialog({ rota, people, onClose }: Props) {
  const [who, setWho] = useState<string | null>(null);
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const command = useStandIn();
  const wrong = from !== '' && until !== '' && until <= from;
  const ready = who !== null && from !== '' && until !== '' && !wrong;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    command.mutate(
      {
        rota_id: rota.rota_id,
        user_id: who,
        starts_at: new Date(from).toISOString(),
        ends_at: new Date(until).toISOString(),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Modal opened onClose={onClose} title={`Somebody stands in: ${rota.name}`}>
      <form onSubmit={submit}>
        <Stack>
          <Select
            label="Who?"
            placeholder="Choose"
            searchable
            nothingFoundMessage="Nobody of that name"
            data-autofocus
            data={people.map(({ id, name }) => ({ value: id, label: name }))}
            value={who}
            onChange={setWho}
          />
          <Group grow align="flex-start" preventGrowOverflow={false}>
            <TextInput
              type="datetime-local"
              label="From"
              value={from}
              onChange={({ currentTarget }) => setFrom(currentTarget.value)}
            />
            <TextInput
              type="datetime-local"
              label="Until"
              value={until}
              error={wrong ? 'Must be later than the beginning' : undefined}
              onChange={({ currentTarget }) => setUntil(currentTarget.value)}
            />
          </Group>
          <Text size="sm" c="dimmed">
            By your clock. Whoever has the turn has it again afterwards.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!ready} loading={command.isPending}>
              Stand in
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
