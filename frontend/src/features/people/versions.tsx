/** Who changed the settings, when and to what; and the way back to any of them. */

import { Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import type { ScopeSettings, SettingsVersion } from '@/api/types';
import { momentOf, words } from '@/lib/format';
import { Empty, Failed, RowSkeletons } from '@/ui/states';
import { STRATEGIES } from '@/ui/vocabulary';
import type { Settings } from './settings-fields';
import { restoreSettings, settingsQueries } from './team-queries';
import { useSettingsChange } from './use-settings-change';

interface Props {
  scope: string;
  counts: ScopeSettings;
}

function told(value: Settings[keyof Settings]): string {
  if (value === null) return 'off';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'object' ? Object.values(value).join(' / ') : `${value}`;
}

/** What a version changed against the one before it, in a line. */
export function differenceOf(after: Settings | null, before: Settings | null): string {
  if (after === null) return 'Follows the organisation, or the product';
  const fields = (Object.keys(after) as (keyof Settings)[]).filter(
    (name) => before === null || JSON.stringify(after[name]) !== JSON.stringify(before[name]),
  );
  if (before === null || fields.length === 0) return STRATEGIES[after.strategy].label;
  return fields
    .map((name) =>
      name === 'strategy'
        ? STRATEGIES[after.strategy].label
        : `${words(name)} ${told(before[name])} → ${told(after[name])}`,
    )
    .join(', ');
}

export function Versions({ scope, counts }: Props) {
  const query = useInfiniteQuery(settingsQueries.versions(scope));
  if (query.isPending) return <RowSkeletons rows={3} />;
  if (query.isError && !query.data) {
    return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  }
  const versions = query.data.pages.flatMap(({ items }) => items);
  if (versions.length === 0) {
    return (
      <Empty icon={IconHistory} title="Never changed">
        Every change is kept here with who made it, and any of them can be brought back.
      </Empty>
    );
  }
  return (
    <Stack component="ol" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
      {versions.map((version, index) => (
        <Row
          key={version.version}
          scope={scope}
          counts={counts}
          version={version}
          before={versions[index + 1]?.settings ?? null}
        />
      ))}
      {query.hasNextPage && (
        <Button
          variant="default"
          mx="auto"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </Stack>
  );
}

interface RowProps extends Props {
  version: SettingsVersion;
  before: Settings | null;
}

function Row({ scope, counts, version, before }: RowProps) {
  const change = useSettingsChange(scope, counts);
  const isNewest = version.version === counts.version;
  return (
    <Group
      component="li"
      justify="space-between"
      align="flex-start"
      wrap="nowrap"
      data-testid="settings-version"
    >
      <div>
        <Text size="sm" fw={540}>
          Version {version.version}
          {isNewest && ' · counts now'}
        </Text>
        <Text size="sm">{differenceOf(version.settings, before)}</Text>
        <Text size="xs" c="dimmed">
          {version.by ? `${version.by.name}, ` : ''}
          {momentOf(version.at)}
          {version.restores !== null && ` · brought back version ${version.restores}`}
        </Text>
        {change.isError && <Failed error={change.error} title="Not brought back" />}
      </div>
      {!isNewest && (
        <Button
          size="compact-sm"
          variant="subtle"
          style={{ flex: 'none' }}
          loading={change.isPending}
          aria-label={`Bring back version ${version.version}`}
          onClick={() =>
            change.mutate({
              run: () => restoreSettings(scope, version.version),
              done: `Version ${version.version} counts again.`,
            })
          }
        >
          Bring back
        </Button>
      )}
    </Group>
  );
}
