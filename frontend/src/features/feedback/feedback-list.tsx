/** Ratings as they came in, newest first, with their average. */

import { Anchor, Card, Group, Progress, Rating, SimpleGrid, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconStar } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { FeedbackRow } from '@/api/types';
import { counted } from '@/lib/format';
import { places } from '@/lib/places';
import { Endless } from '@/ui/endless';
import { Loaded } from '@/ui/loaded';
import { Moment } from '@/ui/moment';
import { Empty } from '@/ui/states';
import { feedbackQueries } from './queries';
import { scoreLabel } from './scores';

export function FeedbackSummary() {
  const query = useQuery(feedbackQueries.summary());
  return (
    <Loaded query={query}>
      {({ count, average, by_score }) => (
        <Card className="tk-card">
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
            <Stack gap={2} justify="center">
              <Text fz={34} fw={640} lh={1.1} className="tk-number">
                {average === null ? '–' : average.toFixed(1)}
              </Text>
              <Text size="sm" c="dimmed">
                {count === 0 ? 'No ratings yet' : `of 5, from ${counted(count, 'rating')}`}
              </Text>
            </Stack>
            <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
              {[5, 4, 3, 2, 1].map((score) => (
                <Group key={score} component="li" gap="sm" wrap="nowrap">
                  <Text size="sm" w={72}>
                    {scoreLabel(score)}
                  </Text>
                  <Progress
                    flex={1}
                    size="sm"
                    value={count === 0 ? 0 : ((by_score[score] ?? 0) / count) * 100}
                    aria-label={`${scoreLabel(score)}: ${by_score[score] ?? 0}`}
                  />
                  <Text size="xs" c="dimmed" w={24} ta="right" className="tk-number">
                    {by_score[score] ?? 0}
                  </Text>
                </Group>
              ))}
            </Stack>
          </SimpleGrid>
        </Card>
      )}
    </Loaded>
  );
}

export function FeedbackList() {
  const query = useInfiniteQuery(feedbackQueries.list());
  return (
    <Endless
      query={query}
      empty={
        <Empty icon={IconStar} title="No ratings yet">
          Requesters are asked for one when their ticket is solved.
        </Empty>
      }
    >
      {(rows) => rows.map((row) => <FeedbackCard key={row.id} row={row} />)}
    </Endless>
  );
}

function FeedbackCard({ row }: { row: FeedbackRow }) {
  return (
    <Card component="article" className="tk-card" data-testid="feedback-row">
      <Group justify="space-between">
        <Group gap="sm">
          <Rating value={row.score} readOnly aria-hidden />
          <Text size="sm" fw={560}>
            {row.score} of 5
          </Text>
        </Group>
        <Text size="sm" c="dimmed" component="div">
          <Anchor component={Link} to={places.ticket(row.ticket.id)} size="sm" underline="always">
            {row.ticket.reference}
          </Anchor>
          {row.technician ? ` · ${row.technician.name} · ` : ' · '}
          <Moment at={row.created_at} span />
        </Text>
      </Group>
      {row.comment && (
        <Text size="sm" mt="xs" className="tk-prewrap">
          {row.comment}
        </Text>
      )}
    </Card>
  );
}
