/** Two devices hold other unsent words: say so, and let one choose. */

import { Alert, Button, Group, Text } from '@mantine/core';
import { IconDevices } from '@tabler/icons-react';
import { momentOf } from '@/lib/format';
import { fromWire } from '@/lib/mentions';
import type { KeptWords } from './use-kept-words';

export function DraftNotice({ words }: { words: KeptWords }) {
  const { other } = words;
  if (!other) return null;
  const [text] = fromWire(other.text, other.mentions);
  return (
    <Alert
      icon={<IconDevices size={18} />}
      title="You wrote something else on another device"
      role="status"
      data-testid="draft-notice"
    >
      <Text size="sm" className="tk-prewrap" lineClamp={3}>
        “{text}”
      </Text>
      <Group justify="space-between" mt="xs" gap="xs">
        <Text size="xs" c="dimmed">
          {momentOf(other.edited_at)}
        </Text>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={words.keepMine}>
            Keep what stands here
          </Button>
          <Button size="compact-sm" variant="light" onClick={words.useOther}>
            Use those words
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}
