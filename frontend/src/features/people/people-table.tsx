/** Everybody with an account: role, access, and the way to a technician profile. */

import { Button, Group, Select, Switch, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { IconSearch, IconTool, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '@/api/keys';
import { useMe } from '@/api/session';
import type { PersonRow, Role } from '@/api/types';
import { Endless } from '@/ui/endless';
import { Person } from '@/ui/person';
import { Empty } from '@/ui/states';
import { tellFailure } from '@/ui/toast';
import { choices, ROLES } from '@/ui/vocabulary';
import { ActionsHeader, WideTable } from '@/ui/wide-table';
import { changePerson, peopleQueries } from './queries';
import { TechnicianDrawer } from './technician-drawer';

export function PeopleTable() {
  const [typed, setTyped] = useState('');
  const [role, setRole] = useState<Role | null>(null);
  const [profiled, setProfiled] = useState<PersonRow | null>(null);
  const [q] = useDebouncedValue(typed.trim(), 300);
  const query = useInfiniteQuery(
    peopleQueries.list({ ...(q ? { q } : {}), ...(role ? { role } : {}) }),
  );
  return (
    <>
      <Group mb="sm">
        <TextInput
          aria-label="Search people"
          placeholder="Name or e-mail"
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          flex={1}
        />
        <Select
          aria-label="Role"
          placeholder="Every role"
          clearable
          w={170}
          data={choices(ROLES)}
          value={role}
          onChange={(value) => setRole(value as Role | null)}
        />
      </Group>
      <Endless
        query={query}
        empty={
          <Empty icon={IconUsers} title="Nobody found">
            Try another name, or clear the role.
          </Empty>
        }
      >
        {(people) => (
          <WideTable label="People" minWidth={620}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Person</Table.Th>
                <Table.Th>Role</Table.Th>
                <Table.Th>May sign in</Table.Th>
                <ActionsHeader />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {people.map((person) => (
                <Row key={person.id} person={person} onProfile={() => setProfiled(person)} />
              ))}
            </Table.Tbody>
          </WideTable>
        )}
      </Endless>
      {profiled && <TechnicianDrawer person={profiled} onClose={() => setProfiled(null)} />}
    </>
  );
}

function Row({ person, onProfile }: { person: PersonRow; onProfile: () => void }) {
  const me = useMe();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (body: { role?: Role; is_active?: boolean }) => changePerson(person.id, body),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.people.all }),
    onError: tellFailure,
  });
  const self = person.id === me.id;
  return (
    <Table.Tr>
      <Table.Td>
        <Person person={person} />
        <Text size="xs" c="dimmed">
          {person.email}
        </Text>
      </Table.Td>
      <Table.Td>
        <Select
          size="xs"
          w={150}
          aria-label={`Role of ${person.name}`}
          allowDeselect={false}
          disabled={self || change.isPending}
          data={choices(ROLES)}
          value={person.role}
          onChange={(value) => change.mutate({ role: value as Role })}
        />
      </Table.Td>
      <Table.Td>
        <Switch
          aria-label={`${person.name} may sign in`}
          disabled={self || change.isPending}
          checked={person.is_active}
          onChange={(event) => change.mutate({ is_active: event.currentTarget.checked })}
        />
      </Table.Td>
      <Table.Td ta="right">
        {person.role === 'user' && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconTool size={14} />}
            onClick={onProfile}
          >
            Make technician
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
