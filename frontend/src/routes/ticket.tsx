/** The ticket page: where tickets, triage, assignment and feedback meet. */

import { Box, Button, Grid, Group, Stack, Tabs, Text } from '@mantine/core';
import { useDocumentTitle, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconEyeCheck, IconTicketOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import { ApiProblem } from '@/api/problem';
import { isStaff, useMe } from '@/api/session';
import type { TicketDetail } from '@/api/types';
import { WhyPanel } from '@/features/assignment/why-panel';
import { RatingForm } from '@/features/feedback/rating-form';
import { Composer } from '@/features/tickets/composer';
import { Conversation } from '@/features/tickets/conversation';
import { Facts } from '@/features/tickets/facts';
import { History } from '@/features/tickets/history';
import { Progress } from '@/features/tickets/progress';
import { ticketQueries } from '@/features/tickets/queries';
import { StatusActions } from '@/features/tickets/status-actions';
import { TicketTitle } from '@/features/tickets/ticket-title';
import { Watchers } from '@/features/tickets/watchers';
import { ReviewForm } from '@/features/triage/review-form';
import { SimilarPanel } from '@/features/triage/similar-panel';
import { TriagePanel } from '@/features/triage/triage-panel';
import { DuePanel } from '@/features/workflow/due-panel';
import { isReference, places } from '@/lib/places';
import { BackLink } from '@/ui/back-link';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { Empty, PageSkeleton } from '@/ui/states';
import { PriorityBadge, StatusBadge } from '@/ui/status-badges';
import { homeOf } from './home';

export function TicketPage() {
  const { ticketId = '' } = useParams();
  return isReference(ticketId) ? (
    <ByReference reference={ticketId.toUpperCase()} />
  ) : (
    <ById id={ticketId} />
  );
}

function ByReference({ reference }: { reference: string }) {
  const query = useQuery(ticketQueries.byReference(reference));
  if (isMissing(query.error)) return <MissingTicket />;
  return (
    <Loaded query={query} waiting={<PageSkeleton />}>
      {({ id }) => <Navigate to={places.ticket(id)} replace />}
    </Loaded>
  );
}

/** Not there, not visible, or no id at all: for the reader that is one and the same. */
function isMissing(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 404 || error.status === 422);
}

function MissingTicket() {
  return (
    <Empty
      isPage
      icon={IconTicketOff}
      title="There is no such ticket"
      action={
        <Button component={Link} to={places.home}>
          Go to the start
        </Button>
      }
    >
      It does not exist, or it is not yours to see.
    </Empty>
  );
}

function ById({ id }: { id: string }) {
  const query = useQuery(ticketQueries.detail(id));
  if (isMissing(query.error)) return <MissingTicket />;
  return (
    <Loaded query={query} waiting={<PageSkeleton />}>
      {(ticket) => <Ticket key={ticket.id} ticket={ticket} />}
    </Loaded>
  );
}

function Ticket({ ticket }: { ticket: TicketDetail }) {
  const me = useMe();
  const staff = isStaff(me);
  const wide = useMediaQuery('(min-width: 75em)', window.innerWidth >= 1200);
  useDocumentTitle(`${ticket.reference} ${ticket.subject} · Tikify`);
  const similar = <SimilarPanel ticket={ticket} />;
  const side = <Side ticket={ticket} staff={staff} similar={wide && similar} />;
  return (
    <Stack gap="lg" maw={1360} mx="auto" w="100%">
      <Box>
        <BackLink to={homeOf(me)}>Back</BackLink>
        <Header ticket={ticket} />
      </Box>
      {!staff && <Progress ticket={ticket} />}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Tabs defaultValue="conversation" keepMounted={false}>
            <Tabs.List mb="md">
              <Tabs.Tab value="conversation">Conversation</Tabs.Tab>
              <Tabs.Tab value="history">History</Tabs.Tab>
              {!wide && <Tabs.Tab value="details">Details</Tabs.Tab>}
            </Tabs.List>
            <Tabs.Panel value="conversation">
              <Stack gap="md">
                {!staff && <RatingForm ticket={ticket} />}
                <Conversation ticket={ticket} />
                <Composer ticket={ticket} />
                {staff && <RatingForm ticket={ticket} />}
                {!wide && similar}
              </Stack>
            </Tabs.Panel>
            <Tabs.Panel value="history">
              <History ticketId={ticket.id} />
            </Tabs.Panel>
            {!wide && <Tabs.Panel value="details">{side}</Tabs.Panel>}
          </Tabs>
        </Grid.Col>
        {wide && <Grid.Col span={4}>{side}</Grid.Col>}
      </Grid>
    </Stack>
  );
}

function Header({ ticket }: { ticket: TicketDetail }) {
  return (
    <Group justify="space-between" align="flex-start" mt={6} gap="sm">
      <Stack gap={8} miw={0} flex="1 1 340px">
        <TicketTitle ticket={ticket} />
        <Group gap="xs">
          <Text size="sm" c="dimmed" className="tk-number" data-testid="reference">
            {ticket.reference}
          </Text>
          <StatusBadge status={ticket.status} />
          <PriorityBadge priority={ticket.priority} />
        </Group>
      </Stack>
      <StatusActions ticket={ticket} />
    </Group>
  );
}

interface SideProps {
  ticket: TicketDetail;
  staff: boolean;
  similar: ReactNode;
}

function Side({ ticket, staff, similar }: SideProps): ReactNode {
  return (
    <Stack gap="md">
      {staff && <DuePanel ticketId={ticket.id} />}
      <WhyPanel ticket={ticket} />
      {ticket.needs_review && ticket.may.override_priority && (
        <Panel
          title={
            <Group gap={6} component="span">
              <IconEyeCheck size={16} aria-hidden /> Review
            </Group>
          }
        >
          <ReviewForm
            key={ticket.version}
            ticket={ticket}
            impact={ticket.impact}
            urgency={ticket.urgency}
          />
        </Panel>
      )}
      {similar}
      <TriagePanel ticketId={ticket.id} />
      <Facts ticket={ticket} />
      {staff && <Watchers ticket={ticket} />}
    </Stack>
  );
}
