/** What people said on a ticket, oldest first, its description on top. */

import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconLock, IconPaperclip } from '@tabler/icons-react';
import { rowsOf } from '@/api/paging';
import { useMe } from '@/api/session';
import type { Attachment, PersonRef, TicketDetail } from '@/api/types';
import { sizeOf } from '@/lib/format';
import { piecesOf } from '@/lib/mentions';
import { ToneBadge } from '@/ui/badge';
import { Moment } from '@/ui/moment';
import { PersonAvatar } from '@/ui/person';
import { Failed, RowSkeletons } from '@/ui/states';
import classes from './conversation.module.css';
import { ticketQueries } from './queries';

export function Conversation({ ticket }: { ticket: TicketDetail }) {
  const query = useInfiniteQuery(ticketQueries.messages(ticket.id));
  const messages = rowsOf(query.data);
  // The opening words may be the first message too; they are shown once.
  const rest = messages.filter(
    (message, index) => !(index === 0 && message.text === ticket.description),
  );
  return (
    <Stack gap="sm">
      <ol className={classes.thread} aria-label="Conversation">
        <Bubble
          kind="reply"
          author={ticket.requester}
          text={ticket.description}
          mentions={[]}
          at={ticket.created_at}
          attachments={ticket.attachments}
        />
        {rest.map((message) => (
          <Bubble
            key={message.id}
            kind={message.kind}
            author={message.author}
            text={message.text}
            mentions={message.mentions}
            at={message.created_at}
            attachments={message.attachments}
          />
        ))}
      </ol>
      {query.isPending && <RowSkeletons rows={2} />}
      {query.isError && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      {query.hasNextPage && (
        <Button
          variant="default"
          mx="auto"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show later messages
        </Button>
      )}
    </Stack>
  );
}

interface BubbleProps {
  kind: 'reply' | 'note';
  author: PersonRef | null;
  text: string;
  mentions: PersonRef[];
  at: string;
  attachments: Attachment[];
}

function Bubble({ kind, author, text, mentions, at, attachments }: BubbleProps) {
  const me = useMe();
  const who = author ?? { id: 'gone', name: 'Somebody who left' };
  return (
    <li
      className={classes.bubble}
      data-kind={kind}
      data-mine={who.id === me.id || undefined}
      data-testid={`message-${kind}`}
    >
      <Group gap="xs" mb={6} wrap="nowrap">
        <PersonAvatar person={who} size={26} />
        <Text size="sm" fw={580} truncate>
          {who.name}
        </Text>
        {kind === 'note' && (
          <ToneBadge tone="amber" icon={IconLock} plain>
            Internal note
          </ToneBadge>
        )}
        <Moment at={at} size="xs" ml="auto" style={{ flex: 'none' }} />
      </Group>
      <Text size="sm" className="tk-prewrap">
        {kind === 'note' ? <WithNames text={text} people={mentions} /> : text}
      </Text>
      <AttachmentLinks attachments={attachments} />
    </li>
  );
}

function WithNames({ text, people }: { text: string; people: PersonRef[] }) {
  return piecesOf(text, people).map((piece, index) =>
    typeof piece === 'string' ? (
      piece
    ) : (
      <Text span inherit fw={600} c="var(--tk-accent-text, inherit)" key={`${piece.id}-${index}`}>
        @{piece.name}
      </Text>
    ),
  );
}

function AttachmentLinks({ attachments }: { attachments: Attachment[] }) {
  if (attachments.length === 0) return null;
  return (
    <Group gap="xs" mt="sm">
      {attachments.map(({ id, url, filename, size }) => (
        <Anchor key={id} href={url} download={filename} size="sm">
          <Group gap={4} component="span" display="inline-flex">
            <IconPaperclip size={14} aria-hidden />
            {filename}
            <Text span size="xs" c="dimmed">
              {sizeOf(size)}
            </Text>
          </Group>
        </Anchor>
      ))}
    </Group>
  );
}
