/** Where a ticket stands, in the five steps that its requester cares about. */

import { Stepper } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { TicketDetail } from '@/api/types';

/** Steps done so far: sent, read, given to somebody, in work, solved. */
export function stepsDone(ticket: TicketDetail): number {
  if (ticket.status === 'solved' || ticket.status === 'closed') return 5;
  if (ticket.status === 'in_progress' || ticket.status === 'waiting_on_requester') return 4;
  if (ticket.assignee) return 3;
  return ticket.triaged_at ? 2 : 1;
}

export function Progress({ ticket }: { ticket: TicketDetail }) {
  const narrow = useMediaQuery('(max-width: 48em)');
  const steps = [
    { label: 'Sent', about: ticket.reference },
    { label: 'Read', about: ticket.triaged_at ? 'Priority set' : 'Reading…' },
    { label: 'Assigned', about: ticket.assignee?.name ?? 'Looking for somebody' },
    { label: 'In work', about: ticket.status === 'waiting_on_requester' ? 'Waiting on you' : '' },
    { label: 'Solved', about: '' },
  ];
  const done = stepsDone(ticket);
  return (
    <Stepper
      active={done}
      size="xs"
      iconSize={24}
      orientation={narrow ? 'vertical' : 'horizontal'}
      aria-label="Progress"
      data-testid="progress"
    >
      {steps.map(({ label, about }, step) => (
        <Stepper.Step
          key={label}
          label={label}
          description={about || undefined}
          loading={step === done && step < 3 && ticket.status !== 'reopened'}
          allowStepSelect={false}
        />
      ))}
    </Stepper>
  );
}
