/** The keyboard of the whole app, and the dialog that lists it. */

import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure, useWindowEvent } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { isStaff, useMe } from '@/api/session';
import { COMPOSER_ID } from '@/features/tickets/composer';
import { places } from '@/lib/places';
import { isWriting, matcher, type Shortcut } from '@/lib/shortcuts';
import { homeOf } from '@/routes/home';
import { SEARCH_ID } from './search-field';

const HELP = 'tikify:shortcuts';

export function openShortcutHelp(): void {
  window.dispatchEvent(new Event(HELP));
}

function focus(id: string): void {
  const field = document.getElementById(id);
  field?.focus();
  field?.scrollIntoView({ block: 'center' });
}

function useShortcuts(help: () => void): Shortcut[] {
  const me = useMe();
  const navigate = useNavigate();
  return useMemo(() => {
    const go = (to: string) => () => void navigate(to);
    const home = homeOf(me);
    return [
      { keys: '?', label: 'Show these shortcuts', run: help },
      { keys: '/', label: 'Search', run: () => focus(SEARCH_ID) },
      { keys: 'c', label: 'Submit a ticket', run: go(places.submit) },
      { keys: 'r', label: 'Write a reply (on a ticket)', run: () => focus(COMPOSER_ID) },
      { keys: 'g h', label: 'Go to the start', run: go(home) },
      { keys: 'g m', label: 'Go to my tickets', run: go(places.mine) },
      { keys: 'g s', label: 'Go to settings', run: go(places.settings) },
      ...(me.is_technician
        ? [{ keys: 'g q', label: 'Go to my queue', run: go(places.queue) }]
        : []),
      ...(isStaff(me)
        ? [
            { keys: 'g t', label: 'Go to all tickets', run: go(places.tickets) },
            { keys: 'g w', label: 'Go to waiting tickets', run: go(places.waiting) },
            { keys: 'g p', label: 'Go to people', run: go(places.people) },
          ]
        : []),
    ];
  }, [help, me, navigate]);
}

export function Shortcuts() {
  const [opened, { open, close }] = useDisclosure(false);
  const shortcuts = useShortcuts(open);
  const match = useMemo(() => matcher(shortcuts), [shortcuts]);
  useWindowEvent('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    // A dialog keeps its own keys.
    if (document.querySelector('[role="dialog"], [role="menu"]')) return;
    const found = match(event.key);
    if (!found) return;
    event.preventDefault();
    found.run();
  });
  useEffect(() => {
    window.addEventListener(HELP, open);
    return () => window.removeEventListener(HELP, open);
  }, [open]);
  return (
    <Modal opened={opened} onClose={close} title="Keyboard shortcuts">
      <Stack gap="xs">
        {shortcuts.map(({ keys, label }) => (
          <Group key={keys} justify="space-between">
            <Text size="sm">{label}</Text>
            <Group gap={4}>
              {keys.split(' ').map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </Group>
          </Group>
        ))}
      </Stack>
    </Modal>
  );
}
