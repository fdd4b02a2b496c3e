/** Choose, drop or paste files; see each one arrive, fail with its reason, or go again. */

import { ActionIcon, Box, Button, FileButton, Group, Loader, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPaperclip, IconX } from '@tabler/icons-react';
import { useState, type ClipboardEvent, type DragEvent } from 'react';
import { sizeOf } from '@/lib/format';
import classes from './attachments.module.css';
import type { Attachments } from './use-attachments';

/** Hand pasted files (a screenshot, say) to the attachments; pasted text stays text. */
export function takePastedFiles(event: ClipboardEvent, { add }: Attachments): void {
  const files = event.clipboardData.files;
  if (files.length === 0) return;
  event.preventDefault();
  add(files);
}

export function AttachmentField({ field, compact }: { field: Attachments; compact?: boolean }) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    field.add(event.dataTransfer.files);
  };
  const choose = (
    <FileButton
      multiple
      onChange={(files) => field.add(files)}
      inputProps={{ 'aria-label': 'Attach files' }}
    >
      {(props) => (
        <Button
          {...props}
          variant={compact ? 'subtle' : 'default'}
          color="gray"
          size="xs"
          leftSection={<IconPaperclip size={15} />}
        >
          Attach files
        </Button>
      )}
    </FileButton>
  );
  return (
    <Stack gap="xs">
      <Box
        className={compact ? undefined : classes.drop}
        data-over={over || undefined}
        data-testid="drop-area"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Group gap="sm">
          {choose}
          {!compact && (
            <Text size="sm" c="dimmed">
              or drop them here, or paste a screenshot
            </Text>
          )}
        </Group>
      </Box>
      <FileList field={field} />
    </Stack>
  );
}

function FileList({ field }: { field: Attachments }) {
  if (field.attachments.length + field.uploads.length === 0) return null;
  return (
    <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label="Files">
      {field.attachments.map(({ id, filename, size }) => (
        <Group key={id} component="li" className={classes.file} gap="xs" wrap="nowrap">
          <IconPaperclip size={15} aria-hidden />
          <Text size="sm" truncate flex={1}>
            {filename}
          </Text>
          <Text size="xs" c="dimmed">
            {sizeOf(size)}
          </Text>
          <ActionIcon size="sm" aria-label={`Remove ${filename}`} onClick={() => field.remove(id)}>
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      {field.uploads.map((upload, index) => (
        <Group key={index} component="li" className={classes.file} gap="xs" wrap="nowrap">
          {upload.problem ? <IconAlertTriangle size={15} aria-hidden /> : <Loader size={14} />}
          <Text size="sm" truncate>
            {upload.name}
          </Text>
          <Text size="xs" c={upload.problem ? 'var(--mantine-color-error)' : 'dimmed'} flex={1}>
            {upload.problem ?? 'Uploading…'}
          </Text>
          {upload.problem && (
            <ActionIcon
              size="sm"
              aria-label={`Dismiss ${upload.name}`}
              onClick={() => field.dismiss(upload)}
            >
              <IconX size={14} />
            </ActionIcon>
          )}
        </Group>
      ))}
    </Stack>
  );
}
