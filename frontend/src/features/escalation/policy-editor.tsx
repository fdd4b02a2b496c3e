/** One escalation policy: which tickets, what starts it, and its levels. */

import {
  ActionIcon,
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
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { teamsQuery } from '@/api/technicians';
import type { EscalationLevel, EscalationPolicy, OnCallRota } from '@/api/types';
import { CATEGORIES, choices, PRIORITIES } from '@/ui/vocabulary';
import classes from './duty.module.css';
import { newLevel } from './escalation-words';

interface Props {
  policy: EscalationPolicy;
  isNew: boolean;
  rotas: OnCallRota[];
  onDone: (policy: EscalationPolicy) => void;
  onClose: () => void;
}

interface PartProps {
  policy: EscalationPolicy;
  set: (part: Partial<EscalationPolicy>) => void;
}

const MOST_MINUTES = 7 * 24 * 60;

export function EscalationEditor({ policy, isNew, rotas, onDone, onClose }: Props) {
  const [draft, setDraft] = useState(policy);
  const set = (part: Partial<EscalationPolicy>) => setDraft((before) => ({ ...before, ...part }));
  const isSound = draft.levels.length > 0 && draft.levels.every(tellsSomebody);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={isNew ? 'New levels' : policy.name}
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
            placeholder="Critical at any hour"
            required
            maxLength={80}
            data-autofocus
            value={draft.name}
            onChange={({ currentTarget }) => set({ name: currentTarget.value })}
          />
          <For policy={draft} set={set} />
          <Start policy={draft} set={set} />
          <Divider label="Levels, one after the other" labelPosition="left" />
          {draft.levels.map((level, place) => (
            <Level
              key={place}
              level={level}
              place={place}
              rotas={rotas}
              onChange={(changed) =>
                set({ levels: draft.levels.map((one, at) => (at === place ? changed : one)) })
              }
              onRemove={
                draft.levels.length > 1
                  ? () => set({ levels: draft.levels.filter((_, at) => at !== place) })
                  : undefined
              }
            />
          ))}
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={16} />}
            disabled={draft.levels.length >= 10}
            onClick={() => set({ levels: [...draft.levels, newLevel()] })}
          >
            Add level
          </Button>
          <NumberInput
            label="Go through all levels again"
            description="So many times, while nobody answers."
            min={0}
            max={5}
            allowDecimal={false}
            value={draft.repeats}
            onChange={(value) => set({ repeats: Number(value) || 0 })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!draft.name.trim() || !isSound}>
              Take over
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

function tellsSomebody(level: EscalationLevel): boolean {
  return Boolean(level.team_id ?? level.rota_id) || level.team_leads || level.administrators;
}

function For({ policy, set }: PartProps) {
  const teams = useQuery(teamsQuery);
  const { conditions } = policy;
  const change = (part: Partial<EscalationPolicy['conditions']>) =>
    set({ conditions: { ...conditions, ...part } });
  return (
    <>
      <Divider label="For tickets that are all of this" labelPosition="left" />
      <MultiSelect
        label="Priority"
        placeholder={conditions.priorities.length === 0 ? 'Any' : undefined}
        data={choices(PRIORITIES)}
        value={conditions.priorities}
        onChange={(value) => change({ priorities: value as typeof conditions.priorities })}
      />
      <MultiSelect
        label="Category"
        placeholder={conditions.categories.length === 0 ? 'Any' : undefined}
        data={choices(CATEGORIES)}
        value={conditions.categories}
        onChange={(value) => change({ categories: value as typeof conditions.categories })}
      />
      <MultiSelect
        label="Team"
        placeholder={conditions.team_ids.length === 0 ? 'Any' : undefined}
        data={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={conditions.team_ids}
        onChange={(value) => change({ team_ids: value })}
      />
    </>
  );
}

function Start({ policy, set }: PartProps) {
  return (
    <>
      <Divider label="It starts when" labelPosition="left" />
      <NumberInput
        label="Nobody answered for so many minutes"
        placeholder="does not start it"
        min={1}
        max={MOST_MINUTES}
        allowDecimal={false}
        value={policy.unanswered_minutes ?? ''}
        onChange={(value) =>
          set({ unanswered_minutes: typeof value === 'number' && value > 0 ? value : null })
        }
      />
      <Checkbox
        label="A service level warns that something is due soon"
        checked={policy.on_sla_warning}
        onChange={({ currentTarget }) => set({ on_sla_warning: currentTarget.checked })}
      />
      <Checkbox
        label="A service level is broken"
        checked={policy.on_sla_breach}
        onChange={({ currentTarget }) => set({ on_sla_breach: currentTarget.checked })}
      />
      <Text size="sm" c="dimmed">
        People and rules can start it at any time.
      </Text>
    </>
  );
}

interface LevelProps {
  level: EscalationLevel;
  place: number;
  rotas: OnCallRota[];
  onChange: (level: EscalationLevel) => void;
  onRemove: (() => void) | undefined;
}

function Level({ level, place, rotas, onChange, onRemove }: LevelProps) {
  const teams = useQuery(teamsQuery);
  const set = (part: Partial<EscalationLevel>) => onChange({ ...level, ...part });
  return (
    <Stack gap="xs" className={classes.level} role="group" aria-label={`Level ${place + 1}`}>
      <Group justify="space-between">
        <Text size="sm" fw={560}>
          Level {place + 1}
        </Text>
        {onRemove && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove level ${place + 1}`}
            onClick={onRemove}
          >
            <IconX size={16} />
          </ActionIcon>
        )}
      </Group>
      <Select
        label="Whoever is on call for"
        placeholder={rotas.length === 0 ? 'There is no rota yet' : 'No rota'}
        clearable
        data={rotas.map(({ id, name }) => ({ value: id, label: name || 'New rota' }))}
        value={level.rota_id}
        onChange={(value) => set({ rota_id: value })}
      />
      <Select
        label="Everybody in team"
        placeholder="No team"
        clearable
        data={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={level.team_id}
        onChange={(value) => set({ team_id: value })}
      />
      <Checkbox
        label="Whoever leads the ticket’s team"
        checked={level.team_leads}
        onChange={({ currentTarget }) => set({ team_leads: currentTarget.checked })}
      />
      <Checkbox
        label="All administrators"
        checked={level.administrators}
        onChange={({ currentTarget }) => set({ administrators: currentTarget.checked })}
      />
      <NumberInput
        label="Minutes to answer, before the next level is called"
        min={1}
        max={MOST_MINUTES}
        allowDecimal={false}
        value={level.timeout_minutes}
        onChange={(value) => set({ timeout_minutes: Number(value) || 1 })}
      />
    </Stack>
  );
}
