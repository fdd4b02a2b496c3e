/** Teams, and how each hands out its tickets. */

import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import { teamsQuery } from '@/api/technicians';
import type { Strategy, TeamRow } from '@/api/types';
import { Loaded } from '@/ui/loaded';
import { Empty } from '@/ui/states';
import { tell, tellFailure } from '@/ui/toast';
import { choices, STRATEGIES } from '@/ui/vocabulary';
import { changeTeam, makeTeam } from './queries';

export function TeamList() {
  const query = useQuery(teamsQuery);
  return (
    <Stack gap="lg">
      <Loaded query={query}>
        {(teams) =>
          teams.length === 0 ? (
            <Empty icon={IconUsersGroup} title="No teams yet">
              A team shares one way of handing out tickets. Without teams, everybody is one.
            </Empty>
          ) : (
            <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
              {teams.map((team) => (
                <Team key={team.id} team={team} />
              ))}
            </Stack>
          )
        }
      </Loaded>
      <NewTeam />
    </Stack>
  );
}

function Team({ team }: { team: TeamRow }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (strategy: Strategy) => changeTeam(team.id, { strategy }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.teams });
      tell(`${team.name} hands out tickets another way now.`);
    },
    onError: tellFailure,
  });
  return (
    <Group component="li" justify="space-between">
      <Text fw={560}>{team.name}</Text>
      <Select
        aria-label={`Strategy of ${team.name}`}
        w={200}
        allowDeselect={false}
        disabled={change.isPending}
        data={choices(STRATEGIES)}
        value={team.strategy}
        onChange={(value) => value && change.mutate(value as Strategy)}
      />
    </Group>
  );
}

function NewTeam() {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const make = useMutation({
    mutationFn: () => makeTeam({ name: name.trim(), strategy: 'weighted_least_load' }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.teams });
      setName('');
    },
    onError: tellFailure,
  });
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (name.trim()) make.mutate();
      }}
    >
      <Group align="flex-end">
        <TextInput
          label="New team"
          placeholder="Network"
          maxLength={80}
          flex={1}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="light"
          leftSection={<IconPlus size={16} />}
          loading={make.isPending}
          disabled={!name.trim()}
        >
          Add team
        </Button>
      </Group>
    </form>
  );
}
