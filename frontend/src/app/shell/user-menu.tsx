/** The person's own menu. */

import { Menu, Text, UnstyledButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconKeyboard, IconLogout, IconSettings } from '@tabler/icons-react';
import { Link } from 'react-router';
import { endSession, useMe } from '@/api/session';
import { disablePush } from '@/api/push';
import { signOut } from '@/features/auth/commands';
import { places } from '@/lib/places';
import { PersonAvatar } from '@/ui/person';
import { tellFailure } from '@/ui/toast';
import { ROLES } from '@/ui/vocabulary';
import { openShortcutHelp } from './shortcuts';

export function UserMenu() {
  const me = useMe();
  const client = useQueryClient();
  const leave = useMutation({
    // A shared browser must not go on telling about somebody who left; signing out never waits for it.
    mutationFn: async () => {
      await Promise.race([
        disablePush().catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, 2_000)),
      ]);
      await signOut();
    },
    onSuccess: () => endSession(client),
    onError: tellFailure,
  });
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <UnstyledButton aria-label={`Account of ${me.name}`} data-testid="user-menu" p={2}>
          <PersonAvatar person={me} size={32} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={560} c="var(--mantine-color-text)">
            {me.name}
          </Text>
          <Text size="xs">
            {me.email} · {ROLES[me.role]}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to={places.settings} leftSection={<IconSettings size={16} />}>
          Settings
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openShortcutHelp}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} />}
          closeMenuOnClick={false}
          disabled={leave.isPending}
          onClick={() => leave.mutate()}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
