/** One rule: what starts it, what must hold, what is done; tried on recent tickets before it counts. */

import {
  Alert,
  Button,
  Checkbox,
  Divider,
  Drawer,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { sentenceOf } from '@/api/problem';
import type { Rule, RuleVocabulary } from '@/api/types';
import { ActionRows } from './action-rows';
import { ConditionGroup } from './condition-rows';
import { ruleQueries } from './queries';
import { inMode, isComplete, startedBy } from './rule-words';
import { Trial } from './trial';

const TYPING_MS = 600;

interface Props {
  rule: Rule;
  isNew: boolean;
  vocabulary: RuleVocabulary;
  onDone: (rule: Rule) => void;
  onClose: () => void;
}

export function RuleEditor({ rule, isNew, vocabulary, onDone, onClose }: Props) {
  const [draft, setDraft] = useState(rule);
  const set = (part: Partial<Rule>) => setDraft((before) => ({ ...before, ...part }));
  const [settled] = useDebouncedValue(draft, TYPING_MS);
  const whole = isComplete(settled);
  const trial = useQuery(ruleQueries.dryRun(whole ? [settled] : []));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="xl"
      title={isNew ? 'New rule' : rule.name}
    >
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          onDone({ ...draft, name: draft.name.trim() });
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            placeholder="Billing to the billing team"
            required
            maxLength={80}
            data-autofocus
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Start rule={draft} vocabulary={vocabulary} onChange={setDraft} />
          <Divider label="If" labelPosition="left" />
          <ConditionGroup
            group={draft.conditions}
            vocabulary={vocabulary}
            onChange={(conditions) => set({ conditions })}
          />
          <Divider label="Then" labelPosition="left" />
          <Select
            label="The rule"
            allowDeselect={false}
            data={vocabulary.modes}
            value={draft.mode}
            onChange={(mode) => setDraft(inMode(draft, mode as Rule['mode']))}
          />
          <ActionRows rule={draft} onChange={(actions) => set({ actions })} />
          <Checkbox
            label="Ask no rule below when this one held"
            checked={draft.stop}
            onChange={(event) => set({ stop: event.currentTarget.checked })}
          />
          <Checkbox
            label="Also change what a person set by hand"
            checked={draft.over_people}
            onChange={(event) => set({ over_people: event.currentTarget.checked })}
          />
          <Divider label="On the last 500 tickets" labelPosition="left" />
          {!whole ? (
            <Text size="sm" c="dimmed">
              Once the rule has a name and every part is filled in, it is tried here.
            </Text>
          ) : trial.isError ? (
            <Alert color="orange" icon={<IconAlertTriangle />} data-testid="refusal">
              {sentenceOf(trial.error)}
            </Alert>
          ) : (
            <Trial trial={trial.data} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!isComplete(draft)}>
              Take over
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

interface StartProps {
  rule: Rule;
  vocabulary: RuleVocabulary;
  onChange: (rule: Rule) => void;
}

function Start({ rule, vocabulary, onChange }: StartProps) {
  const calendars = useQuery(ruleQueries.calendars());
  const { silence } = rule;
  return (
    <>
      <MultiSelect
        label="When"
        description="Any of these starts the rule."
        placeholder={rule.on.length === 0 ? 'Choose' : undefined}
        data={vocabulary.triggers}
        value={rule.on}
        onChange={(on) => onChange(startedBy(rule, on))}
      />
      {silence && (
        <Group gap="xs" align="flex-end" grow>
          <NumberInput
            label="Silent for so many hours"
            min={0.25}
            max={8784}
            value={silence.hours}
            onChange={(hours) =>
              onChange({ ...rule, silence: { ...silence, hours: Number(hours) || 1 } })
            }
          />
          <Select
            label="Hours that count"
            placeholder="Around the clock"
            clearable
            data={calendars.data ?? []}
            value={silence.calendar_id}
            onChange={(id) => onChange({ ...rule, silence: { ...silence, calendar_id: id } })}
          />
        </Group>
      )}
    </>
  );
}
