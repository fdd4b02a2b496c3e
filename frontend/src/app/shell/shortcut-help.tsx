/** The dialog that lists every key that works on the page behind it. */

import { Group, Kbd, Modal, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { Command } from '@/lib/commands';

interface Props {
  commands: Command[];
  onClose: () => void;
}

export default function ShortcutHelp({ commands, onClose }: Props) {
  const keyed = commands.filter(({ keys }) => keys);
  const groups = [...new Set(keyed.map(({ group }) => group))];
  const palette = { id: 'palette', keys: 'Ctrl K', label: 'Commands, tickets and people' };
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts" size="lg">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        {groups.map((group) => (
          <Stack key={group} gap={6} component="section">
            <Title order={2} size="h3">
              {group}
            </Title>
            {group === 'Everywhere' && <Line {...palette} />}
            {keyed
              .filter((command) => command.group === group)
              .map(({ id, keys = '', label }) => (
                <Line key={id} keys={keys} label={label} />
              ))}
          </Stack>
        ))}
      </SimpleGrid>
    </Modal>
  );
}

function Line({ keys, label }: { keys: string; label: string }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Text size="sm">{label}</Text>
      <Group gap={4} wrap="nowrap">
        {keys.split(' ').map((key) => (
          <Kbd key={key} size="xs">
            {key === 'A' ? 'Shift A' : key}
          </Kbd>
        ))}
      </Group>
    </Group>
  );
}
