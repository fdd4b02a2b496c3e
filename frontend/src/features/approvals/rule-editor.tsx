/** One rule: which tickets, whose approval, and when to remind. */

import {
  Button,
  Drawer,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { teamsQuery, techniciansQuery } from '@/api/technicians';
import type { ApprovalRule } from '@/api/types';
import { CATEGORIES, choices } from '@/ui/vocabulary';

interface Props {
  rule: ApprovalRule | null;
  saving: boolean;
  onDone: (rule: ApprovalRule) => void;
  onClose: () => void;
}

const NEEDS = { any: 'One of them is enough', all: 'All of them' } as const;

function newRule(): ApprovalRule {
  return {
    id: crypto.randomUUID(),
    name: '',
    categories: [],
    tags: [],
    approver_ids: [],
    team_id: null,
    needs: 'any',
    remind_after_hours: 24,
  };
}

export function RuleEditor({ rule, saving, onDone, onClose }: Props) {
  const [draft, setDraft] = useState(() => rule ?? newRule());
  const technicians = useQuery(techniciansQuery);
  const teams = useQuery(teamsQuery);
  const set = (part: Partial<ApprovalRule>) => setDraft((before) => ({ ...before, ...part }));
  const complete =
    draft.name.trim() !== '' &&
    draft.categories.length + draft.tags.length > 0 &&
    (draft.approver_ids.length > 0 || draft.team_id !== null);
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={rule?.name ?? 'New rule'}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          onDone(draft);
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            placeholder="Purchases"
            required
            maxLength={80}
            data-autofocus
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <MultiSelect
            label="Tickets of these categories"
            data={choices(CATEGORIES)}
            value={draft.categories}
            onChange={(value) => set({ categories: value as ApprovalRule['categories'] })}
          />
          <TagsInput
            label="or with one of these tags"
            description="Press Enter after each."
            value={draft.tags}
            onChange={(tags) => set({ tags })}
          />
          <MultiSelect
            label="These people are asked"
            searchable
            data={(technicians.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={draft.approver_ids}
            onChange={(ids) => set({ approver_ids: ids })}
          />
          <Select
            label="and the leads of"
            placeholder="No team"
            clearable
            data={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={draft.team_id}
            onChange={(id) => set({ team_id: id })}
          />
          <Select
            label="Who must approve"
            allowDeselect={false}
            data={choices(NEEDS)}
            value={draft.needs}
            onChange={(needs) => set({ needs: needs as keyof typeof NEEDS })}
          />
          <NumberInput
            label="Remind once after so many hours"
            placeholder="Never"
            min={1}
            max={720}
            allowDecimal={false}
            value={draft.remind_after_hours ?? ''}
            onChange={(hours) =>
              set({ remind_after_hours: typeof hours === 'number' ? hours : null })
            }
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={saving} disabled={!complete}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}
