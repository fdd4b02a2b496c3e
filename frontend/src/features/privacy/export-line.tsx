/** One export of a person's data: how far it is, where it lies, until when. */

import { Button, Group, Progress, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { PersonExport } from '@/api/types';
import { momentOf, sizeOf } from '@/lib/format';

const WORDS: Record<PersonExport['state'], string> = {
  waiting: 'Waits for its turn',
  running: 'Being put together',
  ready: 'Ready',
  failed: 'It did not work. Ask for it again.',
  expired: 'Expired and deleted',
};

export function ExportLine({ row, named }: { row: PersonExport; named?: boolean }) {
  const share = row.total > 0 ? (row.done / row.total) * 100 : 0;
  return (
    <Group justify="space-between" gap="sm" data-testid="export" data-state={row.state}>
      <div style={{ minWidth: 0, flex: '1 1 220px' }}>
        {named && (
          <Text size="sm" fw={560}>
            {row.person.name}
          </Text>
        )}
        <Text size="sm">
          {WORDS[row.state]}
          {row.state === 'ready' && ` · ${sizeOf(row.size)}`}
        </Text>
        <Text size="xs" c="dimmed">
          {row.state === 'ready' && row.expires_at
            ? `Until ${momentOf(row.expires_at)}`
            : `Asked for ${momentOf(row.created_at)}`}
          {named && ` by ${row.asked_by.name}`}
        </Text>
        {row.state === 'running' && (
          <Progress mt={6} value={share} aria-label={`${row.done} of ${row.total} tickets`} />
        )}
      </div>
      {row.url && (
        <Button
          component="a"
          href={row.url}
          download
          size="xs"
          variant="light"
          leftSection={<IconDownload size={15} />}
        >
          Download
        </Button>
      )}
    </Group>
  );
}
