/** Conditions as rows: what is looked at, how it is compared, with what; groups two levels deep. */

import { ActionIcon, Button, Card, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { MultiSelect, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { teamsQuery } from '@/api/technicians';
import type { RuleCondition, RuleConditions, RuleVocabulary } from '@/api/types';
import { words } from '@/lib/format';
import { PeopleField } from './people-field';
import { ruleQueries } from './queries';
import {
  NEEDS_NONE,
  newCondition,
  noConditions,
  replaced,
  without,
  type Field,
} from './rule-words';
import classes from './rules.module.css';

const MATCHES = [
  { value: 'all', label: 'All of this is so' },
  { value: 'any', label: 'Any of this is so' },
  { value: 'none', label: 'None of this is so' },
];
const DEEPEST = 3;

interface GroupProps {
  group: RuleConditions;
  vocabulary: RuleVocabulary;
  depth?: number;
  onChange: (group: RuleConditions) => void;
}

export function ConditionGroup({ group, vocabulary, depth = 1, onChange }: GroupProps) {
  const { conditions, groups } = group;
  const first = vocabulary.fields[0];
  return (
    <Stack gap="xs">
      <Select
        aria-label="How the conditions are taken together"
        data={MATCHES}
        allowDeselect={false}
        maw={260}
        value={group.match}
        onChange={(value) => onChange({ ...group, match: value as RuleConditions['match'] })}
      />
      {depth === 1 && conditions.length + groups.length === 0 && (
        <Text size="sm" c="dimmed">
          No condition: the rule holds for every ticket.
        </Text>
      )}
      {conditions.map((one, place) => (
        <Row
          key={place}
          condition={one}
          vocabulary={vocabulary}
          onChange={(next) => onChange({ ...group, conditions: replaced(conditions, place, next) })}
          onRemove={() => onChange({ ...group, conditions: without(conditions, place) })}
        />
      ))}
      {groups.map((one, place) => (
        <Card key={place} withBorder p="sm" radius="md">
          <Group justify="space-between" mb={6}>
            <Text size="sm" fw={560}>
              Group
            </Text>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Remove the group"
              onClick={() => onChange({ ...group, groups: without(groups, place) })}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
          <ConditionGroup
            group={one}
            vocabulary={vocabulary}
            depth={depth + 1}
            onChange={(next) => onChange({ ...group, groups: replaced(groups, place, next) })}
          />
        </Card>
      ))}
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlus size={14} />}
          onClick={() =>
            first && onChange({ ...group, conditions: [...conditions, newCondition(first)] })
          }
        >
          Condition
        </Button>
        {depth < DEEPEST && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() =>
              onChange({ ...group, groups: [...groups, { ...noConditions(), match: 'any' }] })
            }
          >
            Group
          </Button>
        )}
      </Group>
    </Stack>
  );
}

interface RowProps {
  condition: RuleCondition;
  vocabulary: RuleVocabulary;
  onChange: (condition: RuleCondition) => void;
  onRemove: () => void;
}

function Row({ condition, vocabulary, onChange, onRemove }: RowProps) {
  const field = vocabulary.fields.find(({ value }) => value === condition.about);
  if (!field) return null;
  const ops = vocabulary.ops.filter(({ value }) => field.ops.includes(value));
  return (
    <div className={classes.condition} data-testid="condition">
      <Select
        aria-label="What is looked at"
        searchable
        allowDeselect={false}
        data={vocabulary.fields}
        value={condition.about}
        onChange={(value) => {
          const next = vocabulary.fields.find((one) => one.value === value);
          if (next) onChange(newCondition(next));
        }}
      />
      <Select
        aria-label="How it is compared"
        allowDeselect={false}
        data={ops}
        value={condition.op}
        onChange={(value) =>
          onChange({ ...condition, op: value as RuleCondition['op'], values: [] })
        }
      />
      {NEEDS_NONE.has(condition.op) ? (
        <span />
      ) : (
        <Value field={field} condition={condition} onChange={onChange} />
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Remove the condition"
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </div>
  );
}

interface ValueProps {
  field: Field;
  condition: RuleCondition;
  onChange: (condition: RuleCondition) => void;
}

function Value({ field, condition, onChange }: ValueProps) {
  const teams = useQuery(teamsQuery);
  const calendars = useQuery(ruleQueries.calendars());
  const put = (values: string[]) => onChange({ ...condition, values });
  const shared = { 'aria-label': `Value of ${field.label}`, placeholder: 'Choose' };
  switch (field.kind) {
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={condition.number ?? ''}
          onChange={(value) => onChange({ ...condition, number: Number(value) })}
        />
      );
    case 'person':
      return <PeopleField label={shared['aria-label']} ids={condition.values} onChange={put} />;
    case 'tags':
    case 'text':
    case 'word':
      return (
        <TagsInput
          aria-label={shared['aria-label']}
          placeholder={condition.values.length === 0 ? 'Type, then Enter' : undefined}
          acceptValueOnBlur
          value={condition.values}
          onChange={put}
        />
      );
    case 'calendar':
      return (
        <Select
          {...shared}
          data={calendars.data ?? []}
          value={condition.values[0] ?? null}
          onChange={(value) => put(value ? [value] : [])}
        />
      );
    default: {
      const data =
        field.kind === 'team'
          ? (teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
          : field.choices.map((one) => ({ value: one, label: words(one) }));
      return condition.op.startsWith('at_') ? (
        <Select
          {...shared}
          data={data}
          value={condition.values[0] ?? null}
          onChange={(value) => put(value ? [value] : [])}
        />
      ) : (
        <MultiSelect
          aria-label={shared['aria-label']}
          placeholder={condition.values.length === 0 ? 'Choose' : undefined}
          data={data}
          value={condition.values}
          onChange={put}
        />
      );
    }
  }
}
