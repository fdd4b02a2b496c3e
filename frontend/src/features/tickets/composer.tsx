/** Write a reply to the requester or a note for the team. */

import { Box, Button, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconLock, IconSend } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import type { Attachment, TicketDetail } from '@/api/types';
import { isMac } from '@/lib/platform';
import { Failed } from '@/ui/states';
import { AttachmentField, takePastedFiles } from './attachment-field';
import { postMessage } from './commands';
import { useAttachments } from './use-attachments';

export const COMPOSER_ID = 'composer';
type Kind = 'reply' | 'note';

const KINDS: Record<Kind, { label: string; button: string; placeholder: string }> = {
  reply: {
    label: 'Reply',
    button: 'Send reply',
    placeholder: 'Write to everybody on this ticket…',
  },
  note: {
    label: 'Note',
    button: 'Add note',
    placeholder: 'Only technicians and administrators see this…',
  },
};

/** What is worth sending: text that is more than blanks, once every file has arrived. */
export function maySend(text: string, busy: boolean): boolean {
  const length = text.trim().length;
  return length > 0 && length <= 20_000 && !busy;
}

export function Composer({ ticket }: { ticket: TicketDetail }) {
  const client = useQueryClient();
  const [chosen, setKind] = useState<Kind>('reply');
  const [text, setText] = useState('');
  const [files, setFiles] = useState<Attachment[]>([]);
  const attachments = useAttachments(files, setFiles);
  const { may } = ticket;
  const kind: Kind = may.reply ? (may.note ? chosen : 'reply') : 'note';

  const post = useMutation({
    mutationFn: () =>
      postMessage(ticket.id, {
        kind,
        text: text.trim(),
        attachment_ids: files.map(({ id }) => id),
      }),
    onSuccess: async () => {
      setText('');
      setFiles([]);
      await client.invalidateQueries({ queryKey: keys.tickets.one(ticket.id) });
    },
  });
  const send = () => {
    if (maySend(text, attachments.busy) && !post.isPending) post.mutate();
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
            onChange={(value) => setKind(value)}
          />
        )}
        <Textarea
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
          onChange={(event) => setText(event.currentTarget.value)}
          onPaste={(event) => takePastedFiles(event, attachments)}
          onKeyDown={getHotkeyHandler([['mod+Enter', send]])}
        />
        {post.isError && <Failed error={post.error} title="Not sent yet. Your words are kept." />}
        <Group justify="space-between" align="flex-start">
          <AttachmentField field={attachments} compact />
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
