/** Erasures that wait, and those that are over; one that waits can be taken back. */

import { Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { IconArrowBackUp, IconEraser } from '@tabler/icons-react';
import { keys } from '@/api/keys';
import type { Erasure } from '@/api/types';
import { momentOf } from '@/lib/format';
import { Endless } from '@/ui/endless';
import { Panel } from '@/ui/page';
import { Empty } from '@/ui/states';
import { tell, tellFailure } from '@/ui/toast';
import { privacyQueries, takeErasureBack } from './queries';

function sentenceOf({ state, due_at, ended_at }: Erasure): string {
  if (state === 'waiting') return `Will be erased ${momentOf(due_at)}`;
  const when = ended_at ? ` ${momentOf(ended_at)}` : '';
  return state === 'done' ? `Erased${when}` : `Taken back${when}`;
}

export function ErasureList() {
  const client = useQueryClient();
  const query = useInfiniteQuery(privacyQueries.erasures());
  const back = useMutation({
    mutationFn: takeErasureBack,
    onSuccess: async ({ person }) => {
      tell(`${person.name} stays, and may sign in as before.`);
      await client.invalidateQueries({ queryKey: keys.privacy.all });
    },
    onError: tellFailure,
  });
  return (
    <Panel title="Erasures" testId="erasures">
      <Endless
        query={query}
        empty={
          <Empty icon={IconEraser} title="Nobody is to be erased">
            Planned erasures stand here, where they can be taken back.
          </Empty>
        }
      >
        {(rows) => (
          <Stack gap="sm">
            {rows.map((row) => (
              <Group key={row.id} justify="space-between" data-testid="erasure">
                <div>
                  <Text size="sm" fw={560}>
                    {row.person.name}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {sentenceOf(row)} · {row.kind === 'words_too' ? 'words too' : 'name only'} ·
                    asked by {row.asked_by.name}
                  </Text>
                </div>
                {row.state === 'waiting' && (
                  <Button
                    size="xs"
                    variant="light"
                    leftSection={<IconArrowBackUp size={15} />}
                    loading={back.isPending && back.variables === row.id}
                    onClick={() => back.mutate(row.id)}
                  >
                    Take back
                  </Button>
                )}
              </Group>
            ))}
          </Stack>
        )}
      </Endless>
    </Panel>
  );
}
