/** What to press, for whoever looks at a list with a keyboard at hand. */

import { Kbd, Text } from '@mantine/core';
import classes from './workspace.module.css';

export function KeyHints() {
  return (
    <Text size="xs" c="dimmed" className={classes.hints} visibleFrom="md">
      <Kbd size="xs">j</Kbd> <Kbd size="xs">k</Kbd> move · <Kbd size="xs">↵</Kbd> open ·{' '}
      <Kbd size="xs">c</Kbd> take · <Kbd size="xs">?</Kbd> all keys
    </Text>
  );
}
