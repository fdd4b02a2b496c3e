/** All rules in their order: switch, change, move, see what each would have done, and only then save. */

import { ActionIcon, Alert, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  IconAlertTriangle,
  IconArrowDown,
  IconArrowsSplit2,
  IconArrowUp,
  IconPencil,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '@/api/keys';
import { sentenceOf } from '@/api/problem';
import type { Rule, RuleBook, RuleRow, RuleVocabulary } from '@/api/types';
import { ago, counted } from '@/lib/format';
import { Panel } from '@/ui/page';
import { Empty } from '@/ui/states';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { restoreRules, ruleQueries, saveRules } from './queries';
import { RuleEditor } from './rule-editor';
import { moved, newRule } from './rule-words';
import classes from './rules.module.css';

const TYPING_MS = 500;

export function RuleList({ book, vocabulary }: { book: RuleBook; vocabulary: RuleVocabulary }) {
  const saved = book.rules.map(({ rule }) => rule);
  const [draft, setDraft] = useState(saved);
  const [edited, setEdited] = useState<Rule | null>(null);
  const [settled] = useDebouncedValue(draft, TYPING_MS);
  const trial = useQuery(ruleQueries.dryRun(settled));
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved);
  const put = (rule: Rule) => {
    const known = draft.some(({ id }) => id === rule.id);
    setDraft(known ? draft.map((one) => (one.id === rule.id ? rule : one)) : [...draft, rule]);
    setEdited(null);
  };
  const refused = draft.length > 0 && trial.isError;
  return (
    <Panel
      title="Rules"
      testId="rules"
      aside={
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlus size={16} />}
          onClick={() => setEdited(newRule())}
        >
          Add rule
        </Button>
      }
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          Asked from top to bottom; each sees what those above it did. What a person set by hand
          stays unless the rule says otherwise.
        </Text>
        {draft.length === 0 && (
          <Empty icon={IconArrowsSplit2} title="No rules yet">
            Add one, or switch one of the starters on.
          </Empty>
        )}
        <ol className={classes.list}>
          {draft.map((rule, place) => (
            <Row
              key={rule.id}
              rule={rule}
              row={book.rules.find((one) => one.rule.id === rule.id)}
              told={trial.data?.rules.find(({ rule_id: id }) => id === rule.id)}
              place={place}
              last={draft.length - 1}
              onSwitch={(on) => put({ ...rule, is_on: on })}
              onEdit={() => setEdited(rule)}
              onMove={(by) => setDraft(moved(draft, place, by))}
              onRemove={() => setDraft(draft.filter(({ id }) => id !== rule.id))}
            />
          ))}
        </ol>
        {refused && (
          <Alert color="orange" icon={<IconAlertTriangle />} data-testid="refusal">
            {sentenceOf(trial.error)}
          </Alert>
        )}
        {isChanged && <SaveBar book={book} draft={draft} onDiscard={() => setDraft(saved)} />}
      </Stack>
      {edited && (
        <RuleEditor
          rule={edited}
          isNew={draft.every(({ id }) => id !== edited.id)}
          vocabulary={vocabulary}
          onDone={put}
          onClose={() => setEdited(null)}
        />
      )}
    </Panel>
  );
}

interface RowProps {
  rule: Rule;
  row?: RuleRow;
  told?: { sentence: string; told: string };
  place: number;
  last: number;
  onSwitch: (on: boolean) => void;
  onEdit: () => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function Row({ rule, row, told, place, last, ...on }: RowProps) {
  const icon = { variant: 'subtle', color: 'gray', size: 'lg' } as const;
  return (
    <li className={classes.row} data-testid="rule-row">
      <Text className={classes.place} c="dimmed" aria-hidden>
        {place + 1}
      </Text>
      <Stack gap={2} miw={0} flex={1} className={rule.is_on ? undefined : classes.off}>
        <Text fw={560}>{rule.name}</Text>
        <Text size="sm">{told?.sentence ?? row?.sentence}</Text>
        <Text size="xs" c="dimmed" data-testid="ran">
          {row ? ranText(row) : 'Not saved yet.'}
          {told && ` On the last 500 tickets: ${told.told.toLowerCase()}`}
        </Text>
      </Stack>
      <Group gap={2} wrap="nowrap" className={classes.actions}>
        <Switch
          aria-label={`${rule.name} is on`}
          checked={rule.is_on}
          onChange={(event) => on.onSwitch(event.currentTarget.checked)}
        />
        <ActionIcon
          {...icon}
          aria-label={`Move ${rule.name} up`}
          disabled={place === 0}
          onClick={() => on.onMove(-1)}
        >
          <IconArrowUp size={17} />
        </ActionIcon>
        <ActionIcon
          {...icon}
          aria-label={`Move ${rule.name} down`}
          disabled={place === last}
          onClick={() => on.onMove(1)}
        >
          <IconArrowDown size={17} />
        </ActionIcon>
        <ActionIcon {...icon} aria-label={`Change ${rule.name}`} onClick={on.onEdit}>
          <IconPencil size={17} />
        </ActionIcon>
        <ActionIcon {...icon} aria-label={`Remove ${rule.name}`} onClick={on.onRemove}>
          <IconTrash size={17} />
        </ActionIcon>
      </Group>
    </li>
  );
}

/** 'Ran 12 times in 30 days, last 4 min. ago. Held back once.' */
function ranText({ fired, suggested, held_back: held, last_at: at }: RuleRow): string {
  const parts = [];
  if (fired > 0) parts.push(`Ran ${counted(fired, 'time')}`);
  if (suggested > 0) parts.push(`suggested ${counted(suggested, 'time')}`);
  if (held > 0) parts.push(`held back ${counted(held, 'time')}`);
  if (parts.length === 0) return 'Has not run in 30 days.';
  return `${parts.join(', ')} in 30 days${at ? `, last ${ago(at)}` : ''}.`;
}

interface SaveProps {
  book: RuleBook;
  draft: Rule[];
  onDiscard: () => void;
}

function SaveBar({ book, draft, onDiscard }: SaveProps) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.rules.all });
  const undo = useMutation({
    mutationFn: (seen: number) => restoreRules(book.version, seen),
    onError: tellFailure,
    onSettled: refresh,
  });
  const save = useMutation({
    mutationFn: () => saveRules(book.version, draft),
    onSuccess: async ({ version }) => {
      await refresh();
      tellUndoable({
        name: 'rules',
        message: 'Saved. The rules count from now on.',
        undo: () => undo.mutate(version),
      });
    },
    onError: tellFailure,
  });
  return (
    <Group justify="flex-end" className={classes.bar}>
      <Button variant="default" onClick={onDiscard}>
        Discard
      </Button>
      <Button loading={save.isPending} onClick={() => save.mutate()}>
        Save
      </Button>
    </Group>
  );
}
