/** The questions so far, newest first, each with its answer in one sentence or how far it is. */

import { ActionIcon, Anchor, Card, Group, Progress, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconFlask2, IconTrash, IconX } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { WhatIfRow } from '@/api/types';
import { places } from '@/lib/places';
import { ToneBadge } from '@/ui/badge';
import { Endless } from '@/ui/endless';
import { Moment } from '@/ui/moment';
import { Empty } from '@/ui/states';
import { isUnderWay, whatIfQueries } from './queries';
import { sourceWords, titleOf } from './question';
import { STATES } from './run-states';
import { useRunCommands } from './use-run-commands';

export function RunList() {
  const query = useInfiniteQuery(whatIfQueries.list());
  const { cancel, remove, hidden } = useRunCommands();
  return (
    <Endless
      query={query}
      empty={
        <Card className="tk-card">
          <Empty icon={IconFlask2} title="Nothing was asked yet">
            Ask above what would be if two more people were there in the evening, or if tickets went
            to whoever holds the fewest. The answer stands here, with a table and pictures, and
            changes nothing about how tickets are handed out.
          </Empty>
        </Card>
      }
    >
      {(runs) =>
        runs
          .filter(({ id }) => !hidden.has(id))
          .map((run) => (
            <Row
              key={run.id}
              run={run}
              onCancel={() => cancel.mutate(run.id)}
              onDelete={() => remove(run)}
            />
          ))
      }
    </Endless>
  );
}

interface RowProps {
  run: WhatIfRow;
  onCancel: () => void;
  onDelete: () => void;
}

function Row({ run, onCancel, onDelete }: RowProps) {
  const look = STATES[run.state];
  const title = titleOf(run.question);
  return (
    <Card className="tk-card" p="md" radius="lg" data-testid="what-if-run">
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <Stack gap={4} miw={0} flex={1}>
          <Anchor component={Link} to={places.whatIfRun(run.id)} fw={560}>
            {title}
          </Anchor>
          <Text size="sm" c="dimmed" component="div">
            {sourceWords(run.question)} · {run.asked_by.name}, <Moment at={run.asked_at} span />
          </Text>
          {run.sentence && <Text size="sm">{run.sentence}</Text>}
          {run.error && <Text size="sm">{run.error}</Text>}
          {isUnderWay(run) && <Progress value={run.progress * 100} mt={6} aria-label="Progress" />}
        </Stack>
        <Group gap={4} wrap="nowrap">
          {run.state !== 'done' && (
            <ToneBadge tone={look.tone} icon={look.icon}>
              {look.label}
            </ToneBadge>
          )}
          {isUnderWay(run) ? (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Cancel “${title}”`}
              onClick={onCancel}
            >
              <IconX size={17} />
            </ActionIcon>
          ) : (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Delete “${title}”`}
              onClick={onDelete}
            >
              <IconTrash size={17} />
            </ActionIcon>
          )}
        </Group>
      </Group>
    </Card>
  );
}
