/** Rate through a mailed link: the click in the mail counts, and may be changed here. */

import { Alert, Button, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconCheck, IconInfoCircle } from '@tabler/icons-react';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import type { SurveyView } from '@/api/types';
import { Loaded } from '@/ui/loaded';
import { Failed } from '@/ui/states';
import { StarField } from './star-field';
import { answerSurvey, surveyQueries } from './survey-queries';

interface Props {
  token: string;
  /** The answer that was clicked in the mail. */
  clicked: number | null;
}

export function SurveyForm({ token, clicked }: Props) {
  const query = useQuery(surveyQueries.one(token));
  return (
    <Loaded query={query}>
      {(survey) =>
        survey.is_open ? (
          <Alert icon={<IconInfoCircle />}>
            {survey.reference} is open again. You will be asked once it is solved.
          </Alert>
        ) : (
          <Answer token={token} clicked={clicked} survey={survey} />
        )
      }
    </Loaded>
  );
}

function Answer({ token, clicked, survey }: Props & { survey: SurveyView }) {
  const client = useQueryClient();
  const [score, setScore] = useState(clicked ?? survey.score ?? 0);
  const [comment, setComment] = useState(survey.comment ?? '');
  const send = useMutation({
    mutationFn: (wanted: number) =>
      answerSurvey(token, { score: wanted, comment: comment.trim() || undefined }),
    onSuccess: (answered) => client.setQueryData(keys.survey(token), answered),
  });
  const sent = useRef(false);
  useEffect(() => {
    // Sent by the page, not by its address: programs that look through mails open addresses.
    if (clicked === null || sent.current || survey.score === clicked) return;
    sent.current = true;
    send.mutate(clicked);
  }, [clicked, send, survey.score]);
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (score > 0) send.mutate(score);
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {survey.reference}: {survey.subject}
        </Text>
        <StarField score={score} onChange={setScore} />
        <Textarea
          label="Comment"
          placeholder="What went well, what did not? (optional)"
          autosize
          minRows={2}
          maxLength={2000}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        {survey.score !== null && !send.isPending && (
          <Alert icon={<IconCheck />} role="status">
            Thank you. Your rating of {survey.score} of 5 is kept; change it whenever you like.
          </Alert>
        )}
        {send.isError && <Failed error={send.error} title="Not sent yet" />}
        <Button type="submit" disabled={score === 0} loading={send.isPending}>
          {survey.score === null ? 'Send rating' : 'Change rating'}
        </Button>
      </Stack>
    </form>
  );
}
