/** One doubtful ticket: its words, what the model made of them, and the answers to choose from. */

import { Anchor, Button, Card, Group, Kbd, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconCheck, IconPencil } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Category, Priority, TicketRow } from '@/api/types';
import { percent } from '@/lib/format';
import { places } from '@/lib/places';
import { ShareBars } from '@/ui/bars';
import { Moment } from '@/ui/moment';
import { PriorityBadge, StatusBadge } from '@/ui/status-badges';
import { CATEGORIES, choices, PRIORITIES } from '@/ui/vocabulary';
import { triageQueries } from './queries';
import classes from './review-card.module.css';
import { WordWeights } from './word-weights';
import { PRIORITY_ORDER, sharesOf } from './words-of';

interface Props {
  row: TicketRow;
  isCurrent: boolean;
  /** Counts the moves here by a key or an answer: then the eye and the focus follow. */
  arrivals: number;
  words: (row: TicketRow) => ReactNode;
  onEnter: () => void;
  onDecide: (priority: Priority | null, category: Category | null) => void;
}

export function ReviewCard({ row, isCurrent, arrivals, words, onEnter, onDecide }: Props) {
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (arrivals === 0) return;
    card.current?.focus({ preventScroll: true });
    card.current?.scrollIntoView({ block: 'nearest' });
  }, [arrivals]);
  return (
    <Card
      ref={card}
      component="article"
      className={`tk-card ${classes.card ?? ''}`}
      data-current={isCurrent || undefined}
      aria-current={isCurrent || undefined}
      aria-label={row.subject}
      data-testid="review-row"
      tabIndex={-1}
      onFocusCapture={onEnter}
    >
      <div className={classes.columns}>
        <Stack gap="xs" miw={0}>
          <Anchor component={Link} to={places.ticket(row.id)} fw={580}>
            {row.subject}
          </Anchor>
          <Text size="sm" c="dimmed" component="div">
            {row.reference} · {row.requester.name} · <Moment at={row.created_at} span />
          </Text>
          <Group gap="xs">
            <PriorityBadge priority={row.priority} />
            <StatusBadge status={row.status} />
            {row.category && <Text size="sm">{CATEGORIES[row.category]}</Text>}
          </Group>
          {isCurrent && words(row)}
        </Stack>
        <Stack gap="sm" miw={0}>
          {row.confidence !== null && (
            <Text size="sm">The model was only {percent(row.confidence)} sure.</Text>
          )}
          {isCurrent && <Doubt row={row} />}
          <Answers row={row} isCurrent={isCurrent} onDecide={onDecide} />
        </Stack>
      </div>
    </Card>
  );
}

function Doubt({ row }: { row: TicketRow }) {
  const { data } = useQuery(triageQueries.of(row.id));
  if (!data?.priority_probabilities) return null;
  return (
    <>
      <ShareBars
        shares={sharesOf('priority', data.priority_probabilities)}
        chosen={row.priority}
        isScale
      />
      <WordWeights words={data.words} />
    </>
  );
}

type AnswerProps = Pick<Props, 'row' | 'isCurrent' | 'onDecide'>;

function Answers({ row, isCurrent, onDecide }: AnswerProps) {
  const [category, setCategory] = useState<Category | null>(row.category);
  const moved = category !== row.category;
  return (
    <Stack gap="xs" data-testid="review-answers">
      <Group gap="xs" align="flex-end">
        <Button
          size="sm"
          disabled={!row.priority || !category}
          leftSection={moved ? <IconPencil size={16} /> : <IconCheck size={16} />}
          rightSection={isCurrent && !moved ? <Kbd size="xs">Enter</Kbd> : null}
          classNames={{ section: classes.key }}
          onClick={() => onDecide(row.priority, category)}
        >
          {moved ? 'Save the category' : 'Confirm'}
        </Button>
        <Select
          size="xs"
          w={130}
          aria-label="Right category"
          data={choices(CATEGORIES)}
          value={category}
          allowDeselect={false}
          onChange={(value) => setCategory(value as Category)}
        />
      </Group>
      <Group gap={6} role="group" aria-label="Right priority">
        {PRIORITY_ORDER.map((priority, index) => (
          <Button
            key={priority}
            size="xs"
            variant={priority === row.priority ? 'light' : 'default'}
            rightSection={
              isCurrent ? (
                <Kbd size="xs" aria-hidden>
                  {index + 1}
                </Kbd>
              ) : null
            }
            classNames={{ section: classes.key }}
            onClick={() => onDecide(priority, category)}
          >
            {PRIORITIES[priority].label}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
