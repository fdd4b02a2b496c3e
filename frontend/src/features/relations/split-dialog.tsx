/** Make a part of the conversation a ticket of its own. */

import {
  Button,
  Group,
  Modal,
  Radio,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import type { TicketRow } from '@/api/types';
import { places } from '@/lib/places';
import { Loaded } from '@/ui/loaded';
import { Moment } from '@/ui/moment';
import { relationQueries, splitTicket } from './relation-queries';
import { useRelationCommand } from './use-relation-command';

interface Props {
  ticket: Pick<TicketRow, 'id' | 'reference'>;
  onClose: () => void;
}

const SHOWN = 160;

export function SplitDialog({ ticket, onClose }: Props) {
  const go = useNavigate();
  const query = useQuery(relationQueries.messages(ticket.id));
  const [messageId, setMessageId] = useState('');
  const [what, setWhat] = useState<'only' | 'onwards'>('only');
  const [subject, setSubject] = useState('');
  const command = useRelationCommand({
    send: () => splitTicket(ticket.id, { message_id: messageId, what, subject: subject.trim() }),
    done: ({ ticket: made }) => `${made.reference} is open; it is being read and assigned.`,
    onDone: ({ ticket: made }) => {
      onClose();
      void go(places.ticket(made.id));
    },
  });
  const ready = messageId !== '' && subject.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) command.mutate(undefined);
  };
  return (
    <Modal opened onClose={onClose} title={`Split ${ticket.reference}`} size="lg">
      <form onSubmit={submit}>
        <Stack>
          <Loaded query={query}>
            {({ items }) => {
              const replies = items.filter(({ kind }) => kind === 'reply');
              if (replies.length === 0) {
                return (
                  <Text size="sm" c="dimmed">
                    Nothing was written after the description, so there is nothing to split off.
                  </Text>
                );
              }
              return (
                <Radio.Group
                  label="Where does the other matter begin?"
                  value={messageId}
                  onChange={setMessageId}
                >
                  <Stack gap="sm" mt="xs" mah={280} style={{ overflowY: 'auto' }}>
                    {replies.map((one) => (
                      <Radio
                        key={one.id}
                        value={one.id}
                        label={
                          <>
                            <Text span size="xs" c="dimmed">
                              {one.author?.name ?? 'Somebody'} ·{' '}
                              <Moment at={one.created_at} span size="xs" />
                            </Text>
                            <Text size="sm">{shortened(one.text)}</Text>
                          </>
                        }
                      />
                    ))}
                  </Stack>
                </Radio.Group>
              );
            }}
          </Loaded>
          <SegmentedControl
            aria-label="How much of it"
            data={[
              { value: 'only', label: 'Only this message' },
              { value: 'onwards', label: 'This and all after it' },
            ]}
            value={what}
            onChange={(value) => setWhat(value)}
          />
          <TextInput
            label="What is it about?"
            placeholder="The subject of the new ticket"
            required
            maxLength={200}
            value={subject}
            onChange={({ currentTarget }) => setSubject(currentTarget.value)}
          />
          <Text size="sm" c="dimmed">
            The messages are copied and stay here, too; files stay with {ticket.reference}. The
            requester is the same, and the new ticket is assigned like any other.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              leftSection={<IconArrowsSplit2 size={16} />}
              disabled={!ready}
              loading={command.isPending}
            >
              Open the ticket
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
