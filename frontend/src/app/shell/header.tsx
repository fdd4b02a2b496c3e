/** Search, presence, notifications, theme and the person's own menu. */

import { Burger, Group, Text, UnstyledButton } from '@mantine/core';
import { Link } from 'react-router';
import { useMe } from '@/api/session';
import { DeskMeter } from '@/features/assignment/desk-meter';
import { NotificationBell } from '@/features/notifications/inbox';
import { PresenceSwitch } from '@/features/people/presence-switch';
import { places } from '@/lib/places';
import { Logo } from '@/ui/logo';
import { ThemeSwitch } from './theme-switch';
import { SearchField } from './search-field';
import { UserMenu } from './user-menu';

export function Header({ menuOpened, onMenu }: { menuOpened: boolean; onMenu: () => void }) {
  const me = useMe();
  return (
    <Group h="100%" px={{ base: 'sm', md: 'md' }} gap="sm" wrap="nowrap">
      <Burger
        opened={menuOpened}
        onClick={onMenu}
        hiddenFrom="sm"
        size="sm"
        aria-label={menuOpened ? 'Close navigation' : 'Open navigation'}
      />
      <UnstyledButton component={Link} to={places.home} aria-label="Tikify, start page">
        <Group gap={8} wrap="nowrap">
          <Logo size={24} />
          <Text fw={640} visibleFrom="sm" w={150}>
            Tikify
          </Text>
        </Group>
      </UnstyledButton>
      <SearchField />
      <Group gap={4} ml="auto" wrap="nowrap">
        {me.is_technician && <DeskMeter />}
        {me.is_technician && <PresenceSwitch />}
        <NotificationBell />
        <ThemeSwitch />
        <UserMenu />
      </Group>
    </Group>
  );
}
