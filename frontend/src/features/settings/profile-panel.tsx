/** Who one is here, and how the app looks. */

import { Group, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { useMe } from '@/api/session';
import { Panel } from '@/ui/page';
import { PersonAvatar } from '@/ui/person';
import { ROLES } from '@/ui/vocabulary';

export function ProfilePanel() {
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Panel title="Profile">
      <Group mb="md">
        <PersonAvatar person={me} size={48} />
        <div>
          <Text fw={580}>{me.name}</Text>
          <Text size="sm" c="dimmed">
            {me.email} · {ROLES[me.role]}
          </Text>
        </div>
      </Group>
      <Stack gap={6}>
        <Text size="sm" fw={500} id="theme-label">
          Theme
        </Text>
        <SegmentedControl
          aria-labelledby="theme-label"
          w="fit-content"
          data={[
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
            { value: 'auto', label: 'Like the system' },
          ]}
          value={colorScheme}
          onChange={(value) => setColorScheme(value)}
        />
      </Stack>
    </Panel>
  );
}
