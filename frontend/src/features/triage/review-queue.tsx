/** Tickets that the model was not sure about, for a person to confirm or correct. */

import { Anchor, Card, Grid, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconChecklist } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { TicketRow } from '@/api/types';
import { percent } from '@/lib/format';
import { places } from '@/lib/places';
import { Endless } from '@/ui/endless';
import { Moment } from '@/ui/moment';
import { Empty } from '@/ui/states';
import { PriorityBadge, StatusBadge } from '@/ui/status-badges';
import { CATEGORIES } from '@/ui/vocabulary';
import { triageQueries } from './queries';
import { ReviewForm } from './review-form';

export function ReviewQueue() {
  const query = useInfiniteQuery(triageQueries.review());
  return (
    <Endless
      query={query}
      empty={
        <Empty icon={IconChecklist} title="Nothing to review">
          The model was sure about every open ticket. What it doubts will appear here.
        </Empty>
      }
    >
      {(rows) => rows.map((row) => <ReviewCard key={row.id} row={row} />)}
    </Endless>
  );
}

function ReviewCard({ row }: { row: TicketRow }) {
  return (
    <Card component="article" className="tk-card" aria-label={row.subject} data-testid="review-row">
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="xs">
            <Anchor component={Link} to={places.ticket(row.id)} fw={580}>
              {row.subject}
            </Anchor>
            <Text size="sm" c="dimmed">
              {row.reference} · {row.requester.name} · <Moment at={row.created_at} span />
            </Text>
            <Group gap="xs">
              <PriorityBadge priority={row.priority} />
              <StatusBadge status={row.status} />
              {row.category && <Text size="sm">{CATEGORIES[row.category]}</Text>}
            </Group>
            {row.confidence !== null && (
              <Text size="sm">The model was only {percent(row.confidence)} sure.</Text>
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <ReviewForm key={row.version} ticket={row} />
        </Grid.Col>
      </Grid>
    </Card>
  );
}
