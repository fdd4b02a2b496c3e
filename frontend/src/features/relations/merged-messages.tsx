/** What was written on tickets that were merged into this one, with the way back to where it stands. */

import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArrowMerge, IconLock } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { MergedMessage } from '@/api/types';
import { counted } from '@/lib/format';
import { piecesOf } from '@/lib/mentions';
import { places } from '@/lib/places';
import { ToneBadge } from '@/ui/badge';
import { Folded } from '@/ui/folded';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/page';
import { relationQueries } from './relation-queries';
import classes from './relations.module.css';

export function MergedMessages({ ticketId }: { ticketId: string }) {
  const relations = useQuery(relationQueries.of(ticketId));
  const hasMerged = (relations.data?.relations ?? []).some(
    ({ kind, direction }) => kind === 'merged_into' && direction === 'to',
  );
  const query = useQuery({ ...relationQueries.mergedMessages(ticketId), enabled: hasMerged });
  const messages = query.data?.items ?? [];
  if (messages.length === 0) return null;
  return (
    <Panel
      title={
        <Group gap={6} component="span">
          <IconArrowMerge size={16} aria-hidden /> From merged tickets
        </Group>
      }
      testId="merged-messages"
      aside={
        <Text size="xs" c="dimmed">
          {counted(messages.length, 'message')}
          {query.data?.next_cursor ? ' and more' : ''}
        </Text>
      }
    >
      <Stack gap="md" component="ol" className={classes.list}>
        {messages.map((message) => (
          <One key={message.id} message={message} />
        ))}
      </Stack>
    </Panel>
  );
}

function One({ message }: { message: MergedMessage }) {
  const { author, kind, text, mentions, created_at: at, attachments } = message;
  const words = piecesOf(text, mentions)
    .map((piece) => (typeof piece === 'string' ? piece : `@${piece.name}`))
    .join('');
  return (
    <li>
      <Group gap="xs" mb={4}>
        <Text size="sm" fw={560}>
          {author?.name ?? 'Somebody who left'}
        </Text>
        {kind === 'note' && (
          <ToneBadge tone="amber" icon={IconLock} plain>
            Internal note
          </ToneBadge>
        )}
        <Text size="xs" c="dimmed">
          on{' '}
          <Anchor component={Link} to={places.ticket(message.ticket_id)} inherit>
            {message.ticket_reference}
          </Anchor>
        </Text>
        <Moment at={at} size="xs" />
      </Group>
      <Folded text={words} about={`${message.ticket_reference}, ${author?.name ?? 'somebody'}`} />
      {attachments.map(({ id, url, filename }) => (
        <Anchor key={id} href={url} download={filename} size="sm" display="block">
          {filename}
        </Anchor>
      ))}
    </li>
  );
}
