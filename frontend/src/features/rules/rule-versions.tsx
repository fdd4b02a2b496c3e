/** Every version of the rules: who changed what and when, and the way back to each. */

import { Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import { keys } from '@/api/keys';
import type { RuleVersion } from '@/api/types';
import { counted, momentOf } from '@/lib/format';
import { Panel } from '@/ui/page';
import { Failed, RowSkeletons } from '@/ui/states';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { restoreRules, ruleQueries } from './queries';

export function RuleVersions({ current }: { current: number }) {
  const client = useQueryClient();
  const query = useInfiniteQuery(ruleQueries.versions());
  const refresh = () => client.invalidateQueries({ queryKey: keys.rules.all });
  const undo = useMutation({
    mutationFn: (seen: number) => restoreRules(current, seen),
    onError: tellFailure,
    onSettled: refresh,
  });
  const restore = useMutation({
    mutationFn: (version: number) => restoreRules(version, current),
    onSuccess: async ({ version, restores }) => {
      await refresh();
      tellUndoable({
        name: 'rules',
        message: `Version ${restores ?? 0} counts again.`,
        undo: () => undo.mutate(version),
      });
    },
    onError: tellFailure,
  });
  const versions = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel title="Versions" testId="rule-versions">
      {query.isPending && <RowSkeletons rows={2} height={36} />}
      {query.isError && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {versions.map((one) => (
          <Group key={one.version} component="li" justify="space-between" wrap="nowrap">
            <Text size="sm" miw={0}>
              {told(one)}
              <Text span size="xs" c="dimmed" display="block">
                {counted(one.rules, 'rule')}
                {one.changed_at && `, ${momentOf(one.changed_at)}`}
                {one.changed_by && `, ${one.changed_by.name}`}
              </Text>
            </Text>
            {one.version === current ? (
              <Text size="sm" c="dimmed">
                In force
              </Text>
            ) : (
              <Button
                size="compact-sm"
                variant="subtle"
                style={{ flex: 'none' }}
                leftSection={<IconHistory size={14} />}
                loading={restore.isPending && restore.variables === one.version}
                aria-label={`Bring version ${one.version} back`}
                onClick={() => restore.mutate(one.version)}
              >
                Bring back
              </Button>
            )}
          </Group>
        ))}
      </Stack>
      {query.hasNextPage && (
        <Button
          variant="default"
          mt="sm"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </Panel>
  );
}

function told({ version, restores, changes }: RuleVersion): string {
  if (version === 0) return 'As Tikify came, without rules';
  const what = changes.join(' ') || 'Nothing is different.';
  return restores === null
    ? `Version ${version}: ${what}`
    : `Version ${version}, brought back ${restores}: ${what}`;
}
