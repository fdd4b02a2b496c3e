/** Technicians with their live load, presence and skills. */

import { Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPencil, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { techniciansQuery } from '@/api/technicians';
import type { TechnicianRow } from '@/api/types';
import { LoadBar } from '@/ui/bars';
import { Loaded } from '@/ui/loaded';
import { Person } from '@/ui/person';
import { Empty } from '@/ui/states';
import { PresenceBadge } from '@/ui/status-badges';
import { skillLabel } from '@/ui/vocabulary';
import { ProfileEditor } from './profile-editor';
import { ActionsHeader, WideTable } from '@/ui/wide-table';

const PRESENCE_ORDER = { online: 0, away: 1, offline: 2 };

/** Those who can take work first, then by load, heaviest on top. */
export function inOrder(technicians: TechnicianRow[]): TechnicianRow[] {
  return [...technicians].sort(
    (a, b) =>
      PRESENCE_ORDER[a.presence] - PRESENCE_ORDER[b.presence] ||
      b.weighted_load - a.weighted_load ||
      a.name.localeCompare(b.name),
  );
}

export function TechnicianTable({ editable }: { editable: boolean }) {
  const query = useQuery(techniciansQuery);
  const [edited, setEdited] = useState<TechnicianRow | null>(null);
  return (
    <Loaded query={query}>
      {(technicians) =>
        technicians.length === 0 ? (
          <Empty icon={IconUsers} title="No technicians yet">
            Give somebody a technician profile below; tickets will start to reach them.
          </Empty>
        ) : (
          <>
            <WideTable label="Technicians" minWidth={680}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Technician</Table.Th>
                  <Table.Th>Presence</Table.Th>
                  <Table.Th>Load</Table.Th>
                  <Table.Th>Skills</Table.Th>
                  {editable && <ActionsHeader />}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {inOrder(technicians).map((technician) => (
                  <Row
                    key={technician.id}
                    technician={technician}
                    onEdit={editable ? () => setEdited(technician) : undefined}
                  />
                ))}
              </Table.Tbody>
            </WideTable>
            {edited && (
              <ProfileEditor
                person={edited}
                profile={edited}
                teamId={edited.team?.id ?? null}
                onClose={() => setEdited(null)}
              />
            )}
          </>
        )
      }
    </Loaded>
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
