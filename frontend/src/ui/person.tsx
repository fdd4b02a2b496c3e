/** A person as initials and a name. */

import { Avatar, Group, Text } from '@mantine/core';
import type { PersonRef } from '@/api/types';

const COLOURS = ['lagoon', 'grape', 'indigo', 'orange', 'cyan', 'pink', 'teal', 'violet'] as const;

/** The same person always gets the same colour. */
function colourOf(id: string): string {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
  return COLOURS[sum % COLOURS.length] ?? 'lagoon';
}

export function PersonAvatar({ person, size = 26 }: { person: PersonRef; size?: number }) {
  return (
    <Avatar
      name={person.name}
      alt=""
      color={colourOf(person.id)}
      size={size}
      radius="xl"
      variant="light"
      aria-hidden
    />
  );
}

interface Props {
  person: PersonRef | null;
  nobody?: string;
  size?: number;
}

export function Person({ person, nobody = 'Nobody yet', size = 24 }: Props) {
  if (!person) {
    return (
      <Text span size="sm" c="dimmed">
        {nobody}
      </Text>
    );
  }
  return (
    <Group gap={8} wrap="nowrap" miw={0} component="span" display="inline-flex">
      <PersonAvatar person={person} size={size} />
      <Text span size="sm" truncate>
        {person.name}
      </Text>
    </Group>
  );
}
