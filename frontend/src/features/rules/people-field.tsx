/** Choose people by typing part of their name; who is chosen stays shown. */

import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ruleQueries, type Choice } from './queries';

const TYPING_MS = 250;

interface Props {
  label: string;
  ids: string[];
  most?: number;
  visibleLabel?: string;
  onChange: (ids: string[]) => void;
}

export function PeopleField({ label, ids, most, visibleLabel, onChange }: Props) {
  const [words, setWords] = useState('');
  const [settled] = useDebouncedValue(words.trim(), TYPING_MS);
  const found = useQuery(ruleQueries.people(settled));
  // Whoever was chosen may not be among those that the words find now.
  const [chosen, setChosen] = useState<Choice[]>([]);
  const first = useQuery(ruleQueries.people(''));
  const known = new Map(
    [...(first.data ?? []), ...(found.data ?? []), ...chosen].map((one) => [one.value, one]),
  );
  for (const id of ids) if (!known.has(id)) known.set(id, { value: id, label: 'Somebody' });
  return (
    <MultiSelect
      label={visibleLabel}
      aria-label={visibleLabel ? undefined : label}
      placeholder={ids.length === 0 ? 'Type a name' : undefined}
      searchable
      maxValues={most}
      searchValue={words}
      onSearchChange={setWords}
      data={[...known.values()]}
      value={ids}
      onChange={(value) => {
        setChosen([...known.values()].filter((one) => value.includes(one.value)));
        onChange(value);
      }}
    />
  );
}
