/** One person's data: look for him, export it, or see what an erasure would take and plan it. */

import {
  Alert,
  Button,
  Group,
  List,
  Loader,
  Radio,
  Select,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDownload, IconEraser } from '@tabler/icons-react';
import { useState } from 'react';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { useMe } from '@/api/session';
import type { ErasureKind, ErasurePreview } from '@/api/types';
import { counted } from '@/lib/format';
import { Panel } from '@/ui/page';
import { Failed } from '@/ui/states';
import { tell, tellFailure, tellUndoable } from '@/ui/toast';
import { exportPerson, planErasure, privacyQueries, takeErasureBack } from './queries';

const WAITS = [
  { value: '1', label: 'In an hour' },
  { value: '24', label: 'In a day' },
  { value: '168', label: 'In a week' },
];

function usePeople(typed: string) {
  const [words] = useDebouncedValue(typed.trim(), 200);
  return useQuery({
    queryKey: keys.people.list({ q: words, limit: 10 }),
    queryFn: () =>
      take(http.GET('/api/v1/people', { params: { query: { q: words || undefined, limit: 10 } } })),
  });
}

export function PersonPanel() {
  const me = useMe();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const people = usePeople(typed);
  return (
    <Panel title="A person's data" testId="person-data">
      <Stack gap="md">
        <Select
          label="Person"
          placeholder="Name or address"
          searchable
          clearable
          searchValue={typed}
          onSearchChange={setTyped}
          value={chosen}
          onChange={setChosen}
          filter={({ options }) => options}
          nothingFoundMessage={people.isFetching ? 'Looking…' : 'Nobody of that name'}
          rightSection={people.isFetching ? <Loader size={16} /> : undefined}
          data={(people.data?.items ?? []).map(({ id, name, email }) => ({
            value: id,
            label: `${name} (${email})`,
          }))}
        />
        {chosen && <Chosen key={chosen} personId={chosen} isMe={chosen === me.id} />}
      </Stack>
    </Panel>
  );
}

function Chosen({ personId, isMe }: { personId: string; isMe: boolean }) {
  const client = useQueryClient();
  const query = useQuery(privacyQueries.preview(personId));
  const ask = useMutation({
    mutationFn: () => exportPerson(personId),
    onSuccess: async () => {
      tell('The file is being put together; it stands below when it is ready.');
      await client.invalidateQueries({ queryKey: keys.privacy.exports });
    },
    onError: tellFailure,
  });
  if (query.isPending) return <Loader size={20} aria-label="Looking at what is stored" />;
  if (query.isError) {
    return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <Stack gap="md">
      <Button
        variant="default"
        w="fit-content"
        leftSection={<IconDownload size={16} />}
        loading={ask.isPending}
        onClick={() => ask.mutate()}
      >
        Export everything of {query.data.name}
      </Button>
      {!isMe && <Erase personId={personId} preview={query.data} />}
    </Stack>
  );
}

interface EraseProps {
  personId: string;
  preview: ErasurePreview;
}

function Erase({ personId, preview }: EraseProps) {
  const client = useQueryClient();
  const [kind, setKind] = useState<ErasureKind>('words_too');
  const [hours, setHours] = useState('24');
  const refresh = () => client.invalidateQueries({ queryKey: keys.privacy.all });
  const back = useMutation({
    mutationFn: takeErasureBack,
    onSuccess: refresh,
    onError: tellFailure,
  });
  const plan = useMutation({
    mutationFn: () => planErasure(personId, { kind, after_hours: Number(hours) }),
    onSuccess: async ({ id, person }) => {
      tellUndoable({
        name: `erasure-${id}`,
        message: `${person.name} is switched off now and will be erased.`,
        undo: () => back.mutate(id),
      });
      await refresh();
    },
    onError: tellFailure,
  });
  return (
    <Stack gap="md">
      <Effect preview={preview} kind={kind} />
      <Radio.Group label="What is erased" value={kind} onChange={(value) => setKind(value)}>
        <Stack gap={6} mt={6}>
          <Radio value="words_too" label="Name, address, and everything that was written" />
          <Radio value="name_only" label="Name and address only; the words stay, of nobody" />
        </Stack>
      </Radio.Group>
      <Group align="flex-end" gap="sm">
        <Select
          label="When"
          description="Until then it can be taken back."
          allowDeselect={false}
          data={WAITS}
          value={hours}
          onChange={(value) => setHours(value ?? '24')}
        />
        <Button
          color="red"
          variant="light"
          leftSection={<IconEraser size={16} />}
          disabled={preview.holds_tickets > 0}
          loading={plan.isPending}
          onClick={() => plan.mutate()}
        >
          Plan the erasure
        </Button>
      </Group>
      {preview.holds_tickets > 0 && (
        <Alert color="yellow" title="Hand over first">
          {preview.name} holds {counted(preview.holds_tickets, 'open ticket')}. Give them to
          somebody else, then come back.
        </Alert>
      )}
    </Stack>
  );
}

function Effect({ preview, kind }: { preview: ErasurePreview; kind: ErasureKind }) {
  const { counts } = preview;
  const words = [
    `${counted(counts.messages, 'message')} in ${counted(counts.tickets, 'ticket')} and others'`,
    counted(counts.files, 'file'),
    `the subjects and search words of those tickets, and what the model made of them`,
  ];
  const always = [
    'name, address, password, sessions, tokens and sign-ins at other providers',
    `${counted(counts.notifications, 'notification')}, saved views, unsent words`,
    `the words of ${counted(counts.rating_comments, 'rating')}`,
  ];
  const facts = `${counts.facts >= 10_000 ? '10,000+' : counts.facts} facts of the history: what happened and when, without words. They are sealed, and prove that nothing else was changed.`;
  const stays = ['the tickets themselves with their dates and numbers, for the figures', facts];
  if (kind === 'name_only') stays.unshift('what was written, of “Erased person”');
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <div>
        <Text size="sm" fw={560}>
          What goes
        </Text>
        <List size="sm">
          {[...always, ...(kind === 'words_too' ? words : [])].map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      </div>
      <div>
        <Text size="sm" fw={560}>
          What stays, and why
        </Text>
        <List size="sm">
          {stays.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      </div>
    </SimpleGrid>
  );
}
