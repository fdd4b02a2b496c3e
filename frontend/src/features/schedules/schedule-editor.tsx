/** One schedule: the ticket, when it comes, and its next dates in words. */

import {
  Alert,
  Button,
  Divider,
  Drawer,
  Group,
  List,
  Select,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import { sentenceOf } from '@/api/problem';
import type { Category, Schedule, SetSchedule } from '@/api/types';
import { tell, tellFailure } from '@/ui/toast';
import { CATEGORIES, choices } from '@/ui/vocabulary';
import { saveSchedule, scheduleQueries, type When } from './queries';
import { choiceOf, MISSED, ruleOf } from './repeats';
import { WhenFields } from './when-fields';

interface Props {
  schedule: Schedule | null;
  onClose: () => void;
}

const TYPING_MS = 400;

function tomorrowAtNine(): string {
  const day = new Date();
  day.setDate(day.getDate() + 1);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T09:00`;
}

function draftOf(schedule: Schedule | null): SetSchedule {
  return {
    name: schedule?.name ?? '',
    subject: schedule?.subject ?? '',
    description: schedule?.description ?? '',
    category: schedule?.category ?? null,
    impact: schedule?.impact ?? null,
    urgency: schedule?.urgency ?? null,
    tags: schedule?.tags ?? [],
    requester_id: schedule?.requester.id ?? null,
    starts: schedule?.starts ?? tomorrowAtNine(),
    zone: schedule?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    rule: schedule?.rule ?? null,
    calendar_id: schedule?.calendar_id ?? null,
    closed_days: schedule?.closed_days ?? 'keep',
    missed: schedule?.missed ?? 'one',
    version: schedule?.version ?? null,
  };
}

export function ScheduleEditor({ schedule, onClose }: Props) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(draftOf(schedule));
  const [choice, setChoice] = useState(choiceOf(draft.rule ?? null));
  const set = (part: Partial<SetSchedule>) => setDraft((before) => ({ ...before, ...part }));
  const wanted: SetSchedule = { ...draft, rule: ruleOf(choice) };
  const save = useMutation({
    mutationFn: () => saveSchedule(schedule?.id ?? null, wanted),
    onSuccess: async ({ name }) => {
      await client.invalidateQueries({ queryKey: keys.schedules.all });
      tell(`“${name}” is saved.`);
      onClose();
    },
    onError: tellFailure,
  });
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={schedule?.name ?? 'New schedule'}
    >
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            required
            maxLength={80}
            data-autofocus
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TicketFields draft={draft} set={set} />
          <WhenFields draft={draft} set={set} choice={choice} setChoice={setChoice} />
          {choice.repeat !== 'once' && (
            <Select
              label="Dates that were missed while nothing ran"
              allowDeselect={false}
              data={choices(MISSED)}
              value={draft.missed ?? 'one'}
              onChange={(missed) => set({ missed: missed as keyof typeof MISSED })}
            />
          )}
          <Dates when={wanted} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!draft.name.trim() || !draft.subject.trim() || !draft.description.trim()}
            >
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

interface PartProps {
  draft: SetSchedule;
  set: (part: Partial<SetSchedule>) => void;
}

function TicketFields({ draft, set }: PartProps) {
  return (
    <>
      <Divider label="The ticket" labelPosition="left" />
      <TextInput
        label="Subject"
        required
        maxLength={200}
        value={draft.subject}
        onChange={(event) => set({ subject: event.currentTarget.value })}
      />
      <Textarea
        label="Description"
        required
        autosize
        minRows={3}
        maxLength={20_000}
        value={draft.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <Group grow align="flex-start">
        <Select
          label="Category"
          placeholder="Decided on arrival"
          clearable
          data={choices(CATEGORIES)}
          value={draft.category ?? null}
          onChange={(category) => set({ category: category as Category | null })}
        />
        <TagsInput label="Tags" value={draft.tags ?? []} onChange={(tags) => set({ tags })} />
      </Group>
    </>
  );
}

function Dates({ when }: { when: When }) {
  const { starts, zone, rule, calendar_id, closed_days } = when;
  const [settled] = useDebouncedValue(
    JSON.stringify({ starts, zone, rule, calendar_id, closed_days }),
    TYPING_MS,
  );
  const query = useQuery(scheduleQueries.preview(JSON.parse(settled) as When));
  if (query.isError) {
    return (
      <Alert color="orange" icon={<IconAlertTriangle />}>
        {sentenceOf(query.error)}
      </Alert>
    );
  }
  return (
    <Stack gap={4} data-testid="dates" role="status">
      <Text size="sm" fw={560}>
        {query.data?.sentence ?? 'Looking for the next dates …'}
      </Text>
      <List size="sm" spacing={2}>
        {query.data?.dates.map(({ at, words }) => (
          <List.Item key={at}>{words}</List.Item>
        ))}
      </List>
    </Stack>
  );
}
