/** A field for internal notes: after an @ it offers colleagues, chosen with arrows and Enter. */

import { Box, Paper, Text, Textarea, type TextareaProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import type { PersonRef } from '@/api/types';
import { begunBefore, complete } from '@/lib/mentions';
import { Person } from '@/ui/person';
import classes from './mention-field.module.css';

interface Props extends Omit<TextareaProps, 'onChange' | 'value'> {
  ticketId: string;
  /** Whether colleagues are offered; in a reply an @ is an @. */
  offers: boolean;
  value: string;
  onWrite: (text: string) => void;
  onMention: (person: PersonRef, put: (label: string) => string) => void;
}

function useOffers(ticketId: string, begun: string | null): PersonRef[] {
  const query = useQuery({
    queryKey: keys.mentionable(ticketId, begun ?? ''),
    queryFn: () =>
      take(
        http.GET('/api/v1/tickets/{ticket_id}/mentionable', {
          params: { path: { ticket_id: ticketId }, query: { q: begun ?? '' } },
        }),
      ),
    enabled: begun !== null,
    staleTime: 60_000,
  });
  return begun === null ? [] : (query.data ?? []);
}

export function MentionField({
  ticketId,
  offers: mayOffer,
  value,
  onWrite,
  onMention,
  onKeyDown,
  ...rest
}: Props) {
  const listId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [begun, setBegun] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const offers = useOffers(ticketId, begun);
  const marked = offers[Math.min(at, offers.length - 1)];

  const look = (text: string, caret: number) => {
    setBegun(mayOffer ? begunBefore(text, caret) : null);
    setAt(0);
  };
  const choose = (person: PersonRef) => {
    const caret = field.current?.selectionStart ?? value.length;
    let after = caret;
    onMention(person, (label) => {
      const [text, next] = complete(value, caret, label);
      after = next;
      return text;
    });
    setBegun(null);
    // After the new text stands in the field.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(after, after);
    });
  };
  const steer = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey;
    if (marked && step) setAt((at + step + offers.length) % offers.length);
    else if (marked && isPlain && (event.key === 'Enter' || event.key === 'Tab')) choose(marked);
    else if (marked && event.key === 'Escape') setBegun(null);
    else {
      onKeyDown?.(event);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <Box pos="relative">
      <Textarea
        {...rest}
        ref={field}
        value={value}
        aria-autocomplete={mayOffer ? 'list' : undefined}
        aria-haspopup={mayOffer ? 'listbox' : undefined}
        aria-controls={offers.length > 0 ? listId : undefined}
        aria-activedescendant={marked ? `${listId}-${marked.id}` : undefined}
        onChange={({ currentTarget }) => {
          onWrite(currentTarget.value);
          look(currentTarget.value, currentTarget.selectionStart);
        }}
        onKeyDown={steer}
        onBlur={() => setBegun(null)}
      />
      {offers.length > 0 && (
        <Paper className={classes.offers} id={listId} role="listbox" aria-label="Colleagues">
          {offers.map((person) => (
            <div
              key={person.id}
              id={`${listId}-${person.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={person.id === marked?.id}
              className={classes.offer}
              // Before the field loses its place.
              onMouseDown={(event) => {
                event.preventDefault();
                choose(person);
              }}
            >
              <Person person={person} />
            </div>
          ))}
        </Paper>
      )}
      {begun !== null && begun.length > 1 && offers.length === 0 && (
        <Text size="xs" c="dimmed" role="status" mt={4}>
          No colleague of that name.
        </Text>
      )}
    </Box>
  );
}
