/** A person as initials and a name. */

import { Group, Text } from '@mantine/core';
import type { PersonRef } from '@/api/types';
import classes from './person.module.css';

const HUES = 6;

/** The same person always gets the same colour. */
export function hueOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
  return sum % HUES;
}

/** First letters of the first and the last name. */
export function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/);
  const first = parts[0] ?? '';
  const last = parts.length > 1 ? (parts[parts.length - 1] ?? '') : '';
  return ([...first].slice(0, 1).join('') + [...last].slice(0, 1).join('')).toUpperCase();
}

export function PersonAvatar({ person, size = 26 }: { person: PersonRef; size?: number }) {
  return (
    <span
      className={classes.avatar}
      data-hue={hueOf(person.id)}
      style={{ width: size, height: size, fontSize: Math.max(size * 0.4, 10) }}
      // Drawn by the style: initials are no text that a label would have to begin with.
      data-initials={initialsOf(person.name)}
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
