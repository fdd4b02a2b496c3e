/** Link the ticket with another one. */

import { Button, Group, Modal, Select, Stack } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { TicketRow } from '@/api/types';
import { linkTickets, unlinkTickets } from './relation-queries';
import { endsOf, LINKS, type LinkValue } from './relation-words';
import { TicketSearch, type Found } from './ticket-search';
import { useRelationCommand } from './use-relation-command';

interface Props {
  ticket: Pick<TicketRow, 'id' | 'reference'>;
  onClose: () => void;
}

export function LinkDialog({ ticket, onClose }: Props) {
  const [other, setOther] = useState<Found | null>(null);
  const [value, setValue] = useState<LinkValue>('related:from');
  const command = useRelationCommand({
    send: (found: Found) => linkTickets(ticket.id, { other_id: found.id, ...endsOf(value) }),
    done: (_, found) => `Linked with ${found.reference}.`,
    undo: async ({ relations }, found) => {
      const made = relations.find(
        ({ other: far, kind }) => far.id === found.id && kind === endsOf(value).kind,
      );
      if (made) await unlinkTickets(ticket.id, made.id);
    },
    undone: 'No longer linked.',
    onDone: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (other) command.mutate(other);
  };
  return (
    <Modal opened onClose={onClose} title={`Link ${ticket.reference}`}>
      <form onSubmit={submit}>
        <Stack>
          <Select
            label="This ticket"
            allowDeselect={false}
            data={[...LINKS]}
            value={value}
            onChange={(chosen) => setValue(chosen ?? 'related:from')}
          />
          <TicketSearch notId={ticket.id} chosen={other} onChoose={setOther} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!other} loading={command.isPending}>
              Link
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
