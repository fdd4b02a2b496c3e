/** Tickets that the model was not sure about, for a person to confirm or correct, one key each. */

import { Group, Kbd, Text } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconChecklist, IconChecks } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { countsQuery } from '@/api/counts';
import { rowsOf } from '@/api/paging';
import type { Category, Priority, TicketRow } from '@/api/types';
import { counted } from '@/lib/format';
import { places } from '@/lib/places';
import { isWriting } from '@/lib/shortcuts';
import { Endless } from '@/ui/endless';
import { Empty } from '@/ui/states';
import { triageQueries } from './queries';
import { ReviewCard } from './review-card';
import { useDecisions } from './review-decisions';
import { PRIORITY_ORDER } from './words-of';

const NEARLY_THROUGH = 5;

interface Props {
  /** The words of the ticket that is being looked at. */
  words: (row: TicketRow) => ReactNode;
}

export function ReviewQueue({ words }: Props) {
  const query = useInfiniteQuery(triageQueries.review());
  const decisions = useDecisions();
  const all = rowsOf(query.data);
  const left = all.filter((row) => !decisions.isHidden(row));
  const { fetchNextPage, hasNextPage, isFetching } = query;
  useEffect(() => {
    if (left.length < NEARLY_THROUGH && hasNextPage && !isFetching) void fetchNextPage();
  }, [left.length, hasNextPage, isFetching, fetchNextPage]);
  return (
    <>
      <Counters decisions={decisions} onTheWay={all.length - left.length} />
      <Endless
        query={query}
        empty={
          <Empty icon={IconChecklist} title="Nothing to review">
            The model was sure about every open ticket. What it doubts will appear here.
          </Empty>
        }
      >
        {() => <Sitting rows={left} decisions={decisions} words={words} />}
      </Endless>
    </>
  );
}

interface CounterProps {
  decisions: ReturnType<typeof useDecisions>;
  onTheWay: number;
}

function Counters({ decisions: { confirmed, corrected }, onTheWay }: CounterProps) {
  const { data } = useQuery(countsQuery);
  const left = data ? Math.max((data['needs_review'] ?? 0) - onTheWay, 0) : null;
  return (
    <Group gap="lg" role="status" data-testid="review-counters">
      {left !== null && <Text size="sm">{counted(left, 'ticket')} left</Text>}
      {confirmed + corrected > 0 && (
        <Text size="sm" c="dimmed">
          {confirmed} confirmed and {corrected} corrected by you just now
        </Text>
      )}
    </Group>
  );
}

interface SittingProps {
  rows: TicketRow[];
  decisions: ReturnType<typeof useDecisions>;
  words: (row: TicketRow) => ReactNode;
}

function Sitting({ rows, decisions, words }: SittingProps) {
  const [at, setAt] = useState<string | null>(null);
  const [arrival, setArrival] = useState({ id: '', count: 0 });
  const navigate = useNavigate();
  const place = Math.max(
    rows.findIndex(({ id }) => id === at),
    0,
  );
  const current = rows[place];

  const go = (row: TicketRow | undefined) => {
    if (!row) return;
    setArrival(({ count }) => ({ id: row.id, count: count + 1 }));
    setAt(row.id);
  };
  const undo = () => {
    const taken = decisions.undo();
    if (taken) go(taken.row);
  };
  const decide = (row: TicketRow, priority: Priority | null, category: Category | null) => {
    if (!priority || !category) return;
    const here = rows.indexOf(row);
    decisions.decide({ row, priority, category }, undo);
    go(rows[here + 1] ?? rows[here - 1]);
  };

  useReviewKeys((key) => {
    const chosen = PRIORITY_ORDER[Number(key) - 1];
    if (key === 'u') undo();
    else if (!current) return false;
    else if (key === 'Enter' || key === 'y') decide(current, current.priority, current.category);
    else if (chosen) decide(current, chosen, current.category);
    else if (key === 'j' || key === 'ArrowDown') go(rows[place + 1]);
    else if (key === 'k' || key === 'ArrowUp') go(rows[place - 1]);
    else if (key === 'o') void navigate(places.ticket(current.id));
    else return false;
    return true;
  });

  if (!current) {
    return (
      <Empty icon={IconChecks} title="All reviewed">
        Every answer teaches the model, the confirmed ones too.
      </Empty>
    );
  }
  return (
    <>
      <Hints />
      {rows.map((row) => (
        <ReviewCard
          key={`${row.id}:${row.version}`}
          row={row}
          isCurrent={row.id === current.id}
          arrivals={row.id === arrival.id ? arrival.count : 0}
          words={words}
          onEnter={() => setAt(row.id)}
          onDecide={(priority, category) => decide(row, priority, category)}
        />
      ))}
    </>
  );
}

/** Hands over single keys unless somebody writes, a dialog is open, or a control wants its Enter. */
function useReviewKeys(take: (key: string) => boolean) {
  useWindowEvent('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (isWriting(event.target)) return;
    if (document.querySelector('[role="dialog"], [role="menu"]')) return;
    const onControl = event.target instanceof Element && event.target.closest('a, button');
    if (onControl && event.key === 'Enter') return;
    if (take(event.key)) event.preventDefault();
  });
}

const HINTS: [string[], string][] = [
  [['Enter', 'y'], 'confirm'],
  [['1', '2', '3', '4'], 'correct the priority'],
  [['j', 'k'], 'move'],
  [['o'], 'open'],
  [['u'], 'undo'],
];

function Hints() {
  return (
    <Group gap="md" className="tk-wide-only" aria-label="Keys of this page" role="note">
      {HINTS.map(([hintKeys, does]) => (
        <Group key={does} gap={4}>
          {hintKeys.map((key) => (
            <Kbd key={key} size="xs">
              {key}
            </Kbd>
          ))}
          <Text size="xs" c="dimmed">
            {does}
          </Text>
        </Group>
      ))}
    </Group>
  );
}
