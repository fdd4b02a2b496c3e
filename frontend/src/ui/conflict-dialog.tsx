/** The dialog of two people changing one ticket: what it is now, what you wanted, and the choice. */

import { Button, Card, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { words } from '@/lib/format';
import type { ChangedTicket, Conflict, NewerMessages } from './conflict';
import { fromWire } from '@/lib/mentions';
import { Moment } from './moment';
import { Person } from './person';

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (Array.isArray(value)) return value.map(String).join(', ') || 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function Comparison({ conflict }: { conflict: ChangedTicket }) {
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

function Written({ conflict }: { conflict: NewerMessages }) {
  return (
    <Stack component="ol" gap="sm" p={0} m={0} aria-label="Written meanwhile">
      {conflict.messages.map((message) => (
        <Card component="li" key={message.id} withBorder radius="md" p="sm">
          <Group justify="space-between" mb={4}>
            <Person person={message.author} nobody="Somebody who left" />
            <Moment at={message.created_at} size="xs" />
          </Group>
          <Text size="sm" className="tk-prewrap" lineClamp={8}>
            {fromWire(message.text, message.mentions)[0]}
          </Text>
        </Card>
      ))}
    </Stack>
  );
}

interface Props {
  conflict: Conflict;
  onClose: () => void;
}

export default function ConflictDialog({ conflict, onClose }: Props) {
  const isAnswered = 'messages' in conflict;
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        isAnswered ? 'Somebody else wrote in the meantime' : 'This ticket changed in the meantime'
      }
      data-testid="conflict-dialog"
    >
      <Stack>
        <Text size="sm">
          {isAnswered
            ? 'This came in while you were writing. Your words are kept and not sent yet.'
            : `Somebody saved a change of ${conflict.current.reference} before yours. The page now shows the ticket as it is; nothing of yours was saved yet.`}
        </Text>
        {isAnswered ? <Written conflict={conflict} /> : <Comparison conflict={conflict} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {isAnswered ? 'Change my words first' : 'Keep it as it is'}
          </Button>
          <Button
            onClick={() => {
              onClose();
              conflict.again();
            }}
          >
            {isAnswered ? 'Send mine as well' : 'Apply mine again'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
