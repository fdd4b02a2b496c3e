/** One policy: for which tickets, by which hours, what within which time, and when to warn. */

import {
  Button,
  Divider,
  Drawer,
  Group,
  MultiSelect,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { teamsQuery } from '@/api/technicians';
import type { ServicePolicy } from '@/api/types';
import { durationOf } from '@/lib/format';
import { CATEGORIES, choices, PRIORITIES, ROLES } from '@/ui/vocabulary';
import { DurationField } from './duration-field';
import { slaQueries } from './sla-queries';

interface Props {
  policy: ServicePolicy;
  isNew: boolean;
  onDone: (policy: ServicePolicy) => void;
  onClose: () => void;
}

interface PartProps {
  policy: ServicePolicy;
  set: (part: Partial<ServicePolicy>) => void;
}

const SHARES = [25, 50, 75, 80, 90, 95];
const BEFORE = [5, 10, 15, 30, 60, 120, 240];

export function PolicyEditor({ policy, isNew, onDone, onClose }: Props) {
  const [draft, setDraft] = useState(policy);
  const set = (part: Partial<ServicePolicy>) => setDraft((before) => ({ ...before, ...part }));
  const promises = Object.values(draft.targets).some((minutes) => minutes !== null);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={isNew ? 'New policy' : policy.name}
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
            placeholder="Critical, around the clock"
            required
            maxLength={80}
            data-autofocus
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Conditions policy={draft} set={set} />
          <Times policy={draft} set={set} />
          <Warnings policy={draft} set={set} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!draft.name.trim() || !promises}>
              Take over
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

function Conditions({ policy, set }: PartProps) {
  const teams = useQuery(teamsQuery);
  const { conditions } = policy;
  const change = (part: Partial<ServicePolicy['conditions']>) =>
    set({ conditions: { ...conditions, ...part } });
  return (
    <>
      <Divider label="For tickets that are all of this" labelPosition="left" />
      <Text size="sm" c="dimmed">
        An empty field asks for nothing. With all of them empty, the policy takes every ticket that
        no policy above it took.
      </Text>
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
      <MultiSelect
        label="Requester’s role"
        placeholder={conditions.requester_roles.length === 0 ? 'Any' : undefined}
        data={choices(ROLES)}
        value={conditions.requester_roles}
        onChange={(value) =>
          change({ requester_roles: value as typeof conditions.requester_roles })
        }
      />
      <TagsInput
        label="Requester’s organisation"
        description="What stands behind the @ of the address; press Enter after each."
        placeholder={conditions.requester_domains.length === 0 ? 'customer.example' : undefined}
        value={conditions.requester_domains}
        onChange={(value) => change({ requester_domains: value })}
      />
    </>
  );
}

function Times({ policy, set }: PartProps) {
  const calendars = useQuery(slaQueries.calendars());
  const { targets } = policy;
  const change = (part: Partial<ServicePolicy['targets']>) =>
    set({ targets: { ...targets, ...part } });
  return (
    <>
      <Divider label="Promise, in working time" labelPosition="left" />
      <Select
        label="Hours that count"
        description="Calendars are made under People."
        placeholder="Around the clock"
        clearable
        data={calendars.data ?? []}
        value={policy.calendar_id}
        onChange={(value) => set({ calendar_id: value })}
      />
      <DurationField
        label="First answer within"
        minutes={targets.first_response_minutes}
        onChange={(minutes) => change({ first_response_minutes: minutes })}
      />
      <DurationField
        label="Every further answer within"
        minutes={targets.next_response_minutes}
        onChange={(minutes) => change({ next_response_minutes: minutes })}
      />
      <DurationField
        label="Solution within"
        description="Stands still while the ticket waits on its requester."
        minutes={targets.solution_minutes}
        onChange={(minutes) => change({ solution_minutes: minutes })}
      />
    </>
  );
}

function Warnings({ policy, set }: PartProps) {
  const { warnings } = policy;
  const change = (part: Partial<ServicePolicy['warnings']>) =>
    set({ warnings: { ...warnings, ...part } });
  const numbers = (values: string[]) => values.map(Number).sort((one, other) => one - other);
  const offered = (usual: number[], chosen: number[]) =>
    [...new Set([...usual, ...chosen])].sort((one, other) => one - other);
  return (
    <>
      <Divider label="Warn the one who has it" labelPosition="left" />
      <MultiSelect
        label="When so much of the time is used up"
        placeholder={warnings.percents.length === 0 ? 'Never' : undefined}
        maxValues={5}
        data={offered(SHARES, warnings.percents).map((share) => ({
          value: String(share),
          label: `${share} %`,
        }))}
        value={warnings.percents.map(String)}
        onChange={(value) => change({ percents: numbers(value) })}
      />
      <MultiSelect
        label="So long before the time is up"
        placeholder={warnings.minutes_before.length === 0 ? 'Never' : undefined}
        maxValues={5}
        data={offered(BEFORE, warnings.minutes_before).map((minutes) => ({
          value: String(minutes),
          label: durationOf(minutes),
        }))}
        value={warnings.minutes_before.map(String)}
        onChange={(value) => change({ minutes_before: numbers(value) })}
      />
    </>
  );
}
