/** A technician's home: their own queue. */

import { Button, Text } from '@mantine/core';
import { IconCoffee } from '@tabler/icons-react';
import { Link } from 'react-router';
import { WorkQueue } from '@/features/assignment/work-queue';
import { TicketRows } from '@/features/tickets/ticket-rows';
import { places } from '@/lib/places';
import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

export function QueuePage() {
  return (
    <Page title="My queue" about="Most pressing first. New tickets appear here by themselves.">
      <WorkQueue
        rows={(tickets, label, noteOf) => (
          <TicketRows
            tickets={tickets}
            label={label}
            extra={(ticket) => {
              const note = noteOf(ticket);
              return (
                note && (
                  <Text size="sm" mt={4} component="span" display="block">
                    {note}
                  </Text>
                )
              );
            }}
          />
        )}
        empty={
          <Empty
            icon={IconCoffee}
            title="Your queue is empty"
            action={
              <Button component={Link} to={places.waiting} variant="default">
                See who is waiting
              </Button>
            }
          >
            While you are online, the next ticket that fits you comes by itself.
          </Empty>
        }
      />
    </Page>
  );
}
