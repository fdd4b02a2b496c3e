/** The technician profile of a person: capacity, team, skills, languages, limits per channel. */

import { Button, Group, NumberInput, Select, Stack, Switch, TagsInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import { teamsQuery } from '@/api/technicians';
import type { PersonRef, SetTechnician, TechnicianRow } from '@/api/types';
import { Failed } from '@/ui/states';
import { tell } from '@/ui/toast';
import { ChannelLimits } from './channel-limits';
import { saveProfile } from './queries';
import { Skills } from './skills';

interface Props {
  person: PersonRef;
  technician?: TechnicianRow;
  onDone: () => void;
}

function profileOf(technician?: TechnicianRow): Required<SetTechnician> {
  return {
    capacity: technician?.capacity ?? 8,
    comfortable_capacity: technician?.comfortable_capacity ?? 5,
    team_id: technician?.team?.id ?? null,
    skills: technician?.skills ?? [],
    languages: technician?.languages ?? [],
    channels: technician?.channels ?? [],
    stays_online: technician?.stays_online ?? false,
  };
}

export function ProfileEditor({ person, technician, onDone }: Props) {
  const client = useQueryClient();
  const teams = useQuery(teamsQuery);
  const [draft, setDraft] = useState(() => profileOf(technician));
  const set = (part: Partial<SetTechnician>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => saveProfile(person.id, draft),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.technicians }),
        client.invalidateQueries({ queryKey: keys.people.all }),
      ]);
      tell(`${person.name}: profile saved.`);
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <Group grow align="flex-start">
          <NumberInput
            label="Capacity"
            description="Most tickets held at once"
            min={1}
            max={500}
            value={draft.capacity}
            onChange={(value) => set({ capacity: Number(value) })}
          />
          <NumberInput
            label="Comfortable"
            description="Above this, others come first"
            min={1}
            max={draft.capacity}
            value={draft.comfortable_capacity}
            onChange={(value) => set({ comfortable_capacity: Number(value) })}
          />
        </Group>
        <Select
          label="Team"
          placeholder="No team"
          clearable
          data={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.team_id}
          onChange={(team_id) => set({ team_id })}
        />
        <Skills skills={draft.skills} onChange={(skills) => set({ skills })} />
        <TagsInput
          label="Languages"
          description="Short codes like de or en. Without any, every language will do."
          placeholder={(draft.languages ?? []).length === 0 ? 'Any language' : undefined}
          maxTags={20}
          value={draft.languages ?? []}
          onChange={(languages) => set({ languages: languages.map((one) => one.toLowerCase()) })}
        />
        <ChannelLimits
          limits={draft.channels ?? []}
          capacity={draft.capacity}
          onChange={(channels) => set({ channels })}
        />
        <Switch
          label="Stays online without an open page"
          checked={draft.stays_online}
          onChange={(event) => set({ stays_online: event.currentTarget.checked })}
        />
        {save.isError && <Failed error={save.error} title="Not saved" />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save profile
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
