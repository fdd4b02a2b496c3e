import { screen, within } from '@testing-library/react';
import axe from 'axe-core';
import { expect, it } from 'vitest';
import type { AssignmentDetail } from '@/api/types';
import { anAssignment, aPerson, aTechnicianUser, aTicket } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, problem } from '../../../tests/server';
import { WhyPanel } from './why-panel';

const jonas = { id: 'tech-2', name: 'Jonas Berg' };
const maya = { id: 'tech-3', name: 'Maya Lind' };

function panel(part: Partial<AssignmentDetail> = {}, me = aTechnicianUser()) {
  answer('get', '/tickets/ticket-1/assignment', anAssignment(part));
  return show(<WhyPanel ticket={aTicket()} />, { me });
}

it('says in a sentence why this person', async () => {
  panel();
  expect(await screen.findByTestId('why-sentence')).toHaveTextContent('network 0.9, 2 of 6');
  expect(screen.getByText('May still move')).toBeInTheDocument();
});

it('shows each reason as a bar, heaviest first, with what it means and who was next', async () => {
  const factor = (name: string, label: string, weight: number) => ({
    ...{ name, label, weight },
    ...{ points: 60, runner_up_points: 41 },
  });
  const { user } = panel({
    factors: [factor('idle', 'Idle', 0.02), factor('weighted_load', 'Least work ahead', 0.35)],
    runner_up: { technician: jonas, points: 48 },
    history: [
      {
        ...{ at: '2026-03-02T09:00:00Z', technician: jonas, cause: 'system' },
        ...{ outcome: 'assigned', sentence: 'Assigned to Jonas Berg.' },
      },
    ],
  });
  const reasons = within(await screen.findByRole('list', { name: 'Reasons' }));
  const rows = reasons.getAllByRole('listitem');
  expect(rows[0]).toHaveTextContent('60 of 100, counts for 35 %');
  expect(rows[0]).toHaveTextContent('How little work this person has ahead');
  expect(reasons.getByLabelText('Least work ahead of Jonas Berg: 41 of 100')).toBeInTheDocument();
  expect(rows).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: /decisions so far/ }));
  expect(screen.getByRole('list', { name: 'Smaller reasons' })).toHaveTextContent('Idle');
  expect(screen.getByText('Next would have been Jonas Berg with 48 points.')).toBeInTheDocument();
});

it('tells who else was looked at and why not, and what would change that', async () => {
  const { user } = panel({
    candidates: [
      { technician: jonas, eligible: true, points: 48.2, reason: null, would_change: null },
      {
        ...{ technician: maya, eligible: false, points: null },
        ...{ reason: 'is full: 6 of 6', would_change: 'solves a ticket' },
      },
    ],
  });
  await user.click(await screen.findByRole('button', { name: /everybody considered/ }));
  expect(screen.getByRole('list', { name: 'Who could take it' })).toHaveTextContent(
    'Jonas Berg had 48 points',
  );
  const others = screen.getByRole('list', { name: 'Who could not' });
  expect(others).toHaveTextContent('Maya Lind is full: 6 of 6');
  expect(others).toHaveTextContent('Could when: solves a ticket');
});

it('tells every move so far', async () => {
  const { user } = panel({
    history: [
      {
        ...{ at: '2026-03-02T09:20:00Z', technician: maya, cause: 'system', outcome: 'moved' },
        sentence: 'Maya Lind got free first; it was softly with Jonas Berg.',
      },
      {
        ...{ at: '2026-03-02T09:00:00Z', technician: jonas, cause: 'system' },
        ...{ outcome: 'assigned', sentence: 'Assigned to Jonas Berg.' },
      },
    ],
  });
  await user.click(await screen.findByRole('button', { name: /decisions so far/ }));
  const decisions = within(screen.getByRole('list', { name: 'Decisions' }));
  expect(decisions.getAllByRole('listitem')[0]).toHaveTextContent('Maya Lind got free first');
});

it('says why nobody has it', async () => {
  panel({ state: 'waiting', assignee: null, sentence: 'Waiting: 3 are full.', factors: [] });
  expect(await screen.findByText('Waiting for somebody')).toBeInTheDocument();
  expect(screen.getByTestId('why-sentence')).toHaveTextContent('3 are full');
});

it('keeps numbers from requesters and offers them no hand in it', async () => {
  panel({ factors: [], candidates: [] }, aPerson());
  await screen.findByTestId('why-sentence');
  expect(screen.queryByRole('button', { name: /Reassign/ })).not.toBeInTheDocument();
  expect(screen.queryByText('May still move')).not.toBeInTheDocument();
});

it('can be retried', async () => {
  answer('get', '/tickets/ticket-1/assignment', () => problem(503, 'away', 'Away'));
  show(<WhyPanel ticket={aTicket()} />, { me: aTechnicianUser() });
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeInTheDocument();
});

it('is accessible', async () => {
  const { container } = panel({ runner_up: { technician: jonas, points: 48 } });
  await screen.findByTestId('why-sentence');
  const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(violations).toEqual([]);
});
