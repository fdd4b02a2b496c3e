/** Verifies everything, shows how far it is, and says in plain words what was found. */

import { Alert, Button, Group, List, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { Link } from 'react-router';
import { keys } from '@/api/keys';
import type { AuditCheck } from '@/api/types';
import { counted } from '@/lib/format';
import { places } from '@/lib/places';
import { Loaded } from '@/ui/loaded';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/page';
import { tellFailure } from '@/ui/toast';
import { auditQueries, cancelCheck, isUnderWay, startCheck } from './queries';

export function CheckPanel() {
  const query = useQuery(auditQueries.lastCheck());
  return (
    <Panel title="Verification" testId="audit-check">
      <Loaded query={query}>
        {({ items: [check] }) => (
          <Stack gap="sm">
            {check ? <Outcome check={check} /> : <Never />}
            <Actions check={check} />
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

function Never() {
  return (
    <Text size="sm" c="dimmed">
      Nobody has verified yet. It recomputes every seal from the stored events and checks every
      signed root; a hundred thousand events take a few seconds.
    </Text>
  );
}

function Outcome({ check }: { check: AuditCheck }) {
  if (isUnderWay(check)) {
    const share = Math.round(check.progress * 100);
    return (
      <Stack gap={6}>
        <Progress value={share} aria-label="Progress of the verification" animated />
        <Text size="sm" role="status">
          {check.state === 'queued'
            ? 'It waits for a worker.'
            : `${counted(check.events, 'event')} checked, ${share} %.`}
        </Text>
      </Stack>
    );
  }
  if (check.state === 'sound') {
    return (
      <Alert color="lagoon" icon={<IconShieldCheck />} title="Nothing was changed" role="status">
        <Text size="sm">{check.result?.sentence}</Text>
        <Ended check={check} />
      </Alert>
    );
  }
  if (check.state === 'broken') return <Broken check={check} />;
  return (
    <Text size="sm" role="status">
      {check.state === 'cancelled'
        ? 'The last verification was cancelled.'
        : 'The last verification broke off. The log of the worker says why.'}
    </Text>
  );
}

function Broken({ check }: { check: AuditCheck }) {
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title="The history is broken" role="alert">
      <Text size="sm">{check.result?.sentence}</Text>
      <List size="sm" mt="xs" spacing={4}>
        {check.result?.findings.map((finding) => (
          <List.Item key={finding.sentence} style={{ overflowWrap: 'anywhere' }}>
            {finding.sentence}{' '}
            {finding.ticket_id && (
              <Link to={places.ticket(finding.ticket_id)}>Open the ticket</Link>
            )}
          </List.Item>
        ))}
      </List>
      <Ended check={check} />
    </Alert>
  );
}

function Ended({ check }: { check: AuditCheck }) {
  return (
    <Text size="xs" c="dimmed" mt={4} component="div">
      Verified {check.ended_at && <Moment at={check.ended_at} span size="xs" />} by{' '}
      {check.asked_by.name}
    </Text>
  );
}

function Actions({ check }: { check: AuditCheck | undefined }) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.audit.lastCheck });
  const start = useMutation({ mutationFn: startCheck, onError: tellFailure, onSettled: refresh });
  const cancel = useMutation({ mutationFn: cancelCheck, onError: tellFailure, onSettled: refresh });
  return (
    <Group gap="xs">
      {check && isUnderWay(check) ? (
        <Button
          size="sm"
          variant="default"
          loading={cancel.isPending}
          onClick={() => cancel.mutate(check.id)}
        >
          Cancel
        </Button>
      ) : (
        <Button
          size="sm"
          leftSection={<IconShieldCheck size={16} />}
          loading={start.isPending}
          onClick={() => start.mutate()}
        >
          Verify everything
        </Button>
      )}
    </Group>
  );
}
