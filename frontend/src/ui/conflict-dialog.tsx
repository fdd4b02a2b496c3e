/** The dialog of two people changing one ticket: what it is now, what you wanted, and the choice. */

import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { words } from '@/lib/format';
import type { Conflict } from './conflict';

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (Array.isArray(value)) return value.map(String).join(', ') || 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function Comparison({ conflict }: { conflict: Conflict }) {
  const current = conflict.current as unknown as Record<string, unknown>;
  return (
    <Table aria-label="Your change beside the ticket as it is now">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Field</Table.Th>
          <Table.Th>Now</Table.Th>
          <Table.Th>Yours</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {Object.entries(conflict.wanted).map(([field, value]) => (
          <Table.Tr key={field}>
            <Table.Th scope="row">{words(field)}</Table.Th>
            <Table.Td>{field in current ? shown(current[field]) : '–'}</Table.Td>
            <Table.Td>{shown(value)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface Props {
  conflict: Conflict;
  onClose: () => void;
}

export default function ConflictDialog({ conflict, onClose }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      title="This ticket changed in the meantime"
      data-testid="conflict-dialog"
    >
      <Stack>
        <Text size="sm">
          Somebody saved a change of {conflict.current.reference} before yours. The page now shows
          the ticket as it is; nothing of yours was saved yet.
        </Text>
        <Comparison conflict={conflict} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep it as it is
          </Button>
          <Button
            onClick={() => {
              onClose();
              conflict.again();
            }}
          >
            Apply mine again
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
