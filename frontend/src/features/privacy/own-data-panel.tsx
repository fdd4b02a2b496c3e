/** Everything that is stored of oneself, as a file. */

import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import { Panel } from '@/ui/page';
import { Failed } from '@/ui/states';
import { tellFailure } from '@/ui/toast';
import { ExportLine } from './export-line';
import { exportMine, privacyQueries, refetchWhile } from './queries';

export function OwnDataPanel() {
  const client = useQueryClient();
  const query = useQuery(privacyQueries.mine());
  const ask = useMutation({
    mutationFn: exportMine,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.privacy.mine }),
    onError: tellFailure,
  });
  const rows = query.data ?? [];
  return (
    <Panel title="Your data" testId="own-data">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Your profile, your tickets with their answers and files, your ratings and settings, to
          read and for programs. The file can be fetched for seven days.
        </Text>
        {query.isError && <Failed error={query.error} onRetry={() => void query.refetch()} />}
        {rows.map((row) => (
          <ExportLine key={row.id} row={row} />
        ))}
        <Button
          variant="default"
          w="fit-content"
          loading={ask.isPending}
          disabled={refetchWhile(rows) !== false}
          onClick={() => ask.mutate()}
        >
          Put my data together
        </Button>
      </Stack>
    </Panel>
  );
}
