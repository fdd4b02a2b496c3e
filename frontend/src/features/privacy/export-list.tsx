/** All exports of people's data. */

import { Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconFileZip } from '@tabler/icons-react';
import { Endless } from '@/ui/endless';
import { Panel } from '@/ui/page';
import { Empty } from '@/ui/states';
import { ExportLine } from './export-line';
import { privacyQueries } from './queries';

export function ExportList() {
  const query = useInfiniteQuery(privacyQueries.exports());
  return (
    <Panel title="Exports" testId="exports">
      <Endless
        query={query}
        empty={
          <Empty icon={IconFileZip} title="Nobody asked for anybody's data yet">
            Each file can be fetched for seven days; who fetched it stands in the history.
          </Empty>
        }
      >
        {(rows) => (
          <Stack gap="sm">
            {rows.map((row) => (
              <ExportLine key={row.id} row={row} named />
            ))}
          </Stack>
        )}
      </Endless>
    </Panel>
  );
}
