/** Personal tokens for scripts and other programs. */

import {
  ActionIcon,
  Alert,
  Button,
  Code,
  CopyButton,
  Group,
  Modal,
  MultiSelect,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconKey, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import { isAdministrator, isStaff, useMe } from '@/api/session';
import type { ApiToken, Scope } from '@/api/types';
import { dayOf } from '@/lib/format';
import { Loaded } from '@/ui/loaded';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/page';
import { Empty, Failed } from '@/ui/states';
import { tell, tellFailure } from '@/ui/toast';
import { createToken, deleteToken, settingsQueries } from './queries';
import { ActionsHeader, WideTable } from '@/ui/wide-table';

const SCOPES: Scope[] = ['tickets:read', 'tickets:write', 'notifications'];
const STAFF_SCOPES: Scope[] = ['people:read'];
const ADMINISTRATOR_SCOPES: Scope[] = ['people:write', 'admin'];
const EXPIRIES = [
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
  { value: 'never', label: 'never' },
];

export function TokenPanel() {
  const [asking, { open, close }] = useDisclosure(false);
  const query = useQuery(settingsQueries.tokens());
  return (
    <Panel
      title="API tokens"
      aside={
        <Button size="xs" variant="light" leftSection={<IconPlus size={15} />} onClick={open}>
          New token
        </Button>
      }
    >
      <Loaded query={query}>
        {(tokens) =>
          tokens.length === 0 ? (
            <Empty icon={IconKey} title="No tokens">
              A token lets a script act in your name, within the scopes you give it.
            </Empty>
          ) : (
            <Tokens tokens={tokens} />
          )
        }
      </Loaded>
      {asking && <NewTokenDialog onClose={close} />}
    </Panel>
  );
}

function Tokens({ tokens }: { tokens: ApiToken[] }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: deleteToken,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
    onError: tellFailure,
  });
  return (
    <WideTable label="API tokens" minWidth={440}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>Last used</Table.Th>
          <Table.Th>Expires</Table.Th>
          <ActionsHeader />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {tokens.map((token) => (
          <Table.Tr key={token.id}>
            <Table.Td>
              {token.name} <Code>…{token.hint}</Code>
              <Text size="xs" c="dimmed">
                {token.scopes.join(', ')}
              </Text>
            </Table.Td>
            <Table.Td>{token.last_used_at ? <Moment at={token.last_used_at} /> : 'never'}</Table.Td>
            <Table.Td>{token.expires_at ? dayOf(token.expires_at) : 'never'}</Table.Td>
            <Table.Td ta="right">
              <ActionIcon
                aria-label={`Delete ${token.name}`}
                onClick={() => remove.mutate(token.id)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(['tickets:read']);
  const [expiry, setExpiry] = useState<string>('90');
  const create = useMutation({
    mutationFn: () =>
      createToken({
        name: name.trim(),
        scopes,
        expires_in_days: expiry === 'never' ? null : Number(expiry),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
  });
  if (create.data) {
    return (
      <Modal opened onClose={onClose} title="Your new token">
        <Shown token={create.data.token} onClose={onClose} />
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title="New token">
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack>
          <TextInput
            label="Token name"
            placeholder="Nightly import"
            data-autofocus
            required
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <MultiSelect
            label="Scopes"
            data={[
              ...SCOPES,
              ...(isStaff(me) ? STAFF_SCOPES : []),
              ...(isAdministrator(me) ? ADMINISTRATOR_SCOPES : []),
            ]}
            value={scopes}
            onChange={(value) => setScopes(value)}
          />
          <Select
            label="Expires"
            data={EXPIRIES}
            value={expiry}
            allowDeselect={false}
            onChange={(value) => setExpiry(value ?? '90')}
          />
          {create.isError && <Failed error={create.error} title="Not created" />}
          <Group justify="flex-end">
            <Button
              type="submit"
              loading={create.isPending}
              disabled={!name.trim() || scopes.length === 0}
            >
              Create token
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Shown({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <Stack>
      <Alert color="orange">Copy it now. It is shown this once and stored only as a hash.</Alert>
      <Code block data-testid="new-token">
        {token}
      </Code>
      <Group justify="flex-end">
        <CopyButton value={token}>
          {({ copy }) => (
            <Button
              variant="default"
              onClick={() => {
                copy();
                tell('Copied.');
              }}
            >
              Copy
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
