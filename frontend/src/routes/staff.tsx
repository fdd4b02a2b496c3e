/** The pages of staff that show one feature each. */

import { Card, Stack, Tabs, Text } from '@mantine/core';
import { isAdministrator, useMe } from '@/api/session';
import { ParkedList } from '@/features/admin/parked-list';
import { WaitingList } from '@/features/assignment/waiting-list';
import { FeedbackList, FeedbackSummary } from '@/features/feedback/feedback-list';
import { CalendarList } from '@/features/people/calendar-list';
import { PeopleSettingsPanel } from '@/features/people/people-settings';
import { PeopleTable } from '@/features/people/people-table';
import { TeamList } from '@/features/people/team-list';
import { TechnicianTable } from '@/features/people/technician-table';
import { OpeningWords } from '@/features/tickets/opening-words';
import { TicketRows } from '@/features/tickets/ticket-rows';
import { ReviewQueue } from '@/features/triage/review-queue';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';

export function WaitingPage() {
  return (
    <Page title="Waiting" about="Nobody has these yet. Each says why.">
      <WaitingList
        rows={(tickets) => {
          const since = new Map(tickets.map((ticket) => [ticket.id, ticket.waiting_since]));
          return (
            <TicketRows
              tickets={tickets}
              extra={(ticket) => (
                <Text
                  size="sm"
                  mt={4}
                  component="span"
                  display="block"
                  data-testid="waiting-reason"
                >
                  {ticket.waiting_reason ?? 'Waiting'} (since{' '}
                  <Moment at={since.get(ticket.id) ?? ticket.created_at} span />)
                </Text>
              )}
            />
          );
        }}
      />
    </Page>
  );
}

export function ReviewPage() {
  return (
    <Page
      title="Review"
      about="The model was not sure about these. Confirm or correct: both teach it."
      width={1080}
    >
      <ReviewQueue words={(row) => <OpeningWords ticket={row} />} />
    </Page>
  );
}

export function PeoplePage() {
  const administrator = isAdministrator(useMe());
  return (
    <Page title="People" about="Who can help, how much they hold, and what they know.">
      <Tabs defaultValue="technicians" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="technicians">Technicians</Tabs.Tab>
          {administrator && <Tabs.Tab value="teams">Teams</Tabs.Tab>}
          {administrator && <Tabs.Tab value="calendars">Calendars</Tabs.Tab>}
          {administrator && <Tabs.Tab value="accounts">Accounts</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="technicians">
          <Card className="tk-card">
            <TechnicianTable editable={administrator} searchable />
          </Card>
          {administrator && (
            <Card className="tk-card" mt="md">
              <PeopleSettingsPanel />
            </Card>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="teams">
          <Card className="tk-card" maw={720}>
            <TeamList />
          </Card>
        </Tabs.Panel>
        <Tabs.Panel value="calendars">
          <Card className="tk-card" maw={720}>
            <CalendarList />
          </Card>
        </Tabs.Panel>
        <Tabs.Panel value="accounts">
          <Card className="tk-card">
            <PeopleTable />
          </Card>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

export function FeedbackPage() {
  return (
    <Page title="Feedback" about="What requesters said after their ticket was solved." width={860}>
      <Stack>
        <FeedbackSummary />
        <FeedbackList />
      </Stack>
    </Page>
  );
}

export function OperationsPage() {
  return (
    <Page title="Operations" about="Deliveries that failed too often and were parked." width={860}>
      <ParkedList />
    </Page>
  );
}
