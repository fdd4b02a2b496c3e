/** One to five after a solution, with a few words; or the rating that was given. */

import { Button, Card, Group, Rating, Stack, Text, Textarea, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import type { RatingDetail, TicketDetail } from '@/api/types';
import { Moment } from '@/ui/moment';
import { Failed } from '@/ui/states';
import { tell } from '@/ui/toast';
import { feedbackQueries, rateTicket } from './queries';
import { scoreLabel } from './scores';
import { StarField } from './star-field';

const RATABLE = new Set(['solved', 'closed', 'reopened']);

export function RatingForm({ ticket }: { ticket: TicketDetail }) {
  const query = useQuery({
    ...feedbackQueries.of(ticket.id),
    // Before its first solution a ticket cannot have a rating.
    enabled: RATABLE.has(ticket.status) || ticket.solved_at !== null,
  });
  if (query.data) return <Given rating={query.data} />;
  return ticket.may.rate && query.isSuccess ? <Ask ticket={ticket} /> : null;
}

function Ask({ ticket }: { ticket: TicketDetail }) {
  const client = useQueryClient();
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState('');
  const rate = useMutation({
    mutationFn: () => rateTicket(ticket.id, { score, comment: comment.trim() || undefined }),
    onSuccess: async () => {
      tell('Thank you. Your rating is with the team.');
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.tickets.one(ticket.id) }),
        client.invalidateQueries({ queryKey: keys.feedback.all }),
      ]);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (score > 0) rate.mutate();
  };
  return (
    <Card component="section" className="tk-card" aria-label="Rate the help you got">
      <form onSubmit={submit} data-testid="rating-form">
        <Stack gap="sm">
          <Title order={2}>How was the help you got?</Title>
          <StarField score={score} onChange={setScore} />
          <Textarea
            label="Comment"
            placeholder="What went well, what did not? (optional)"
            autosize
            minRows={2}
            maxLength={4000}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          {rate.isError && <Failed error={rate.error} title="Not sent yet" />}
          <Group justify="flex-end">
            <Button type="submit" disabled={score === 0} loading={rate.isPending}>
              Submit rating
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function Given({ rating }: { rating: RatingDetail }) {
  return (
    <Card component="section" className="tk-card" aria-label="Rating" data-testid="rating-given">
      <Group justify="space-between">
        <Group gap="sm">
          <Rating value={rating.score} readOnly aria-hidden />
          <Text size="sm" fw={560}>
            {rating.score} of 5, {scoreLabel(rating.score).toLowerCase()}
          </Text>
        </Group>
        <Moment at={rating.created_at} />
      </Group>
      {rating.comment && (
        <Text size="sm" mt="xs" className="tk-prewrap">
          {rating.comment}
        </Text>
      )}
    </Card>
  );
}
