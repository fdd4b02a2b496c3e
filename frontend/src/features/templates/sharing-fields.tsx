/** Name, folder and audience: what templates and macros have in common. */

import { Group, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '@/api/session';
import { teamsQuery } from '@/api/technicians';
import type { ReplyTemplate } from '@/api/types';
import { choices } from '@/ui/vocabulary';
import { AUDIENCES } from './template-words';

export interface Sharing {
  name: string;
  folder: string;
  audience: ReplyTemplate['audience'];
  team_id: string | null;
}

interface Props {
  value: Sharing;
  onChange: (part: Partial<Sharing>) => void;
}

export function SharingFields({ value, onChange }: Props) {
  const me = useMe();
  const teams = useQuery(teamsQuery);
  const shares = me?.role === 'administrator';
  return (
    <Stack gap="sm">
      <Group grow align="flex-start">
        <TextInput
          label="Name"
          required
          maxLength={80}
          data-autofocus
          value={value.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <TextInput
          label="Folder"
          placeholder="None"
          maxLength={80}
          value={value.folder}
          onChange={(event) => onChange({ folder: event.currentTarget.value })}
        />
      </Group>
      {shares && (
        <Group grow align="flex-start">
          <Select
            label="Who finds it"
            allowDeselect={false}
            data={choices(AUDIENCES)}
            value={value.audience}
            onChange={(audience) =>
              onChange({
                audience: audience as Sharing['audience'],
                team_id: audience === 'team' ? (teams.data?.[0]?.id ?? null) : null,
              })
            }
          />
          {value.audience === 'team' && (
            <Select
              label="Team"
              required
              allowDeselect={false}
              data={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              value={value.team_id}
              onChange={(team_id) => onChange({ team_id })}
            />
          )}
        </Group>
      )}
    </Stack>
  );
}
