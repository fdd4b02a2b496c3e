/** Actions as rows: what is done, and with what. */

import {
  ActionIcon,
  Button,
  Group,
  MultiSelect,
  Select,
  Stack,
  TagsInput,
  Text,
  Textarea,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { teamsQuery } from '@/api/technicians';
import type { Rule, RuleAction } from '@/api/types';
import { words } from '@/lib/format';
import { CATEGORIES, choices, PRIORITIES } from '@/ui/vocabulary';
import { PeopleField } from './people-field';
import { ruleQueries } from './queries';
import { ACTIONS, newAction, replaced, replyWith, without } from './rule-words';
import classes from './rules.module.css';

const KINDS = Object.entries(ACTIONS).map(([value, label]) => ({ value, label }));
const MOST = 10;
const FIELDS = ['priority', 'impact', 'urgency', 'category'];
const LEVELS = ['high', 'medium', 'low'].map((one) => ({ value: one, label: words(one) }));
const BOUNDS = [
  { value: 'at_least', label: 'at least' },
  { value: 'at_most', label: 'at most' },
];
const WHOM = [
  { value: 'assignee', label: 'Whoever has it' },
  { value: 'team_leads', label: 'The team’s leads' },
  { value: 'administrators', label: 'The administrators' },
];

interface Props {
  rule: Rule;
  onChange: (actions: RuleAction[]) => void;
}

export function ActionRows({ rule, onChange }: Props) {
  const { actions } = rule;
  return (
    <Stack gap="sm">
      {actions.map((action, place) => (
        <div key={place} className={classes.action} data-testid="action">
          <Select
            aria-label="What is done"
            allowDeselect={false}
            searchable
            data={KINDS}
            value={action.do}
            onChange={(value) =>
              onChange(replaced(actions, place, newAction(value as RuleAction['do'])))
            }
          />
          <div>
            <Details
              action={action}
              mode={rule.mode}
              onChange={(next) => onChange(replaced(actions, place, next))}
            />
          </div>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove “${ACTIONS[action.do]}”`}
            disabled={actions.length === 1}
            onClick={() => onChange(without(actions, place))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlus size={14} />}
          disabled={actions.length >= MOST}
          onClick={() => onChange([...actions, newAction('note')])}
        >
          Action
        </Button>
      </Group>
    </Stack>
  );
}

interface DetailProps {
  action: RuleAction;
  mode: Rule['mode'];
  onChange: (action: RuleAction) => void;
}

function Details({ action, mode, onChange }: DetailProps) {
  switch (action.do) {
    case 'set_field':
      return <FieldDetails action={action} mode={mode} onChange={onChange} />;
    case 'change_tags':
      return (
        <Stack gap="xs">
          <TagsInput
            aria-label="Tags to add"
            placeholder={action.add.length === 0 ? 'Tags to add' : undefined}
            acceptValueOnBlur
            value={action.add}
            onChange={(add) => onChange({ ...action, add })}
          />
          <TagsInput
            aria-label="Tags to remove"
            placeholder={action.remove.length === 0 ? 'Tags to remove' : undefined}
            acceptValueOnBlur
            value={action.remove}
            onChange={(remove) => onChange({ ...action, remove })}
          />
        </Stack>
      );
    case 'assign_team':
      return (
        <TeamField
          value={action.team_id || null}
          onChange={(id) => onChange({ ...action, team_id: id ?? '' })}
        />
      );
    case 'assign_person':
    case 'add_watcher':
      return (
        <PeopleField
          label="Who"
          most={1}
          ids={action.person_id ? [action.person_id] : []}
          onChange={(ids) => onChange({ ...action, person_id: ids[0] ?? '' })}
        />
      );
    case 'reply':
      return <ReplyDetails action={action} onChange={onChange} />;
    case 'note':
      return (
        <Textarea
          aria-label="The note"
          placeholder="What staff should know; {{requester.name}} and the like are filled in"
          autosize
          minRows={2}
          maxLength={4000}
          value={action.text}
          onChange={(event) => onChange({ ...action, text: event.currentTarget.value })}
        />
      );
    case 'notify':
      return <NotifyDetails action={action} onChange={onChange} />;
    case 'webhook':
      return (
        <WebhookField
          value={action.webhook_id || null}
          onChange={(id) => onChange({ ...action, webhook_id: id ?? '' })}
        />
      );
    default:
      return null;
  }
}

type Of<Kind extends RuleAction['do']> = Extract<RuleAction, { do: Kind }>;

function FieldDetails({ action, mode, onChange }: DetailProps & { action: Of<'set_field'> }) {
  const values =
    action.field === 'priority'
      ? choices(PRIORITIES)
      : action.field === 'category'
        ? choices(CATEGORIES)
        : LEVELS;
  const bounded = mode === 'bound' && action.field !== 'category';
  return (
    <Group gap="xs" grow>
      <Select
        aria-label="Which field"
        allowDeselect={false}
        data={FIELDS.map((one) => ({ value: one, label: words(one) }))}
        value={action.field}
        onChange={(value) =>
          onChange({
            ...action,
            field: value as typeof action.field,
            value: value === 'category' ? 'general' : 'high',
            bound: mode === 'bound' && value !== 'category' ? 'at_least' : null,
          })
        }
      />
      {bounded && (
        <Select
          aria-label="Which limit"
          allowDeselect={false}
          data={BOUNDS}
          value={action.bound}
          onChange={(value) => onChange({ ...action, bound: value as typeof action.bound })}
        />
      )}
      <Select
        aria-label="Which value"
        allowDeselect={false}
        data={values}
        value={action.value}
        onChange={(value) => onChange({ ...action, value: value ?? '' })}
      />
    </Group>
  );
}

function ReplyDetails({
  action,
  onChange,
}: {
  action: Of<'reply'>;
  onChange: (action: RuleAction) => void;
}) {
  const templates = useQuery(ruleQueries.templates());
  return (
    <Stack gap="xs">
      <Select
        aria-label="Template"
        placeholder="A text of its own"
        clearable
        searchable
        data={templates.data ?? []}
        value={action.template_id}
        onChange={(id) => onChange(replyWith(action.text, id))}
      />
      {action.template_id === null && (
        <Textarea
          aria-label="The reply"
          placeholder="Hello {{requester.first_name}}, …"
          autosize
          minRows={3}
          maxLength={4000}
          value={action.text ?? ''}
          onChange={(event) => onChange(replyWith(event.currentTarget.value, null))}
        />
      )}
    </Stack>
  );
}

function NotifyDetails({
  action,
  onChange,
}: {
  action: Of<'notify'>;
  onChange: (action: RuleAction) => void;
}) {
  return (
    <Stack gap="xs">
      <MultiSelect
        aria-label="Whom to tell"
        placeholder={action.whom.length === 0 ? 'Whom' : undefined}
        data={WHOM}
        value={action.whom}
        onChange={(whom) => onChange({ ...action, whom: whom as typeof action.whom })}
      />
      <PeopleField
        label="People to tell"
        ids={action.people_ids}
        onChange={(ids) => onChange({ ...action, people_ids: ids })}
      />
      <TeamField
        placeholder="Everybody in a team"
        value={action.team_id}
        onChange={(id) => onChange({ ...action, team_id: id })}
      />
    </Stack>
  );
}

interface PickProps {
  value: string | null;
  placeholder?: string;
  onChange: (id: string | null) => void;
}

function TeamField({ value, placeholder = 'Team', onChange }: PickProps) {
  const teams = useQuery(teamsQuery);
  return (
    <Select
      aria-label={placeholder}
      placeholder={placeholder}
      clearable
      data={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
}

function WebhookField({ value, onChange }: PickProps) {
  const webhooks = useQuery(ruleQueries.webhooks());
  const items = webhooks.data?.items ?? [];
  return items.length === 0 ? (
    <Text size="sm" c="dimmed">
      There is no webhook yet. Add one below the rules first.
    </Text>
  ) : (
    <Select
      aria-label="Webhook"
      placeholder="Webhook"
      data={items.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
}
