/** Submit a ticket. */

import { Card } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { storeTicket } from '@/api/cache';
import { SubmitForm } from '@/features/tickets/submit-form';
import { Advice } from '@/features/triage/advice';
import { places } from '@/lib/places';
import { Page } from '@/ui/page';
import { tell } from '@/ui/toast';

export function SubmitPage() {
  const navigate = useNavigate();
  const client = useQueryClient();
  return (
    <Page
      title="Submit a ticket"
      about="Say it in your own words. You will see its priority, and who has it, in a moment."
      width={1120}
    >
      <Card className="tk-card" p={{ base: 'md', sm: 'xl' }}>
        <SubmitForm
          advice={(draft, change) => <Advice writing={draft} onChange={change} />}
          onSubmitted={(ticket) => {
            storeTicket(client, ticket);
            tell(`${ticket.reference} is with us.`);
            void navigate(places.ticket(ticket.id));
          }}
        />
      </Card>
    </Page>
  );
}
