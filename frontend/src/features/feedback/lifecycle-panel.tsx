/** What happens after a solution: asking for a rating, reminding, closing. */

import { Button, Group, NumberInput, Select, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { calendarNames } from '@/api/technicians';
import { keys } from '@/api/keys';
import type { LifecycleSettings, SetLifecycle } from '@/api/types';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { saveLifecycle, surveyQueries } from './survey-queries';

export function LifecyclePanel() {
  const query = useQuery(surveyQueries.settings());
  return (
    <Panel title="After a solution" testId="lifecycle">
      <Loaded query={query}>
        {(settings) => <Form key={settings.version} settings={settings} />}
      </Loaded>
    </Panel>
  );
}

function wantedOf(settings: LifecycleSettings): SetLifecycle {
  const { version, close_after_days, calendar_id, asks, ask_after_hours, remind_after_days } =
    settings;
  return { version, close_after_days, calendar_id, asks, ask_after_hours, remind_after_days };
}

function Form({ settings }: { settings: LifecycleSettings }) {
  const client = useQueryClient();
  const calendars = useQuery(calendarNames);
  const [draft, setDraft] = useState(wantedOf(settings));
  const set = (part: Partial<SetLifecycle>) => setDraft({ ...draft, ...part });
  const keep = (next: LifecycleSettings) => client.setQueryData(keys.lifecycle, next);
  const undo = useMutation({ mutationFn: saveLifecycle, onSuccess: keep, onError: tellFailure });
  const save = useMutation({
    mutationFn: () => saveLifecycle(draft),
    onSuccess: (next) => {
      keep(next);
      tellUndoable({
        name: 'lifecycle',
        message: 'Saved, for tickets that are solved from now on.',
        undo: () => undo.mutate({ ...wantedOf(settings), version: next.version }),
      });
    },
    onError: tellFailure,
  });
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <Text size="sm">{settings.sentence}</Text>
        <Group align="flex-end" gap="sm">
          <NumberInput
            label="Close by itself after so many working days"
            placeholder="Never"
            min={1}
            max={90}
            allowDecimal={false}
            value={draft.close_after_days ?? ''}
            onChange={(days) => set({ close_after_days: typeof days === 'number' ? days : null })}
          />
          <Select
            label="Whose working days"
            placeholder="Every day"
            clearable
            data={calendars.data ?? []}
            value={draft.calendar_id ?? null}
            onChange={(id) => set({ calendar_id: id })}
          />
        </Group>
        <Switch
          label="Ask the requester for a rating"
          checked={draft.asks}
          onChange={(event) => set({ asks: event.currentTarget.checked })}
        />
        {draft.asks && (
          <Group align="flex-end" gap="sm">
            <NumberInput
              label="So many hours after the solution"
              min={0}
              max={720}
              allowDecimal={false}
              value={draft.ask_after_hours}
              onChange={(hours) => typeof hours === 'number' && set({ ask_after_hours: hours })}
            />
            <NumberInput
              label="Remind once after so many days"
              placeholder="Never"
              min={1}
              max={90}
              allowDecimal={false}
              value={draft.remind_after_days ?? ''}
              onChange={(days) =>
                set({ remind_after_days: typeof days === 'number' ? days : null })
              }
            />
          </Group>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
