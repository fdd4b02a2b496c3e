/** Every version of something that is kept whole: who changed it and when, and the way back to each. */

import { Button, Group, Stack, Text } from '@mantine/core';
import {
  useMutation,
  useQueryClient,
  type InfiniteData,
  type QueryKey,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import { momentOf } from '@/lib/format';
import { Panel } from './page';
import { Failed, RowSkeletons } from './states';
import { tellFailure, tellUndoable } from './toast';

interface Version {
  version: number;
  restores: number | null;
  changed_at: string | null;
  changed_by: { name: string } | null;
}

interface Props<T extends Version> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
  current: number;
  /** What is stale once another version counts; its first part names the toast. */
  queryKey: QueryKey;
  /** Bring a version back, as somebody who saw that the second one is in force. */
  restore: (version: number, seen: number) => Promise<Version>;
  testId: string;
  title?: (one: T) => string;
  size: (one: T) => string;
}

export function Versions<T extends Version>(props: Props<T>) {
  const { query, current, queryKey, restore, testId, title = told, size } = props;
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey });
  const undo = useMutation({
    mutationFn: (seen: number) => restore(current, seen),
    onError: tellFailure,
    onSettled: refresh,
  });
  const bring = useMutation({
    mutationFn: (version: number) => restore(version, current),
    onSuccess: async ({ version, restores }) => {
      await refresh();
      tellUndoable({
        name: String(queryKey[0]),
        message: `Version ${restores ?? 0} counts again.`,
        undo: () => undo.mutate(version),
      });
    },
    onError: tellFailure,
  });
  const versions = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel title="Versions" testId={testId}>
      {query.isPending && <RowSkeletons rows={2} height={36} />}
      {query.isError && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {versions.map((one) => (
          <Group key={one.version} component="li" justify="space-between" wrap="nowrap">
            <Text size="sm" miw={0}>
              {title(one)}
              <Text span size="xs" c="dimmed" display="block">
                {size(one)}
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
                loading={bring.isPending && bring.variables === one.version}
                aria-label={`Bring version ${one.version} back`}
                onClick={() => bring.mutate(one.version)}
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

function told({ version, restores }: Version): string {
  if (version === 0) return 'As Tikify came';
  return restores === null ? `Version ${version}` : `Version ${version}, brought back ${restores}`;
}
