/** One ticket's sealed history: whether it is sound, its events, and a proof for others. */

import { Alert, Button, Group, Stack, Switch, Table, Text, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { IconAlertTriangle, IconDownload, IconSearch, IconShieldCheck } from '@tabler/icons-react';
import { useState, type SyntheticEvent } from 'react';
import type { AuditChain } from '@/api/types';
import { counted, momentOf, words as inWords } from '@/lib/format';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { Failed } from '@/ui/states';
import { tellFailure } from '@/ui/toast';
import { WideTable } from '@/ui/wide-table';
import { saveJson } from './download';
import { auditQueries, readProof } from './queries';

const WORDS = { none: 'None', sealed: 'Sealed', erased: 'Erased' };

export function TicketPanel() {
  const [typed, setTyped] = useState('');
  const [wanted, setWanted] = useState('');
  const found = useQuery({ ...auditQueries.ticket(wanted), enabled: wanted !== '' });
  const look = (event: SyntheticEvent) => {
    event.preventDefault();
    setWanted(typed.trim().toUpperCase());
  };
  return (
    <Panel title="One ticket" testId="audit-ticket">
      <Stack gap="sm">
        <form onSubmit={look}>
          <Group align="flex-end" gap="xs">
            <TextInput
              label="Reference"
              placeholder="TK-10432"
              value={typed}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            />
            <Button
              type="submit"
              variant="default"
              leftSection={<IconSearch size={16} />}
              disabled={typed.trim() === ''}
              loading={found.isFetching}
            >
              Show
            </Button>
          </Group>
        </form>
        {found.isError && <Failed error={found.error} title="This ticket was not found" />}
        {found.data && <Chain id={found.data.id} />}
      </Stack>
    </Panel>
  );
}

function Chain({ id }: { id: string }) {
  const query = useQuery(auditQueries.chain(id));
  return (
    <Loaded query={query}>
      {(chain) => (
        <Stack gap="sm">
          <Verdict chain={chain} />
          {chain.is_sound && chain.root !== null && <SaveProof chain={chain} />}
          <Events id={id} />
        </Stack>
      )}
    </Loaded>
  );
}

function Verdict({ chain }: { chain: AuditChain }) {
  const covered =
    chain.root === null
      ? 'No signed root covers it yet.'
      : `Root ${chain.root} covers ${chain.covered} of them.`;
  return (
    <Alert
      color={chain.is_sound ? 'lagoon' : 'red'}
      icon={chain.is_sound ? <IconShieldCheck /> : <IconAlertTriangle />}
      title={chain.is_sound ? `${chain.reference} is sound` : `${chain.reference} is broken`}
      role={chain.is_sound ? 'status' : 'alert'}
    >
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {chain.sentence} {counted(chain.length, 'event')} sealed
        {chain.waiting > 0 && `, ${chain.waiting} waiting`}. {covered}
      </Text>
    </Alert>
  );
}

function SaveProof({ chain }: { chain: AuditChain }) {
  const [withWords, setWithWords] = useState(false);
  const save = useMutation({
    mutationFn: () => readProof(chain.ticket_id, withWords),
    onSuccess: (proof) => saveJson(`${chain.reference}-proof.json`, proof),
    onError: tellFailure,
  });
  return (
    <Group gap="md">
      <Button
        size="sm"
        variant="default"
        leftSection={<IconDownload size={16} />}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        Save a proof
      </Button>
      <Switch
        label="With what people wrote"
        checked={withWords}
        onChange={({ currentTarget }) => setWithWords(currentTarget.checked)}
      />
    </Group>
  );
}

function Events({ id }: { id: string }) {
  const query = useInfiniteQuery(auditQueries.events(id));
  const events = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      <WideTable label="Sealed events" minWidth={640}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>No.</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th>When</Table.Th>
            <Table.Th>Who</Table.Th>
            <Table.Th>Words</Table.Th>
            <Table.Th>Seal</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <Table.Tr key={event.event_id} data-testid="sealed-event">
              <Table.Td className="tk-number">{event.sequence}</Table.Td>
              <Table.Td>{inWords(event.type)}</Table.Td>
              <Table.Td>{momentOf(event.at)}</Table.Td>
              <Table.Td>{event.actor?.name ?? 'Tikify'}</Table.Td>
              <Table.Td>{WORDS[event.words]}</Table.Td>
              <Table.Td>
                <Text size="sm" ff="monospace" title={event.seal}>
                  {event.seal.slice(0, 12)}…
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {query.hasNextPage && (
        <Button
          variant="default"
          mx="auto"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}
