/** The subject of a ticket, to be mended in place by whoever may edit it. */

import { ActionIcon, Button, Group, TextInput, Title } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import type { TicketDetail } from '@/api/types';
import { useTicketCommand } from '@/ui/ticket-command';
import { changeTicket, type TicketChange } from './commands';

export function TicketTitle({ ticket }: { ticket: TicketDetail }) {
  // The version seen when editing began: a change by somebody else since then is a conflict.
  const [editing, setEditing] = useState<{ version: number; subject: string } | null>(null);
  const command = useTicketCommand<TicketChange>({
    send: (change) => changeTicket(ticket.id, change),
    done: 'Subject saved.',
    onDone: () => setEditing(null),
  });
  if (!editing) {
    return (
      <Group gap={4} wrap="nowrap" align="flex-start">
        <Title order={1} style={{ textWrap: 'balance' }}>
          {ticket.subject}
        </Title>
        {ticket.may.edit && (
          <ActionIcon
            aria-label="Edit the subject"
            size="md"
            onClick={() => setEditing({ version: ticket.version, subject: ticket.subject })}
          >
            <IconPencil size={16} />
          </ActionIcon>
        )}
      </Group>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (editing.subject.trim()) {
      command.mutate({ version: editing.version, subject: editing.subject.trim() });
    }
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs">
        <TextInput
          aria-label="Subject"
          autoFocus
          flex="1 1 240px"
          maxLength={200}
          value={editing.subject}
          onChange={(event) => setEditing({ ...editing, subject: event.currentTarget.value })}
        />
        <Button type="submit" loading={command.isPending}>
          Save
        </Button>
        <Button variant="default" onClick={() => setEditing(null)}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
