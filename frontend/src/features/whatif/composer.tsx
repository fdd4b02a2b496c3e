/** Composes a question in a few controls: on which tickets, and what would be different. */

import { Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconSearch } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { keys } from '@/api/keys';
import type { WhatIfRun } from '@/api/types';
import { Panel } from '@/ui/page';
import { tellFailure } from '@/ui/toast';
import { PeopleFields } from './people-fields';
import { ask } from './queries';
import { bodyOf, missingIn, newDraft, type Draft } from './question';
import { SourceFields } from './source-fields';
import { WayFields } from './way-fields';

export type Change = (part: Partial<Draft>) => void;

export function Composer({ onAsked }: { onAsked: (run: WhatIfRun) => void }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(newDraft);
  const change: Change = (part) => setDraft((before) => ({ ...before, ...part }));
  const asking = useMutation({
    mutationFn: () => ask(bodyOf(draft)),
    onSuccess: (run) => {
      void client.invalidateQueries({ queryKey: keys.whatIf.list });
      onAsked(run);
    },
    onError: tellFailure,
  });
  const missing = missingIn(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!missing) asking.mutate();
  };
  return (
    <Panel title="Ask" testId="composer">
      <form onSubmit={submit}>
        <Stack gap="lg">
          <Part title="On which tickets?">
            <SourceFields draft={draft} change={change} />
          </Part>
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" verticalSpacing="lg">
            <Part title="What if more people were there?">
              <PeopleFields draft={draft} change={change} />
            </Part>
            <Part title="What if tickets were handed out differently?">
              <WayFields draft={draft} change={change} />
            </Part>
          </SimpleGrid>
          <Group justify="space-between" gap="sm">
            <Text size="sm" c="dimmed" maw={560}>
              {missing ??
                'Compared with how it is today and with four traditional ways, on the same tickets and the same chance. It takes from seconds to a few minutes; you need not wait here.'}
            </Text>
            <Button
              type="submit"
              leftSection={<IconSearch size={16} />}
              loading={asking.isPending}
              disabled={missing !== null}
            >
              Find out
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="sm" component="section" miw={0} aria-label={title}>
      <Title order={3}>{title}</Title>
      {children}
    </Stack>
  );
}
