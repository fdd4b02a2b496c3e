/** Find another ticket by its reference or by words, and choose it. */

import { Loader, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { TicketRow } from '@/api/types';
import { Failed } from '@/ui/states';
import { StatusBadge } from '@/ui/status-badges';
import { relationQueries } from './relation-queries';
import classes from './relations.module.css';

export type Found = Pick<TicketRow, 'id' | 'reference' | 'subject' | 'status'>;

interface Props {
  /** The ticket that asks cannot be its own other one. */
  notId: string;
  chosen: Found | null;
  onChoose: (ticket: Found | null) => void;
  label?: string;
}

const TYPING_MS = 250;

export function TicketSearch({ notId, chosen, onChoose, label = 'Which ticket?' }: Props) {
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed.trim(), TYPING_MS);
  const query = useQuery({ ...relationQueries.search(words), enabled: words !== '' });
  const found = words === '' ? [] : (query.data?.items ?? []).filter(({ id }) => id !== notId);
  if (chosen) {
    return (
      <Stack gap={4}>
        <Text size="sm" fw={500}>
          {label}
        </Text>
        <UnstyledButton
          className={classes.choice}
          data-chosen
          aria-label={`${chosen.reference} is chosen; choose another one`}
          onClick={() => onChoose(null)}
        >
          <Line ticket={chosen} />
          <Text size="xs" c="dimmed">
            Choose another one
          </Text>
        </UnstyledButton>
      </Stack>
    );
  }
  return (
    <Stack gap="xs">
      <TextInput
        label={label}
        placeholder="TK-10432, or words from it"
        leftSection={<IconSearch size={16} />}
        rightSection={query.isFetching ? <Loader size={14} aria-label="Searching" /> : null}
        data-autofocus
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      {query.isError && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      <Stack gap={2} component="ul" className={classes.list} aria-label="Tickets found">
        {found.map((ticket) => (
          <li key={ticket.id}>
            <UnstyledButton className={classes.choice} onClick={() => onChoose(ticket)}>
              <Line ticket={ticket} />
            </UnstyledButton>
          </li>
        ))}
      </Stack>
      {words !== '' && query.isSuccess && !query.isFetching && found.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          No ticket fits. Whole words and references are found.
        </Text>
      )}
    </Stack>
  );
}

function Line({ ticket }: { ticket: Found }) {
  return (
    <span className={classes.line}>
      <Text span size="sm" truncate>
        <Text span inherit c="dimmed">
          {ticket.reference}
        </Text>{' '}
        {ticket.subject}
      </Text>
      <StatusBadge status={ticket.status} />
    </span>
  );
}
