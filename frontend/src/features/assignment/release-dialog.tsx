/** Give a ticket back, or decline one that is offered: both with a reason. */

import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { TicketRow } from '@/api/types';
import { useTicketCommand } from '@/ui/ticket-command';
import { releaseTicket } from './queries';

interface Props {
  ticket: Pick<TicketRow, 'id' | 'reference' | 'version'>;
  opened: boolean;
  onClose: () => void;
  isOffer?: boolean;
}

export function ReleaseDialog({ ticket, opened, onClose, isOffer }: Props) {
  const [reason, setReason] = useState('');
  const command = useTicketCommand<{ version: number; reason: string }>({
    send: (body) => releaseTicket(ticket.id, body),
    done: (released) => `${released.reference} goes to somebody else.`,
    onDone: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim()) command.mutate({ version: ticket.version, reason: reason.trim() });
  };
  const verb = isOffer ? 'Decline' : 'Give back';
  return (
    <Modal opened={opened} onClose={onClose} title={`${verb} ${ticket.reference}`}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm" c="dimmed">
            The engine looks for somebody else; this ticket will not come back to you.
          </Text>
          <Textarea
            label="Why does it not fit?"
            data-autofocus
            required
            autosize
            minRows={3}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={command.isPending} disabled={!reason.trim()}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
