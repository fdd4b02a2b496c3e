/** All policies in their order: change, move, try on recent tickets, and only then save. */

import { ActionIcon, Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  IconAlertTriangle,
  IconArrowDown,
  IconArrowUp,
  IconClockCheck,
  IconPencil,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '@/api/keys';
import { sentenceOf } from '@/api/problem';
import { teamsQuery } from '@/api/technicians';
import type { PoliciesPreview, ServiceLevels, ServicePolicy } from '@/api/types';
import { Panel } from '@/ui/page';
import { Empty } from '@/ui/states';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { PolicyEditor } from './policy-editor';
import classes from './policy-list.module.css';
import { restorePolicies, savePolicies, slaQueries } from './sla-queries';
import { conditionsText, moved, newPolicy, targetsText } from './sla-words';

const TYPING_MS = 500;

export function PolicyList({ levels }: { levels: ServiceLevels }) {
  const [draft, setDraft] = useState(levels.policies);
  const [edited, setEdited] = useState<ServicePolicy | null>(null);
  const [settled] = useDebouncedValue(draft, TYPING_MS);
  const preview = useQuery(slaQueries.preview(settled));
  const isChanged = draft !== levels.policies;
  const put = (policy: ServicePolicy) => {
    const known = draft.some(({ id }) => id === policy.id);
    // A new policy on top: below one that takes every ticket it could never apply.
    setDraft(
      known ? draft.map((one) => (one.id === policy.id ? policy : one)) : [policy, ...draft],
    );
    setEdited(null);
  };
  return (
    <Panel
      title="Policies"
      testId="policies"
      aside={
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlus size={16} />}
          onClick={() => setEdited(newPolicy())}
        >
          Add policy
        </Button>
      }
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          Each ticket falls under the first policy that fits, from top to bottom.
        </Text>
        {draft.length === 0 && (
          <Empty icon={IconClockCheck} title="Nothing is promised">
            Without a policy no ticket is ever late. Add one, or bring an earlier version back.
          </Empty>
        )}
        <ol className={classes.list}>
          {draft.map((policy, place) => (
            <Row
              key={policy.id}
              policy={policy}
              place={place}
              last={draft.length - 1}
              preview={preview.data}
              onEdit={() => setEdited(policy)}
              onMove={(by) => setDraft(moved(draft, place, by))}
              onRemove={() => setDraft(draft.filter(({ id }) => id !== policy.id))}
            />
          ))}
        </ol>
        {preview.isError ? (
          <Alert color="orange" icon={<IconAlertTriangle />} data-testid="refusal">
            {sentenceOf(preview.error)}
          </Alert>
        ) : (
          <Text size="sm" role="status" data-testid="preview">
            {preview.data?.sentence ?? 'Trying them on the last tickets …'}
            {preview.data && preview.data.uncovered > 0 && (
              <> {preview.data.uncovered} would fall under none.</>
            )}
          </Text>
        )}
        {isChanged && (
          <SaveBar levels={levels} draft={draft} onDiscard={() => setDraft(levels.policies)} />
        )}
      </Stack>
      {edited && (
        <PolicyEditor
          policy={edited}
          isNew={draft.every(({ id }) => id !== edited.id)}
          onDone={put}
          onClose={() => setEdited(null)}
        />
      )}
    </Panel>
  );
}

interface RowProps {
  policy: ServicePolicy;
  place: number;
  last: number;
  preview?: PoliciesPreview;
  onEdit: () => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function Row({ policy, place, last, preview, onEdit, onMove, onRemove }: RowProps) {
  const teams = useQuery(teamsQuery);
  const calendars = useQuery(slaQueries.calendars());
  const names = new Map((teams.data ?? []).map(({ id, name }) => [id, name]));
  const calendar = calendars.data?.find(({ value }) => value === policy.calendar_id)?.label;
  const outcome = preview?.policies.find(({ policy_id: id }) => id === policy.id);
  const icon = { variant: 'subtle', color: 'gray', size: 'lg' } as const;
  return (
    <li className={classes.row} data-testid="policy-row">
      <Text className={classes.place} c="dimmed" aria-hidden>
        {place + 1}
      </Text>
      <Stack gap={2} miw={0} flex={1}>
        <Text fw={560}>{policy.name}</Text>
        <Text size="sm" c="dimmed">
          {conditionsText(policy, names)}
        </Text>
        <Text size="sm">
          {targetsText(policy)}
          <Text span c="dimmed" inherit>
            {policy.calendar_id ? ` · in the hours of ${calendar ?? '…'}` : ' · around the clock'}
          </Text>
        </Text>
        {outcome && (
          <Text size="xs" c="dimmed" data-testid="outcome">
            {outcome.sentence}
          </Text>
        )}
      </Stack>
      <Group gap={2} wrap="nowrap" className={classes.actions}>
        <ActionIcon
          {...icon}
          aria-label={`Move ${policy.name} up`}
          disabled={place === 0}
          onClick={() => onMove(-1)}
        >
          <IconArrowUp size={17} />
        </ActionIcon>
        <ActionIcon
          {...icon}
          aria-label={`Move ${policy.name} down`}
          disabled={place === last}
          onClick={() => onMove(1)}
        >
          <IconArrowDown size={17} />
        </ActionIcon>
        <ActionIcon {...icon} aria-label={`Change ${policy.name}`} onClick={onEdit}>
          <IconPencil size={17} />
        </ActionIcon>
        <ActionIcon {...icon} aria-label={`Remove ${policy.name}`} onClick={onRemove}>
          <IconTrash size={17} />
        </ActionIcon>
      </Group>
    </li>
  );
}

interface SaveProps {
  levels: ServiceLevels;
  draft: ServicePolicy[];
  onDiscard: () => void;
}

function SaveBar({ levels, draft, onDiscard }: SaveProps) {
  const client = useQueryClient();
  const [forOpen, setForOpen] = useState(true);
  const refresh = () => client.invalidateQueries({ queryKey: keys.serviceLevels.all });
  const undo = useMutation({
    mutationFn: (seen: number) => restorePolicies(levels.version, seen, forOpen),
    onError: tellFailure,
    onSettled: refresh,
  });
  const save = useMutation({
    mutationFn: () => savePolicies(levels.version, draft, forOpen),
    onSuccess: async ({ version }) => {
      await refresh();
      tellUndoable({
        name: 'service-levels',
        message: 'Saved. Due times follow within seconds.',
        undo: () => undo.mutate(version),
      });
    },
    onError: tellFailure,
  });
  return (
    <Group justify="space-between" className={classes.bar}>
      <Checkbox
        label="For open tickets too, not only for new ones"
        checked={forOpen}
        onChange={(event) => setForOpen(event.currentTarget.checked)}
      />
      <Group gap="xs">
        <Button variant="default" onClick={onDiscard}>
          Discard
        </Button>
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          Save
        </Button>
      </Group>
    </Group>
  );
}
