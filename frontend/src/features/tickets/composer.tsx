/** Write a reply to the requester or a note for the team. */

import { Box, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconLock, IconSend } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { keys } from '@/api/keys';
import { rowsOf } from '@/api/paging';
import { ApiProblem } from '@/api/problem';
import type { Attachment, Message, TicketDetail } from '@/api/types';
import { useIntent } from '@/lib/intents';
import { isMac } from '@/lib/platform';
import { useConflictDialog } from '@/ui/conflict';
import { Failed } from '@/ui/states';
import { AttachmentField, takePastedFiles } from './attachment-field';
import { postMessage } from './commands';
import { DraftNotice } from './draft-notice';
import type { Kind } from './local-words';
import { MentionField } from './mention-field';
import { ticketQueries } from './queries';
import { useAttachments } from './use-attachments';
import { useKeptWords } from './use-kept-words';

export const COMPOSER_ID = 'composer';

const KINDS: Record<Kind, { label: string; button: string; placeholder: string }> = {
  reply: {
    label: 'Reply',
    button: 'Send reply',
    placeholder: 'Write to everybody on this ticket…',
  },
  note: {
    label: 'Note',
    button: 'Add note',
    placeholder: 'Only technicians and administrators see this. Name a colleague with @…',
  },
};

/** What is worth sending: text that is more than blanks, once every file has arrived. */
export function maySend(text: string, busy: boolean): boolean {
  const length = text.trim().length;
  return length > 0 && length <= 20_000 && !busy;
}

/** What others wrote since the last message that was seen, when sending was refused for it. */
function newerOf(error: unknown): Message[] | null {
  if (!(error instanceof ApiProblem) || error.code !== 'newer_messages') return null;
  return Array.isArray(error.current) ? (error.current as Message[]) : null;
}

/** The last message on the page when one began to write; the ticket itself where there is none. */
function useSeen(ticketId: string) {
  const client = useQueryClient();
  const [seen, setSeen] = useState<string | null>(null);
  const newest = () => {
    const data = client.getQueryData(ticketQueries.messages(ticketId).queryKey);
    return rowsOf(data).at(-1)?.id ?? ticketId;
  };
  return {
    seen: () => seen ?? newest(),
    look: () => setSeen((before) => before ?? newest()),
    forget: () => setSeen(null),
  };
}

interface Props {
  ticket: TicketDetail;
  /** What other features offer to the writer, such as templates. */
  tools?: (text: string, write: (text: string) => void) => ReactNode;
}

export function Composer({ ticket, tools }: Props) {
  const client = useQueryClient();
  const words = useKeptWords(ticket.id, ticket.may.reply || ticket.may.note);
  const { text } = words;
  const { seen, look, forget } = useSeen(ticket.id);
  const showConflict = useConflictDialog();
  const [files, setFiles] = useState<Attachment[]>([]);
  const attachments = useAttachments(files, setFiles);
  const { may } = ticket;
  const kind: Kind = may.reply ? (may.note ? words.kind : 'reply') : 'note';

  const post = useMutation({
    mutationFn: (after: string) =>
      postMessage(ticket.id, {
        kind,
        text: words.wire().trim(),
        attachment_ids: files.map(({ id }) => id),
        after: kind === 'reply' ? after : undefined,
      }),
    onSuccess: async () => {
      words.sent();
      forget();
      setFiles([]);
      await client.invalidateQueries({ queryKey: keys.tickets.one(ticket.id) });
    },
    onError: (error) => {
      const messages = newerOf(error);
      const last = messages?.at(-1);
      if (!messages || !last) return;
      void client.invalidateQueries({ queryKey: keys.tickets.one(ticket.id) });
      showConflict({ messages, again: () => post.mutate(last.id) });
    },
  });
  const send = () => {
    if (maySend(text, attachments.busy) && !post.isPending) post.mutate(seen());
  };
  const begin = (next: Kind) => () => {
    words.turnTo(next);
    const field = document.getElementById(COMPOSER_ID);
    field?.focus();
    field?.scrollIntoView({ block: 'nearest' });
  };
  useIntent(ticket.id, 'reply', begin('reply'));
  useIntent(ticket.id, 'note', begin('note'));
  const write = (next: string) => {
    look();
    words.write(next);
  };

  if (!may.reply && !may.note) return null;
  return (
    <Box
      component="form"
      className="tk-card"
      p="sm"
      style={{ borderRadius: 12 }}
      aria-label="Write a message"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="xs">
        {may.reply && may.note && (
          <SegmentedControl
            size="xs"
            w="fit-content"
            aria-label="Who reads this"
            data={[
              { value: 'reply', label: 'To the requester' },
              { value: 'note', label: 'Internal note' },
            ]}
            value={kind}
            onChange={(value) => words.turnTo(value)}
          />
        )}
        <DraftNotice words={words} />
        <MentionField
          id={COMPOSER_ID}
          aria-label={KINDS[kind].label}
          placeholder={KINDS[kind].placeholder}
          data-testid="composer"
          autosize
          minRows={3}
          maxRows={14}
          maxLength={20_000}
          value={text}
          styles={kind === 'note' ? { input: { background: 'var(--tk-note)' } } : {}}
          ticketId={ticket.id}
          offers={kind === 'note'}
          onWrite={write}
          onMention={words.mention}
          onPaste={(event) => takePastedFiles(event, attachments)}
          onKeyDown={getHotkeyHandler([['mod+Enter', send]])}
        />
        {post.isError && !newerOf(post.error) && (
          <Failed error={post.error} title="Not sent yet. Your words are kept." />
        )}
        <Group justify="space-between" align="flex-start">
          <Group gap="xs">
            <AttachmentField field={attachments} compact />
            {tools?.(text, write)}
          </Group>
          <Group gap="sm">
            <Text size="xs" c="dimmed" visibleFrom="sm">
              {isMac() ? '⌘' : 'Ctrl'} + Enter
            </Text>
            <Button
              type="submit"
              loading={post.isPending}
              disabled={!maySend(text, attachments.busy)}
              color={kind === 'note' ? 'gray' : undefined}
              leftSection={kind === 'note' ? <IconLock size={16} /> : <IconSend size={16} />}
            >
              {KINDS[kind].button}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Box>
  );
}
