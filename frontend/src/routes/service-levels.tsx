/** The administrator's page about what is promised within which time. */

import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { PolicyList } from '@/features/workflow/policy-list';
import { PolicyVersions } from '@/features/workflow/policy-versions';
import { slaQueries } from '@/features/workflow/sla-queries';
import { Loaded } from '@/ui/loaded';
import { Page } from '@/ui/page';

export function ServiceLevelsPage() {
  const query = useQuery(slaQueries.current());
  return (
    <Page
      title="Service levels"
      about="What people may expect within which working time, and who is warned before it is up."
      width={960}
    >
      <Loaded query={query}>
        {(levels) => (
          <Stack gap="md">
            <PolicyList key={levels.version} levels={levels} />
            <PolicyVersions current={levels.version} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
