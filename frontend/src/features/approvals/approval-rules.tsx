/** Which requests need whose approval: every change is saved at once and can be taken back. */

import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPencil, IconPlus, IconRubberStamp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '@/api/keys';
import type { ApprovalRule, ApprovalRules as Rules } from '@/api/types';
import { words } from '@/lib/format';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { Empty } from '@/ui/states';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { approvalQueries, saveRules } from './queries';
import { RuleEditor } from './rule-editor';

export function ApprovalRules() {
  const query = useQuery(approvalQueries.rules());
  return (
    <Panel title="Approval before the work" testId="approval-rules">
      <Loaded query={query}>{(rules) => <List rules={rules} />}</Loaded>
    </Panel>
  );
}

function List({ rules: { version, rules } }: { rules: Rules }) {
  const client = useQueryClient();
  const [edited, setEdited] = useState<ApprovalRule | 'new' | null>(null);
  const keep = (next: Rules) => client.setQueryData(keys.approvalRules, next);
  const undo = useMutation({
    // The rules as they were: by the time of the click the list shows the new ones.
    mutationFn: (before: Pick<Rules, 'version' | 'rules'>) =>
      saveRules(before.version, before.rules),
    onSuccess: keep,
    onError: tellFailure,
  });
  const save = useMutation({
    mutationFn: (next: ApprovalRule[]) => saveRules(version, next),
    onSuccess: (next) => {
      keep(next);
      setEdited(null);
      tellUndoable({
        name: 'approval-rules',
        message: 'Saved, for tickets that come in or are sorted from now on.',
        undo: () => undo.mutate({ version: next.version, rules }),
      });
    },
    onError: tellFailure,
  });
  const put = (rule: ApprovalRule) =>
    save.mutate(
      rules.some(({ id }) => id === rule.id)
        ? rules.map((one) => (one.id === rule.id ? rule : one))
        : [...rules, rule],
    );
  return (
    <Stack gap="sm">
      {rules.length === 0 && (
        <Empty icon={IconRubberStamp} title="Nothing needs approval">
          With a rule, requests of a category or tag wait until somebody has approved them.
        </Empty>
      )}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {rules.map((rule) => (
          <Group key={rule.id} component="li" justify="space-between" wrap="nowrap">
            <Stack gap={2} miw={0}>
              <Text fw={560}>{rule.name}</Text>
              <Text size="sm" c="dimmed">
                {aboutOf(rule)}
              </Text>
            </Stack>
            <Group gap={2} wrap="nowrap" style={{ flex: 'none' }}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={`Change ${rule.name}`}
                onClick={() => setEdited(rule)}
              >
                <IconPencil size={17} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={`Remove ${rule.name}`}
                onClick={() => save.mutate(rules.filter(({ id }) => id !== rule.id))}
              >
                <IconTrash size={17} />
              </ActionIcon>
            </Group>
          </Group>
        ))}
      </Stack>
      <Button
        w="fit-content"
        variant="light"
        leftSection={<IconPlus size={16} />}
        onClick={() => setEdited('new')}
      >
        Add a rule
      </Button>
      {edited && (
        <RuleEditor
          rule={edited === 'new' ? null : edited}
          saving={save.isPending}
          onDone={put}
          onClose={() => setEdited(null)}
        />
      )}
    </Stack>
  );
}

function aboutOf(rule: ApprovalRule): string {
  const what = [...rule.categories.map(words), ...rule.tags.map((tag) => `#${tag}`)].join(', ');
  const who = [
    rule.approver_ids.length > 0 ? `${rule.approver_ids.length} named` : '',
    rule.team_id ? 'leads of a team' : '',
  ].filter(Boolean);
  return `${what} · ${rule.needs === 'all' ? 'all of' : 'any of'}: ${who.join(' and ')}`;
}
