/** The ticket page: where tickets, triage, assignment and feedback meet. */

import { Button, Group, Stack, Tabs } from '@mantine/core';
import { useDocumentTitle, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconEyeCheck, IconTicketOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import { ApiProblem } from '@/api/problem';
import { isStaff, useMe } from '@/api/session';
import type { TicketDetail } from '@/api/types';
import { OfferStrip } from '@/features/assignment/offer-strip';
import { WhyPanel } from '@/features/assignment/why-panel';
import { HandOverButton } from '@/features/collaboration/hand-over';
import { HereStrip } from '@/features/collaboration/here-strip';
import { SideBySide } from '@/features/collaboration/side-by-side';
import { EscalateButton, EscalationBanner } from '@/features/escalation/escalation-banner';
import { ApprovalPanel } from '@/features/approvals/approval-panel';
import { ClosingNote } from '@/features/feedback/closing-note';
import { RatingForm } from '@/features/feedback/rating-form';
import { TicketRules } from '@/features/rules/ticket-rules';
import { MergedMessages } from '@/features/relations/merged-messages';
import { RelationsPanel } from '@/features/relations/relations-panel';
import { MacroMenu } from '@/features/templates/macro-menu';
import { TemplatePicker } from '@/features/templates/template-picker';
import { Composer, COMPOSER_ID } from '@/features/tickets/composer';
import { Conversation } from '@/features/tickets/conversation';
import { Facts } from '@/features/tickets/facts';
import { History } from '@/features/tickets/history';
import { Progress } from '@/features/tickets/progress';
import { ticketQueries } from '@/features/tickets/queries';
import { TicketHead } from '@/features/tickets/ticket-head';
import { TimePanel } from '@/features/tickets/time-panel';
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
import { homeOf } from './home';
import { MergeInto, TicketIncident } from './ticket-relations';
import { useTicketKeys } from './use-ticket-keys';
import classes from './ticket.module.css';

export function TicketPage() {
  const { ticketId = '' } = useParams();
  const me = useMe();
  if (isReference(ticketId)) return <ByReference reference={ticketId.toUpperCase()} />;
  return (
    <div className={classes.page}>
      <BackLink to={homeOf(me)}>Back</BackLink>
      <TicketView ticketId={ticketId} />
    </div>
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

interface ViewProps {
  ticketId: string;
  /** Fill the pane that it stands in and scroll inside, instead of growing with the page. */
  isPane?: boolean;
  onClose?: () => void;
}

export function TicketView({ ticketId, isPane = false, onClose }: ViewProps) {
  const query = useQuery(ticketQueries.detail(ticketId));
  if (isMissing(query.error)) return <MissingTicket />;
  const waiting = (
    <div className={classes.waiting}>
      <PageSkeleton />
    </div>
  );
  return (
    <Loaded query={query} waiting={waiting}>
      {(ticket) => <Ticket key={ticket.id} {...{ ticket, isPane, onClose }} />}
    </Loaded>
  );
}

interface TicketProps extends Omit<ViewProps, 'ticketId'> {
  ticket: TicketDetail;
}

function Ticket({ ticket, isPane, onClose }: TicketProps) {
  const staff = isStaff(useMe());
  const wide = useMediaQuery('(min-width: 75em)', window.innerWidth >= 1200);
  useDocumentTitle(`${ticket.reference} ${ticket.subject} · Tikify`);
  useTicketKeys({ ticket: staff ? ticket : null });
  const similar = (
    <SimilarPanel
      ticket={ticket}
      deed={(duplicate) => <MergeInto ticket={ticket} duplicate={duplicate} />}
    />
  );
  const side = <Side ticket={ticket} staff={staff} similar={wide && similar} />;
  return (
    <article className={classes.ticket} data-pane={isPane || undefined} aria-label={ticket.subject}>
      <TicketHead
        ticket={ticket}
        actions={staff && <MacroMenu ticket={ticket} />}
        {...(onClose ? { onClose } : {})}
      />
      {staff && <OfferStrip ticket={ticket} />}
      {staff && <EscalationBanner ticket={ticket} />}
      {staff && <TicketIncident ticket={ticket} />}
      {!staff && <Progress ticket={ticket} />}
      <div className={classes.columns} data-wide={wide || undefined}>
        <Tabs defaultValue="conversation" keepMounted={false} className={classes.main}>
          {!(wide && staff) && (
            <Tabs.List className={classes.tabs}>
              <Tabs.Tab value="conversation">Conversation</Tabs.Tab>
              <Tabs.Tab value="history">History</Tabs.Tab>
              {!wide && <Tabs.Tab value="details">Details</Tabs.Tab>}
            </Tabs.List>
          )}
          <Tabs.Panel value="conversation" className={classes.talk}>
            <div className={classes.thread}>
              <Stack gap="md">
                <ApprovalPanel ticket={ticket} />
                {!staff && <ClosingNote ticket={ticket} />}
                {!staff && <RatingForm ticket={ticket} />}
                <Conversation ticket={ticket} />
                <MergedMessages ticketId={ticket.id} />
                {staff && <RatingForm ticket={ticket} />}
                {!wide && staff && similar}
              </Stack>
            </div>
            <div className={classes.writing}>
              {staff && <HereStrip ticketId={ticket.id} />}
              <Composer
                ticket={ticket}
                {...(staff && {
                  tools: (text, onText) => (
                    <TemplatePicker
                      ticketId={ticket.id}
                      inputId={COMPOSER_ID}
                      text={text}
                      onText={onText}
                    />
                  ),
                })}
              />
            </div>
            {!wide && !staff && similar}
          </Tabs.Panel>
          <Tabs.Panel value="history" className={classes.thread}>
            <History ticketId={ticket.id} />
          </Tabs.Panel>
          {!wide && (
            <Tabs.Panel value="details" className={classes.thread}>
              {side}
            </Tabs.Panel>
          )}
        </Tabs>
        {wide && (
          <aside className={classes.side}>
            {staff ? (
              <SideBySide details={side} history={<History ticketId={ticket.id} />} />
            ) : (
              side
            )}
          </aside>
        )}
      </div>
    </article>
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
      {staff && <DuePanel ticketId={ticket.id} />}
      {staff && <TimePanel ticketId={ticket.id} />}
      <WhyPanel ticket={ticket} />
      <HandOverButton ticket={ticket} />
      {staff && <EscalateButton ticket={ticket} />}
      {similar}
      <RelationsPanel ticket={ticket} />
      {staff && <TicketRules ticket={ticket} />}
      <Facts ticket={ticket} />
      <TriagePanel ticketId={ticket.id} />
      {staff && <Watchers ticket={ticket} />}
    </Stack>
  );
}
