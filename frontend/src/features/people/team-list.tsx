/** Teams: who they are, who looks after them, and how each hands out its tickets. */

import { Button, Divider, Group, MultiSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconAdjustments, IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import { teamsQuery, techniciansQuery } from '@/api/technicians';
import type { ScopeSettings, TeamRow } from '@/api/types';
import { counted } from '@/lib/format';
import { Loaded } from '@/ui/loaded';
import { Empty } from '@/ui/states';
import { tellFailure } from '@/ui/toast';
import { STRATEGIES } from '@/ui/vocabulary';
import { makeTeam, setLeads } from './queries';
import { SettingsDrawer } from './settings-drawer';
import { ORGANISATION, settingsQueries } from './team-queries';

interface Edited {
  scope: string;
  name: string;
}

export function TeamList() {
  const query = useQuery(teamsQuery);
  const settings = useQuery(settingsQueries.teams());
  const [edited, setEdited] = useState<Edited | null>(null);
  const byTeam = new Map((settings.data ?? []).map((row) => [row.team?.id, row]));
  return (
    <Stack gap="lg">
      <Organisation
        onEdit={() => setEdited({ scope: ORGANISATION, name: 'The whole organisation' })}
      />
      <Divider />
      <Loaded query={query}>
        {(teams) =>
          teams.length === 0 ? (
            <Empty icon={IconUsersGroup} title="No teams yet">
              A team shares one way of handing out tickets. Without teams, everybody is one.
            </Empty>
          ) : (
            <Stack gap="lg" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
              {teams.map((team) => (
                <Team
                  key={team.id}
                  team={team}
                  settings={byTeam.get(team.id)}
                  onEdit={() => setEdited({ scope: team.id, name: team.name })}
                />
              ))}
            </Stack>
          )
        }
      </Loaded>
      <NewTeam />
      {edited && <SettingsDrawer {...edited} onClose={() => setEdited(null)} />}
    </Stack>
  );
}

function Organisation({ onEdit }: { onEdit: () => void }) {
  const query = useQuery(settingsQueries.one(ORGANISATION));
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={560}>The whole organisation</Text>
        <ChangeButton name="the whole organisation" onClick={onEdit} />
      </Group>
      <Loaded query={query}>{(settings) => <Strategy settings={settings} />}</Loaded>
    </Stack>
  );
}

function Strategy({ settings }: { settings: ScopeSettings }) {
  const { label, means } = STRATEGIES[settings.settings.strategy];
  return (
    <Text size="sm" c="dimmed">
      <Text span c="var(--mantine-color-text)" inherit>
        {label}.
      </Text>{' '}
      {settings.team !== null && !settings.is_own ? 'As the organisation.' : means}
    </Text>
  );
}

function ChangeButton({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      style={{ flex: 'none' }}
      leftSection={<IconAdjustments size={14} />}
      aria-label={`Change how ${name} hands out tickets`}
      onClick={onClick}
    >
      Change
    </Button>
  );
}

interface TeamProps {
  team: TeamRow;
  settings?: ScopeSettings;
  onEdit: () => void;
}

function Team({ team, settings, onEdit }: TeamProps) {
  return (
    <Stack component="li" gap={6} data-testid="team-row">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Text fw={560}>
          {team.name}{' '}
          <Text span c="dimmed" size="sm" style={{ whiteSpace: 'nowrap' }}>
            {counted(team.members, 'technician')}
          </Text>
        </Text>
        <ChangeButton name={team.name} onClick={onEdit} />
      </Group>
      {settings && <Strategy settings={settings} />}
      <Leads team={team} />
    </Stack>
  );
}

function Leads({ team }: { team: TeamRow }) {
  const client = useQueryClient();
  const technicians = useQuery(techniciansQuery);
  const change = useMutation({
    mutationFn: (leadIds: string[]) => setLeads(team.id, leadIds),
    onSettled: () => client.invalidateQueries({ queryKey: keys.teams }),
    onError: tellFailure,
  });
  const people = new Map(
    [...team.leads, ...(technicians.data ?? [])].map(({ id, name }) => [id, name]),
  );
  return (
    <MultiSelect
      size="xs"
      aria-label={`Leads of ${team.name}`}
      placeholder={team.leads.length === 0 ? 'Nobody looks after it yet' : undefined}
      searchable
      disabled={change.isPending}
      data={[...people].map(([value, label]) => ({ value, label }))}
      value={team.leads.map(({ id }) => id)}
      onChange={(ids) => change.mutate(ids)}
    />
  );
}

function NewTeam() {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const make = useMutation({
    mutationFn: () => makeTeam({ name: name.trim() }),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.teams }),
        client.invalidateQueries({ queryKey: keys.assignmentSettings.all }),
      ]);
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
