/** The two ticket lists: one's own, and everybody's. */

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import { TicketList } from '@/features/tickets/ticket-list';
import { places } from '@/lib/places';
import { Page } from '@/ui/page';

export function MyTicketsPage() {
  return (
    <Page
      title="My tickets"
      about="What you asked for, and where it stands."
      actions={
        <Button component={Link} to={places.submit} leftSection={<IconPlus size={17} />}>
          Submit a ticket
        </Button>
      }
    >
      <TicketList mine staff={false} />
    </Page>
  );
}

export function AllTicketsPage() {
  return (
    <Page title="All tickets" about="Filter, sort and search; the address keeps the view.">
      <TicketList mine={false} staff />
    </Page>
  );
}
