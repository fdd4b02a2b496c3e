/** Tickets that nobody has, each with the reason. */

import { Card } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconMoodSmile } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { WaitingRow } from '@/api/types';
import { Endless } from '@/ui/endless';
import { Empty } from '@/ui/states';
import { assignmentQueries } from './queries';

export function WaitingList({ rows }: { rows: (tickets: WaitingRow[]) => ReactNode }) {
  const query = useInfiniteQuery(assignmentQueries.waiting());
  return (
    <Endless
      query={query}
      empty={
        <Card className="tk-card">
          <Empty icon={IconMoodSmile} title="Nobody is waiting">
            Every open ticket has a technician. A ticket that finds none will stand here with the
            reason.
          </Empty>
        </Card>
      }
    >
      {rows}
    </Endless>
  );
}
