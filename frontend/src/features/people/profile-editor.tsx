/** The technician profile of a person: capacity, team, skills. */

import {
  ActionIcon,
  Button,
  Group,
  Modal,
  NumberInput,
  Select,
  Slider,
  Stack,
  Switch,
  Text,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import { teamsQuery } from '@/api/technicians';
import type { PersonRef, Skill } from '@/api/types';
import { Failed } from '@/ui/states';
import { tell } from '@/ui/toast';
import { CATEGORIES, choices, skillLabel } from '@/ui/vocabulary';
import { saveProfile, type Profile } from './queries';

const NEW_PROFILE = { capacity: 8, comfortable_capacity: 5, skills: [], stays_online: false };

interface Props {
  person: PersonRef;
  profile?: Omit<Profile, 'team_id'>;
  teamId?: string | null;
  onClose: () => void;
}

export function ProfileEditor({ person, profile = NEW_PROFILE, teamId = null, onClose }: Props) {
  const client = useQueryClient();
  const teams = useQuery(teamsQuery);
  const [draft, setDraft] = useState<Profile>({
    capacity: profile.capacity,
    comfortable_capacity: profile.comfortable_capacity,
    skills: profile.skills,
    stays_online: profile.stays_online,
    team_id: teamId,
  });
  const set = (part: Partial<Profile>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => saveProfile(person.id, draft),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.technicians }),
        client.invalidateQueries({ queryKey: keys.people.all }),
      ]);
      tell(`${person.name}: profile saved.`);
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={person.name} size="lg">
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
              min={0}
              max={500}
              value={draft.capacity}
              onChange={(value) => set({ capacity: Number(value) })}
            />
            <NumberInput
              label="Comfortable"
              description="Above this, others come first"
              min={0}
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
          <Switch
            label="Stays online without an open page"
            checked={draft.stays_online}
            onChange={(event) => set({ stays_online: event.currentTarget.checked })}
          />
          {save.isError && <Failed error={save.error} title="Not saved" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save profile
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Skills({ skills, onChange }: { skills: Skill[]; onChange: (skills: Skill[]) => void }) {
  const known = new Set(skills.map(({ skill }) => skill));
  const free = choices(CATEGORIES).filter(({ value }) => !known.has(value));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        Skills
      </Text>
      {skills.map(({ skill, proficiency }) => (
        <Group key={skill} wrap="nowrap" gap="md">
          <Text size="sm" w={90}>
            {skillLabel(skill)}
          </Text>
          <Slider
            flex={1}
            min={0}
            max={1}
            step={0.1}
            value={proficiency}
            thumbLabel={`Proficiency in ${skill}`}
            label={(value) => value.toFixed(1)}
            onChange={(value) =>
              onChange(
                skills.map((one) => (one.skill === skill ? { skill, proficiency: value } : one)),
              )
            }
          />
          <Text size="sm" w={26} className="tk-number">
            {proficiency.toFixed(1)}
          </Text>
          <ActionIcon
            aria-label={`Remove ${skill}`}
            onClick={() => onChange(skills.filter((one) => one.skill !== skill))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Select
        aria-label="Add a skill"
        placeholder="Add a skill"
        data={free}
        value={null}
        searchable
        onChange={(skill) => skill && onChange([...skills, { skill, proficiency: 0.7 }])}
      />
    </Stack>
  );
}
