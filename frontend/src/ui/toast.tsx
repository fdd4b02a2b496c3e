/** Short messages about what just happened. */

import { Button, Group, Kbd, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { sentenceOf } from '@/api/problem';

export function tell(message: string): void {
  notifications.show({ message, color: 'lagoon', icon: <IconCheck size={18} /> });
}

export function tellFailure(error: unknown): void {
  notifications.show({
    title: 'That did not work',
    message: sentenceOf(error),
    color: 'red',
    icon: <IconAlertTriangle size={18} />,
    autoClose: 8_000,
  });
}

interface Undoable {
  /** The next message with this name takes the place of this one. */
  name: string;
  message: string;
  undo: () => void;
  forMs?: number;
  shortcut?: string;
}

/** Say what was done and offer to take it back. */
export function tellUndoable({ name, message, undo, forMs = 8_000, shortcut }: Undoable): void {
  takeBack(name);
  notifications.show({
    id: name,
    color: 'lagoon',
    icon: <IconCheck size={18} />,
    autoClose: forMs,
    message: (
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="light"
          style={{ flex: 'none' }}
          rightSection={
            shortcut ? (
              <Kbd size="xs" className="tk-wide-only" aria-hidden>
                {shortcut}
              </Kbd>
            ) : null
          }
          onClick={() => {
            takeBack(name);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}

/** Remove a message whose undo no longer works. */
export function takeBack(name: string): void {
  notifications.hide(name);
}
