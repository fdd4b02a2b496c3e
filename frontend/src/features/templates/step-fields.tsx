/** The fields of one step of a macro. */

import { Select, Stack, TagsInput, Textarea } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { rowsOf } from '@/api/paging';
import { teamsQuery } from '@/api/technicians';
import type { Category, MacroStep, Priority } from '@/api/types';
import { CATEGORIES, choices, PRIORITIES } from '@/ui/vocabulary';
import { templateQueries } from './queries';
import { MOVES } from './template-words';
import { VariableMenu } from './variable-menu';

interface Props<T extends MacroStep = MacroStep> {
  step: T;
  onChange: (step: MacroStep) => void;
}

type Worded = Extract<MacroStep, { do: 'reply' | 'note' }>;

export function StepFields({ step, onChange }: Props) {
  const teams = useQuery(teamsQuery);
  switch (step.do) {
    case 'reply':
    case 'note':
      return <WordsFields step={step} onChange={onChange} />;
    case 'status':
      return (
        <Select
          aria-label="Status"
          allowDeselect={false}
          data={choices(MOVES)}
          value={step.status}
          onChange={(status) => onChange({ ...step, status: status as keyof typeof MOVES })}
        />
      );
    case 'priority':
      return (
        <Select
          aria-label="Priority"
          allowDeselect={false}
          data={choices(PRIORITIES)}
          value={step.priority}
          onChange={(priority) => onChange({ ...step, priority: priority as Priority })}
        />
      );
    case 'category':
      return (
        <Select
          aria-label="Category"
          allowDeselect={false}
          data={choices(CATEGORIES)}
          value={step.category}
          onChange={(category) => onChange({ ...step, category: category as Category })}
        />
      );
    case 'add_tags':
    case 'remove_tags':
      return (
        <TagsInput
          aria-label="Tags"
          placeholder="Press Enter after each"
          value={step.tags}
          onChange={(tags) => onChange({ ...step, tags })}
        />
      );
    case 'team':
      return (
        <Select
          aria-label="Team"
          allowDeselect={false}
          placeholder="Choose a team"
          data={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={step.team_id || null}
          onChange={(team_id) => onChange({ ...step, team_id: team_id ?? '' })}
        />
      );
    default:
      return null;
  }
}

function WordsFields({ step, onChange }: Props<Worded>) {
  const templates = useInfiniteQuery(templateQueries.list());
  return (
    <Stack gap="xs">
      <Select
        aria-label="Template"
        placeholder="A text of its own"
        clearable
        searchable
        data={rowsOf(templates.data).map(({ id, name }) => ({ value: id, label: name }))}
        value={step.template_id}
        onChange={(id) => onChange({ ...step, template_id: id, text: id ? null : '' })}
      />
      {!step.template_id && (
        <>
          <Textarea
            aria-label="Text"
            autosize
            minRows={3}
            maxLength={20_000}
            value={step.text ?? ''}
            onChange={(event) => onChange({ ...step, text: event.currentTarget.value })}
          />
          <VariableMenu
            onChoose={(name) => onChange({ ...step, text: `${step.text ?? ''}{{${name}}}` })}
          />
        </>
      )}
    </Stack>
  );
}
