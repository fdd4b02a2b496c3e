/** Where sealing stands: the newest signed root, what waits, and what was refused. */

import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconDownload, IconSignature } from '@tabler/icons-react';
import { keys } from '@/api/keys';
import type { AuditStatus } from '@/api/types';
import { counted, durationOf } from '@/lib/format';
import { Loaded } from '@/ui/loaded';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/page';
import { tell, tellFailure } from '@/ui/toast';
import { saveJson } from './download';
import { auditQueries, readRoot, signRoot } from './queries';

export function StatusPanel() {
  const query = useQuery(auditQueries.status());
  return (
    <Panel title="Seals" testId="audit-status">
      <Loaded query={query}>{(status) => <Status status={status} />}</Loaded>
    </Panel>
  );
}

function Status({ status }: { status: AuditStatus }) {
  const { last_root: root } = status;
  return (
    <Stack gap="sm">
      {status.refused > 0 && (
        <Alert color="red" icon={<IconAlertTriangle />} title="Something was put in">
          {counted(status.refused, 'history', 'histories')} hold an event that Tikify did not
          record. Verify to see which.
        </Alert>
      )}
      <Text size="sm" component="div">
        {root ? (
          <>
            Root {root.number} was signed <Moment at={root.at} span /> and covers{' '}
            {counted(root.size, 'entry', 'entries')} of the log.
          </>
        ) : (
          'No root is signed yet. The first one follows soon after the first ticket.'
        )}
      </Text>
      {root && (
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {root.root}
        </Code>
      )}
      <Text size="sm" c="dimmed" data-testid="audit-lag">
        {lagOf(status)}
      </Text>
      <Actions status={status} />
    </Stack>
  );
}

function lagOf({ waiting, lag_seconds, unanchored, root_minutes }: AuditStatus): string {
  const seals =
    waiting === 0
      ? 'Every event is sealed.'
      : `${counted(waiting, 'event')} wait, the oldest for ${durationOf(lag_seconds / 60)}.`;
  const next =
    unanchored === 0
      ? 'Nothing changed since the last root.'
      : `${counted(unanchored, 'history', 'histories')} changed since; the next root covers them within ${counted(root_minutes, 'minute')}.`;
  return `${seals} ${next}`;
}

function Actions({ status }: { status: AuditStatus }) {
  const client = useQueryClient();
  const sign = useMutation({
    mutationFn: signRoot,
    onSuccess: ({ number }) => tell(`Root ${number} is the newest one.`),
    onError: tellFailure,
    onSettled: () => client.invalidateQueries({ queryKey: keys.audit.all }),
  });
  const save = useMutation({
    mutationFn: readRoot,
    onSuccess: (root) => saveJson(`tikify-root-${root.number}.json`, root),
    onError: tellFailure,
  });
  const number = status.last_root?.number;
  return (
    <Group gap="xs">
      <Button
        size="sm"
        variant="default"
        leftSection={<IconSignature size={16} />}
        loading={sign.isPending}
        onClick={() => sign.mutate()}
      >
        Sign a root now
      </Button>
      {number !== undefined && (
        <Button
          size="sm"
          variant="default"
          leftSection={<IconDownload size={16} />}
          loading={save.isPending}
          onClick={() => save.mutate(number)}
        >
          Save it outside
        </Button>
      )}
    </Group>
  );
}
