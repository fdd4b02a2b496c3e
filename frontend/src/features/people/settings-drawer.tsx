/** How one team, or the organisation, hands out its tickets, with every earlier version. */

import { Button, Drawer, Group, SegmentedControl, Stack, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ScopeSettings } from '@/api/types';
import { Loaded } from '@/ui/loaded';
import { Failed } from '@/ui/states';
import { SettingsFields, type Settings } from './settings-fields';
import { StrategyChooser } from './strategy-chooser';
import { saveAssignmentSettings, settingsQueries } from './team-queries';
import { useSettingsChange } from './use-settings-change';
import { Versions } from './versions';

interface Props {
  scope: string;
  name: string;
  onClose: () => void;
}

export function SettingsDrawer({ scope, name, onClose }: Props) {
  const query = useQuery(settingsQueries.one(scope));
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={name}>
      <Tabs defaultValue="settings" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
          <Tabs.Tab value="versions">History</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="settings">
          <Loaded query={query}>
            {(counts) => (
              <Editor key={counts.version} scope={scope} counts={counts} onClose={onClose} />
            )}
          </Loaded>
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Loaded query={query}>{(counts) => <Versions scope={scope} counts={counts} />}</Loaded>
        </Tabs.Panel>
      </Tabs>
    </Drawer>
  );
}

interface EditorProps {
  scope: string;
  counts: ScopeSettings;
  onClose: () => void;
}

function Editor({ scope, counts, onClose }: EditorProps) {
  const isTeam = counts.team !== null;
  const [own, setOwn] = useState(counts.is_own || !isTeam);
  const [draft, setDraft] = useState<Settings>(counts.settings);
  const change = useSettingsChange(scope, counts);
  const set = (part: Partial<Settings>) => setDraft((before) => ({ ...before, ...part }));
  const changed =
    own !== (counts.is_own || !isTeam) ||
    (own && JSON.stringify(draft) !== JSON.stringify(counts.settings));
  const save = () =>
    change.mutate(
      {
        run: () => saveAssignmentSettings(scope, counts.version, own ? draft : null),
        done: `${counts.team?.name ?? 'The organisation'} hands out tickets by the new settings.`,
      },
      { onSuccess: onClose },
    );
  return (
    <Stack gap="lg">
      {isTeam && (
        <SegmentedControl
          aria-label="Settings of this team"
          data={[
            { value: 'follows', label: 'As the organisation' },
            { value: 'own', label: 'Of its own' },
          ]}
          value={own ? 'own' : 'follows'}
          onChange={(value) => setOwn(value === 'own')}
        />
      )}
      {own ? (
        <>
          <StrategyChooser value={draft.strategy} onChange={(strategy) => set({ strategy })} />
          <SettingsFields settings={draft} onChange={set} />
        </>
      ) : (
        <Text size="sm" c="dimmed">
          This team hands out its tickets as the organisation does, now and after later changes.
        </Text>
      )}
      {change.isError && <Failed error={change.error} title="Not saved" />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={!changed} loading={change.isPending} onClick={save}>
          Save settings
        </Button>
      </Group>
    </Stack>
  );
}
