/** Merge the ticket into another one: what it does is said before it is done. */

import { Alert, Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArrowMerge } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { MergePreview, TicketRow } from '@/api/types';
import { counted } from '@/lib/format';
import { places } from '@/lib/places';
import { Loaded } from '@/ui/loaded';
import { mergeTicket, relationQueries, unmergeTicket } from './relation-queries';
import { TicketSearch, type Found } from './ticket-search';
import { useRelationCommand } from './use-relation-command';

interface Props {
  ticket: Pick<TicketRow, 'id' | 'reference'>;
  into?: Found | null;
  onClose: () => void;
}

export function MergeDialog({ ticket, into = null, onClose }: Props) {
  const go = useNavigate();
  const [target, setTarget] = useState<Found | null>(into);
  const preview = useQuery({
    ...relationQueries.mergePreview(ticket.id, target?.id ?? ''),
    enabled: target !== null,
  });
  const isReady = preview.data?.refusal === null;
  const command = useRelationCommand({
    send: (found: Found) => mergeTicket(ticket.id, found.id),
    done: (made) => `${ticket.reference} goes on as ${made.reference}.`,
    undo: async () => {
      await unmergeTicket(ticket.id);
      void go(places.ticket(ticket.id));
    },
    undone: `${ticket.reference} stands by itself again.`,
    onDone: (made) => {
      onClose();
      void go(places.ticket(made.id));
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Merge ${ticket.reference}`} size="lg">
      <Stack>
        <TicketSearch
          notId={ticket.id}
          chosen={target}
          onChoose={setTarget}
          label="Into which ticket?"
        />
        {target && <Loaded query={preview}>{(found) => <Effects preview={found} />}</Loaded>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            leftSection={<IconArrowMerge size={16} />}
            disabled={!target || !isReady}
            loading={command.isPending}
            onClick={() => target && command.mutate(target)}
          >
            Merge
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Effects({ preview }: { preview: MergePreview }) {
  const { source, target, refusal, freed, new_watchers: watchers } = preview;
  if (refusal) return <Alert color="orange">{refusal}</Alert>;
  const names = watchers.map(({ name }) => name).join(', ');
  return (
    <Stack gap="xs" data-testid="merge-preview">
      <Text size="sm">What happens:</Text>
      <List size="sm" spacing={4}>
        {source.status !== 'closed' && (
          <List.Item>
            {source.reference} closes{freed && `, and ${freed.name} has room for another ticket`}.
          </List.Item>
        )}
        <List.Item>
          Its {counted(preview.messages, 'message')}
          {preview.attachments > 0 && ` and ${counted(preview.attachments, 'file')}`} stay there;
          staff reads them with {target.reference}, too.
        </List.Item>
        <List.Item>
          {preview.requesters_differ
            ? `${source.requester.name} and ${target.requester.name} do not see each other’s words. ${source.requester.name} is told now, and once ${target.reference} is solved.`
            : `${source.requester.name} asked for both and goes on reading both.`}
        </List.Item>
        {names && (
          <List.Item>
            {names} {watchers.length === 1 ? 'follows' : 'follow'} {target.reference} from now on.
          </List.Item>
        )}
      </List>
      <Text size="xs" c="dimmed">
        It can be taken back while nothing is written on either.
      </Text>
    </Stack>
  );
}
