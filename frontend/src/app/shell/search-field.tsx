/** The way into search and commands for the pointer; keys open the same. */

import { ActionIcon, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { isMac } from '@/lib/platform';
import classes from './shell.module.css';
import { useOpenPalette } from './use-palette';

export function SearchField() {
  const open = useOpenPalette();
  return (
    <>
      <UnstyledButton className={classes.search} onClick={open} visibleFrom="sm">
        <IconSearch size={16} aria-hidden />
        <Text span size="sm">
          Search or jump to…
        </Text>
        <Group gap={3} ml="auto" wrap="nowrap" aria-hidden>
          <Kbd size="xs">{isMac() ? '⌘' : 'Ctrl'}</Kbd>
          <Kbd size="xs">K</Kbd>
        </Group>
      </UnstyledButton>
      <ActionIcon onClick={open} hiddenFrom="sm" aria-label="Search" ml="auto">
        <IconSearch size={20} />
      </ActionIcon>
    </>
  );
}
