/** The administrator's home: how things stand now. */

import { Anchor, Stack } from '@mantine/core';
import { Link } from 'react-router';
import { OverviewCharts } from '@/features/admin/charts';
import { CountCards } from '@/features/admin/count-cards';
import { TechnicianTable } from '@/features/people/technician-table';
import { RecentTickets } from '@/features/tickets/recent-tickets';
import { places } from '@/lib/places';
import { Page, Panel } from '@/ui/page';

export function OverviewPage() {
  return (
    <Page title="Overview" about="Live: it changes as tickets come and go.">
      <CountCards />
      <Panel
        title="Latest tickets"
        aside={
          <Anchor component={Link} to={places.tickets} size="sm">
            All tickets
          </Anchor>
        }
      >
        <RecentTickets />
      </Panel>
      <Stack gap="md">
        <OverviewCharts />
        <Panel
          title="Technicians"
          aside={
            <Anchor component={Link} to={places.people} size="sm">
              Skills and capacity
            </Anchor>
          }
        >
          <TechnicianTable editable={false} />
        </Panel>
      </Stack>
    </Page>
  );
}
