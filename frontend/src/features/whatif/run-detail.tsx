/** One question: how far it is, why there is no answer, or the answer. */

import { Alert, Button, Group, List, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconBulb, IconInfoCircle, IconX } from '@tabler/icons-react';
import { keys } from '@/api/keys';
import type { WhatIfAnswer, WhatIfRun } from '@/api/types';
import { counted } from '@/lib/format';
import { Panel } from '@/ui/page';
import { tellFailure } from '@/ui/toast';
import { AnswerCharts } from './answer-charts';
import { AnswerTable } from './answer-table';
import { cancelRun, isUnderWay } from './queries';

export function RunDetail({ run }: { run: WhatIfRun }) {
  if (run.answer) return <Found answer={run.answer} />;
  if (isUnderWay(run)) return <UnderWay run={run} />;
  return (
    <Alert
      color={run.state === 'failed' ? 'red' : 'gray'}
      icon={<IconAlertTriangle />}
      title={run.state === 'failed' ? 'There is no answer' : 'This was cancelled'}
    >
      {run.error ? sentence(run.error) : 'Nothing was computed to its end.'}
    </Alert>
  );
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

function UnderWay({ run }: { run: WhatIfRun }) {
  const client = useQueryClient();
  const cancelling = useMutation({
    mutationFn: () => cancelRun(run.id),
    onError: tellFailure,
    onSettled: () => client.invalidateQueries({ queryKey: keys.whatIf.all }),
  });
  return (
    <Panel title={run.state === 'queued' ? 'Waiting for its turn' : 'Computing'} testId="progress">
      <Stack gap="sm">
        <Progress value={run.progress * 100} size="lg" aria-label="Progress" animated />
        <Group justify="space-between">
          <Text size="sm" c="dimmed" role="status">
            {run.state === 'queued'
              ? 'Questions are answered one after the other.'
              : `${Math.round(run.progress * 100)} %, ${counted(run.simulated, 'ticket')} simulated. You may leave this page.`}
          </Text>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconX size={15} />}
            loading={cancelling.isPending}
            onClick={() => cancelling.mutate()}
          >
            Cancel
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}

function Found({ answer }: { answer: WhatIfAnswer }) {
  const { tickets, technicians, days, notes } = answer;
  return (
    <Stack gap="md">
      <Panel
        title={
          <Group gap={8} wrap="nowrap">
            <IconBulb size={20} aria-hidden /> In one sentence
          </Group>
        }
        testId="answer-sentence"
      >
        <Text size="lg" fw={560}>
          {answer.sentence}
        </Text>
        <Text size="sm" c="dimmed" mt={6}>
          {counted(tickets, 'ticket')} in {days < 2 ? `${days} days` : `${Math.round(days)} days`},{' '}
          {counted(technicians, 'technician')}.
        </Text>
      </Panel>
      {notes.length > 0 && (
        <Alert color="gray" icon={<IconInfoCircle />} title="Before you rely on it">
          <List size="sm" spacing={4}>
            {notes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <AnswerTable answer={answer} />
      <AnswerCharts answer={answer} />
    </Stack>
  );
}
