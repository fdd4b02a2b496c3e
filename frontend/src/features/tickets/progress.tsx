/** Where a ticket stands, in the five steps that its requester cares about. */

import { VisuallyHidden } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { TicketDetail } from '@/api/types';
import classes from './progress.module.css';

const OVER = new Set(['solved', 'closed']);
const IN_WORK = new Set(['in_progress', 'waiting_on_requester']);

/** Steps done so far: sent, read, given to somebody, in work, solved. */
export function stepsDone(
  ticket: Pick<TicketDetail, 'status' | 'assignee' | 'triaged_at'>,
): number {
  if (OVER.has(ticket.status)) return 5;
  if (IN_WORK.has(ticket.status)) return 4;
  if (ticket.assignee) return 3;
  return ticket.triaged_at ? 2 : 1;
}

function stepsOf(ticket: TicketDetail) {
  const over = OVER.has(ticket.status);
  return [
    { label: 'Sent', about: ticket.reference },
    { label: 'Read', about: ticket.triaged_at ? 'Priority set' : 'Reading…' },
    {
      label: 'Assigned',
      about: ticket.assignee?.name ?? (over ? '' : 'Looking for somebody'),
    },
    {
      label: 'In work',
      about: ticket.status === 'waiting_on_requester' ? 'Waiting for your answer' : '',
    },
    { label: 'Solved', about: over ? 'Done' : '' },
  ];
}

export function Progress({ ticket }: { ticket: TicketDetail }) {
  const done = stepsDone(ticket);
  return (
    <ol className={classes.steps} aria-label="Progress" data-testid="progress" data-done={done}>
      {stepsOf(ticket).map(({ label, about }, index) => {
        const state = index < done ? 'done' : index === done ? 'next' : 'later';
        return (
          <li key={label} className={classes.step} data-state={state}>
            <span className={classes.dot} aria-hidden>
              {state === 'done' ? <IconCheck size={14} stroke={3} /> : index + 1}
            </span>
            <span className={classes.words}>
              <span className={classes.label}>{label}</span>
              <VisuallyHidden component="span">
                {state === 'done' ? ', done' : ', not yet'}
              </VisuallyHidden>
              {about && <span className={classes.about}>{about}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
