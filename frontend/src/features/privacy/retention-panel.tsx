/** How long closed tickets keep their words, by category, and when they go to the archive. */

import { ActionIcon, Button, Group, NumberInput, Select, Stack, Switch, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '@/api/keys';
import type { Category, RetentionRule, RetentionRules, RetentionState } from '@/api/types';
import { counted } from '@/lib/format';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { Failed, RowSkeletons } from '@/ui/states';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { CATEGORIES, choices } from '@/ui/vocabulary';
import { privacyQueries, setRetention } from './queries';

const EVERY_OTHER = 'every-other';
const ACTIONS = [
  { value: 'delete_words', label: 'delete words and files' },
  { value: 'anonymise', label: 'remove the requester’s name' },
];
const MOST = 10_000;

export function RetentionPanel() {
  const query = useQuery(privacyQueries.retention());
  return (
    <Panel title="Keeping closed tickets" testId="retention">
      <Loaded query={query} waiting={<RowSkeletons rows={3} />}>
        {(state) => <Editor key={state.version} state={state} />}
      </Loaded>
    </Panel>
  );
}

function many(count: number): string {
  return count >= MOST ? '10,000+ tickets' : counted(count, 'ticket');
}

function Editor({ state }: { state: RetentionState }) {
  const client = useQueryClient();
  const [rules, setRules] = useState(state.rules);
  const [days, setDays] = useState(state.archive_after_days);
  const wanted: RetentionRules = { rules, archive_after_days: days };
  const before: RetentionRules = {
    rules: state.rules,
    archive_after_days: state.archive_after_days,
  };
  const isChanged = JSON.stringify(wanted) !== JSON.stringify(before);
  const save = useMutation({
    mutationFn: setRetention,
    onSuccess: (now) => {
      client.setQueryData(keys.privacy.retention, now);
      tellUndoable({
        name: 'retention',
        message: 'Saved. It begins tonight.',
        undo: () => save.mutate({ ...before, version: now.version }),
      });
    },
    onError: tellFailure,
  });
  const free = choices(CATEGORIES).filter(
    ({ value }) => !rules.some(({ category }) => category === value),
  );
  const change = (at: number, part: Partial<RetentionRule>) =>
    setRules(rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)));
  const hasRest = rules.some(({ category }) => category === null);
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        Without rules closed tickets are kept as they are. Tickets with the tag <b>legal-hold</b>{' '}
        are never touched.
      </Text>
      {rules.map((rule, at) => (
        <RuleLine
          key={rule.category ?? EVERY_OTHER}
          rule={rule}
          free={free}
          mayBeRest={!hasRest}
          onChange={(part) => change(at, part)}
          onDrop={() => setRules(rules.filter((_, index) => index !== at))}
        />
      ))}
      {(!hasRest || free.length > 0) && (
        <Button
          variant="default"
          size="xs"
          w="fit-content"
          leftSection={<IconPlus size={15} />}
          onClick={() =>
            setRules([
              ...rules,
              {
                category: hasRest ? ((free[0]?.value ?? null) as Category | null) : null,
                months: 24,
                action: 'delete_words',
              },
            ])
          }
        >
          Add a rule
        </Button>
      )}
      <Group align="flex-end" gap="sm">
        <Switch
          label="Move old closed tickets to the archive"
          checked={days !== null}
          onChange={({ currentTarget }) => setDays(currentTarget.checked ? 180 : null)}
        />
        {days !== null && (
          <NumberInput
            aria-label="Days after closing"
            suffix=" days after closing"
            w={210}
            min={1}
            max={3650}
            clampBehavior="strict"
            defaultValue={days}
            onChange={(value) => typeof value === 'number' && setDays(value)}
          />
        )}
      </Group>
      <Effects wanted={wanted} />
      <Group justify="flex-end">
        <Button
          disabled={!isChanged}
          loading={save.isPending}
          onClick={() => save.mutate({ ...wanted, version: state.version })}
        >
          Save
        </Button>
      </Group>
    </Stack>
  );
}

interface LineProps {
  rule: RetentionRule;
  free: { value: string; label: string }[];
  mayBeRest: boolean;
  onChange: (part: Partial<RetentionRule>) => void;
  onDrop: () => void;
}

function RuleLine({ rule, free, mayBeRest, onChange, onDrop }: LineProps) {
  const own = choices(CATEGORIES).filter(({ value }) => value === rule.category);
  const rest = { value: EVERY_OTHER, label: 'Every other category' };
  const data = [...own, ...free, ...(mayBeRest || rule.category === null ? [rest] : [])];
  return (
    <Group gap="xs" align="flex-end" data-testid="retention-rule">
      <Select
        label="Category"
        w={190}
        allowDeselect={false}
        data={data}
        value={rule.category ?? EVERY_OTHER}
        onChange={(value) =>
          onChange({ category: value === EVERY_OTHER ? null : (value as Category) })
        }
      />
      <NumberInput
        label="Months after closing"
        w={150}
        min={1}
        max={240}
        clampBehavior="strict"
        defaultValue={rule.months}
        onChange={(value) => typeof value === 'number' && onChange({ months: value })}
      />
      <Select
        label="Then"
        w={230}
        allowDeselect={false}
        data={ACTIONS}
        value={rule.action}
        onChange={(value) =>
          onChange({ action: (value ?? rule.action) as RetentionRule['action'] })
        }
      />
      <ActionIcon aria-label="Remove this rule" mb={4} onClick={onDrop}>
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}

function Effects({ wanted }: { wanted: RetentionRules }) {
  const [settled] = useDebouncedValue(wanted, 400);
  const query = useQuery(privacyQueries.effect(settled));
  if (query.isError) {
    return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <RowSkeletons rows={1} />;
  const { effects, archived, held } = query.data;
  return (
    <Stack gap={4} role="status" data-testid="retention-effect">
      {effects.map(({ category, action, tickets }) => (
        <Text size="sm" key={category ?? EVERY_OTHER}>
          Tonight this would{' '}
          {action === 'delete_words' ? 'delete the words of' : 'remove the name from'}{' '}
          <b>{many(tickets)}</b>{' '}
          {category ? `of ${CATEGORIES[category]}` : 'of the other categories'}.
        </Text>
      ))}
      {settled.archive_after_days !== null && (
        <Text size="sm">
          Tonight this would move <b>{many(archived)}</b> to the archive.
        </Text>
      )}
      {held > 0 && (
        <Text size="sm" c="dimmed">
          {many(held)} on legal hold stay as they are.
        </Text>
      )}
    </Stack>
  );
}
