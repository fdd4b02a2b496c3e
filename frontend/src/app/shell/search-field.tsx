/** Search from anywhere: words lead to the list, a reference straight to its ticket. */

import { Kbd, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { isStaff, useMe } from '@/api/session';
import { isReference, places } from '@/lib/places';

export const SEARCH_ID = 'global-search';

/** Where a search leads. */
export function searchTarget(typed: string, staff: boolean): string | null {
  const words = typed.trim();
  if (!words) return null;
  if (isReference(words)) return places.ticket(words.toUpperCase());
  return `${staff ? places.tickets : places.mine}?${new URLSearchParams({ q: words }).toString()}`;
}

export function SearchField() {
  const me = useMe();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const target = searchTarget(typed, isStaff(me));
    if (!target) return;
    setTyped('');
    void navigate(target);
  };
  return (
    <form role="search" onSubmit={submit} style={{ flex: '1 1 auto', maxWidth: 420, minWidth: 0 }}>
      <TextInput
        id={SEARCH_ID}
        aria-label="Search"
        placeholder="Search or TK-…"
        size="sm"
        variant="filled"
        leftSection={<IconSearch size={16} />}
        rightSection={<Kbd size="xs">/</Kbd>}
        rightSectionProps={{ className: 'tk-wide-only' }}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </form>
  );
}
