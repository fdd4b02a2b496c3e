/** The signed roots, newest first. */

import { Button, Table, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { IconSignature } from '@tabler/icons-react';
import { momentOf } from '@/lib/format';
import { Panel } from '@/ui/page';
import { Empty, Failed, RowSkeletons } from '@/ui/states';
import { tellFailure } from '@/ui/toast';
import { ActionsHeader, WideTable } from '@/ui/wide-table';
import { saveJson } from './download';
import { auditQueries, readRoot } from './queries';

export function RootsPanel() {
  const query = useInfiniteQuery(auditQueries.roots());
  const save = useMutation({
    mutationFn: readRoot,
    onSuccess: (root) => saveJson(`tikify-root-${root.number}.json`, root),
    onError: tellFailure,
  });
  const roots = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel title="Signed roots" testId="audit-roots">
      {query.isPending && <RowSkeletons rows={3} height={36} />}
      {query.isError && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && roots.length === 0 && (
        <Empty icon={IconSignature} title="No root yet">
          A root gathers the histories of all tickets that changed, and is signed. Whoever keeps one
          outside can prove later that nothing below it was changed or cut off.
        </Empty>
      )}
      {roots.length > 0 && (
        <WideTable label="Signed roots" minWidth={560}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Number</Table.Th>
              <Table.Th>Signed</Table.Th>
              <Table.Th>Entries</Table.Th>
              <Table.Th>Root</Table.Th>
              <ActionsHeader />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {roots.map((root) => (
              <Table.Tr key={root.number}>
                <Table.Td className="tk-number">{root.number}</Table.Td>
                <Table.Td>{momentOf(root.at)}</Table.Td>
                <Table.Td className="tk-number">{root.size}</Table.Td>
                <Table.Td>
                  <Text size="sm" ff="monospace" title={root.root}>
                    {root.root.slice(0, 12)}…
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-label={`Save root ${root.number}`}
                    onClick={() => save.mutate(root.number)}
                  >
                    Save
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
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
