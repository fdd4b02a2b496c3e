/** Technicians with their live load, presence, shift and skills. */

import { Badge, Button, Group, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconPencil, IconSearch, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import type { Presence, TechnicianRow } from '@/api/types';
import { LoadBar } from '@/ui/bars';
import { Endless } from '@/ui/endless';
import { Person } from '@/ui/person';
import { Empty } from '@/ui/states';
import { PresenceBadge } from '@/ui/status-badges';
import { choices, PRESENCES, skillLabel } from '@/ui/vocabulary';
import { ActionsHeader, WideTable } from '@/ui/wide-table';
import { peopleQueries } from './queries';
import { ShiftNow } from './shift-now';
import { TechnicianDrawer } from './technician-drawer';

interface Props {
  editable: boolean;
  /** With fields to search and filter by. */
  searchable?: boolean;
}

export function TechnicianTable({ editable, searchable = false }: Props) {
  const [typed, setTyped] = useState('');
  const [presence, setPresence] = useState<Presence | null>(null);
  const [q] = useDebouncedValue(typed.trim(), 300);
  const [edited, setEdited] = useState<TechnicianRow | null>(null);
  const query = useInfiniteQuery(
    peopleQueries.technicians({ ...(q ? { q } : {}), ...(presence ? { presence } : {}) }),
  );
  const filtered = q !== '' || presence !== null;
  return (
    <>
      {searchable && (
        <Group mb="sm">
          <TextInput
            aria-label="Search technicians"
            placeholder="Name or e-mail"
            leftSection={<IconSearch size={16} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            flex="1 1 200px"
          />
          <Select
            aria-label="Presence"
            placeholder="Every presence"
            clearable
            w={170}
            data={choices(PRESENCES)}
            value={presence}
            onChange={(value) => setPresence(value as Presence | null)}
          />
        </Group>
      )}
      <Endless
        query={query}
        empty={
          filtered ? (
            <Empty icon={IconUsers} title="Nobody found">
              Try another name, or clear the presence.
            </Empty>
          ) : (
            <Empty icon={IconUsers} title="No technicians yet">
              Make somebody a technician under Accounts; tickets will start to reach them.
            </Empty>
          )
        }
      >
        {(technicians) => (
          <WideTable label="Technicians" minWidth={720}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Technician</Table.Th>
                <Table.Th>Presence and shift</Table.Th>
                <Table.Th>Load</Table.Th>
                <Table.Th>Skills</Table.Th>
                {editable && <ActionsHeader />}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {technicians.map((technician) => (
                <Row
                  key={technician.id}
                  technician={technician}
                  onEdit={editable ? () => setEdited(technician) : undefined}
                />
              ))}
            </Table.Tbody>
          </WideTable>
        )}
      </Endless>
      {edited && (
        <TechnicianDrawer person={edited} technician={edited} onClose={() => setEdited(null)} />
      )}
    </>
  );
}

function Row({ technician, onEdit }: { technician: TechnicianRow; onEdit?: () => void }) {
  return (
    <Table.Tr data-testid="technician-row">
      <Table.Td>
        <Person person={technician} size={28} />
        {technician.team && (
          <Text size="xs" c="dimmed" pl={36}>
            {technician.team.name}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Stack gap={2} align="flex-start">
          <PresenceBadge presence={technician.presence} />
          <ShiftNow onShift={technician.is_on_shift} changesAt={technician.shift_changes_at} />
          {technician.stays_online && (
            <Text size="xs" c="dimmed">
              stays online
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td>
        <LoadBar
          active={technician.active}
          comfortable={technician.comfortable_capacity}
          capacity={technician.capacity}
        />
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {technician.skills.map(({ skill, proficiency }) => (
            <Badge key={skill} variant="default" radius="sm" tt="none" fw={450}>
              {skillLabel(skill)} {proficiency.toFixed(1)}
            </Badge>
          ))}
          {technician.languages.map((language) => (
            <Badge key={language} variant="light" color="gray" radius="sm" tt="none" fw={450}>
              {language}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      {onEdit && (
        <Table.Td ta="right">
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPencil size={14} />}
            aria-label={`Edit ${technician.name}`}
            onClick={onEdit}
          >
            Edit
          </Button>
        </Table.Td>
      )}
    </Table.Tr>
  );
}
