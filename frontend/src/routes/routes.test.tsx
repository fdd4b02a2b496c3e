import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import {
  anAssignment,
  aPerson,
  aPresence,
  aQueue,
  aSession,
  aSolvedTicket,
  aTechnician,
  aTechnicianUser,
  aTicket,
  aTicketRow,
  aTriage,
  similarTickets,
} from '../../tests/builders';
import { show } from '../../tests/render';
import { answer, page, problem } from '../../tests/server';
import { QueuePage } from './queue';
import { SignInPage } from './sign-in';
import { WaitingPage } from './staff';
import { TicketPage } from './ticket';

describe('sign in', () => {
  const routes = [
    { path: '/sign-in', element: <SignInPage /> },
    { path: '*', element: <p>Inside</p> },
  ];

  it('takes the person where they wanted to go', async () => {
    answer('get', '/auth/session', aSession(null));
    const sent = answer('post', '/auth/sign-in', aSession(aPerson()));
    const { user, router } = show(null, { routes, at: '/sign-in?return_to=%2Ftickets%2F7' });
    await user.type(await screen.findByLabelText(/E-mail/), 'uma@example.com');
    await user.type(screen.getByLabelText(/^Password/), 'correct horse');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('Inside')).toBeInTheDocument();
    expect(router.state.location.pathname).toBe('/tickets/7');
    expect(sent[0]?.body).toEqual({ email: 'uma@example.com', password: 'correct horse' });
  });

  it('says what was wrong and keeps the address', async () => {
    answer('get', '/auth/session', aSession(null));
    answer('post', '/auth/sign-in', () =>
      problem(401, 'wrong_credentials', 'The e-mail address or the password is wrong.'),
    );
    const { user } = show(null, { routes, at: '/sign-in' });
    await user.type(await screen.findByLabelText(/E-mail/), 'uma@example.com');
    await user.type(screen.getByLabelText(/^Password/), 'wrong');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(/is wrong/);
    expect(screen.getByLabelText(/E-mail/)).toHaveValue('uma@example.com');
  });

  it('offers each provider and explains why one sent the person back', async () => {
    const providers = [{ name: 'corp', label: 'Corp ID' }];
    answer('get', '/auth/session', aSession(null, { providers }));
    show(null, { routes, at: '/sign-in?error=email_taken&return_to=%2Fqueue' });
    const link = await screen.findByRole('link', { name: 'Continue with Corp ID' });
    expect(link).toHaveAttribute('href', '/api/v1/auth/oidc/corp/start?return_to=%2Fqueue');
    expect(screen.getByRole('alert')).toHaveTextContent(/account with your e-mail/);
  });
});

function ticketPage(ticket = aTicket(), me = aTechnicianUser(), at = '/tickets/ticket-1') {
  answer('get', '/tickets/ticket-1', ticket);
  answer('get', '/tickets/ticket-1/messages', page([]));
  answer('get', '/tickets/ticket-1/triage', aTriage());
  answer('get', '/tickets/ticket-1/assignment', anAssignment());
  answer('get', '/tickets/ticket-1/similar', similarTickets({ solved: [aSolvedTicket()] }));
  answer('get', '/tags', page([]));
  return show(null, { routes: [{ path: '/tickets/:ticketId', element: <TicketPage /> }], me, at });
}

describe('ticket page', () => {
  it('shows the words, who has it and why, and how sure the model was', async () => {
    ticketPage();
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('VPN drops');
    expect(screen.getByText('It drops every five minutes.')).toBeInTheDocument();
    expect(await screen.findByTestId('why-sentence')).toHaveTextContent('network 0.9, 2 of 6');
    expect(await screen.findByTestId('confidence')).toHaveTextContent('81 % sure');
    const bar = screen.getByRole('progressbar', { name: 'High: 81 %' });
    expect(bar).toHaveAttribute('aria-valuenow', '81');
  });

  it('has no fault in its structure that an accessibility checker finds', async () => {
    ticketPage();
    await screen.findByTestId('confidence');
    await screen.findByTestId('why-sentence');
    await screen.findByTestId('similar-solved');
    // Colours need a real page to be judged.
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  });

  it('finds a ticket by its reference', async () => {
    answer('get', '/tickets/by-reference/TK-10001', aTicket());
    const { router } = ticketPage(aTicket(), aTechnicianUser(), '/tickets/tk-10001');
    await screen.findByRole('heading', { level: 1 });
    expect(router.state.location.pathname).toBe('/tickets/ticket-1');
  });

  it('lets the requester rate a solved ticket once', async () => {
    const { may } = aTicket();
    const solved = aTicket({
      status: 'solved',
      solved_at: '2026-03-02T10:00:00Z',
      may: { ...may, note: false, edit: false, rate: true },
    });
    const rating = {
      id: 'r1',
      score: 4,
      comment: 'Quick',
      created_at: '2026-03-02T10:05:00Z',
      author: { id: 'person-1', name: 'Uma Patel' },
    };
    let given = false;
    answer('get', '/tickets/ticket-1/rating', () => (given ? rating : null));
    const sent = answer('put', '/tickets/ticket-1/rating', () => {
      given = true;
      return rating;
    });
    const { user } = ticketPage(solved, aPerson());
    const form = await screen.findByTestId('rating-form');
    expect(within(form).getByRole('button', { name: 'Submit rating' })).toBeDisabled();
    await user.click(within(form).getByLabelText('4: Good'));
    await user.type(within(form).getByLabelText('Comment'), 'Quick');
    await user.click(within(form).getByRole('button', { name: 'Submit rating' }));
    expect(await screen.findByTestId('rating-given')).toHaveTextContent('4 of 5, good');
    expect(sent[0]?.body).toEqual({ score: 4, comment: 'Quick' });
  });

  it('pins a ticket to the technician that an administrator chose', async () => {
    answer('get', '/technicians', page([aTechnician({ id: 'tech-2', name: 'Ben Sørensen' })]));
    const sent = answer('post', '/tickets/ticket-1/assign', aTicket({ version: 4 }));
    const { user } = ticketPage(aTicket(), aPerson({ role: 'administrator' }));
    await user.click(await screen.findByRole('button', { name: 'Reassign' }));
    await user.click(await screen.findByRole('combobox', { name: 'Technician' }));
    await user.click(await screen.findByRole('option', { name: /Ben Sørensen \(online, 2 of 6/ }));
    await user.click(screen.getByRole('button', { name: 'Assign ticket' }));
    await waitFor(() => expect(sent[0]?.body).toEqual({ version: 3, technician_id: 'tech-2' }));
  });

  it('says that a foreign ticket does not exist', async () => {
    answer('get', '/tickets/ticket-1', () => problem(404, 'ticket_not_found', 'No such ticket.'));
    show(null, {
      routes: [{ path: '/tickets/:ticketId', element: <TicketPage /> }],
      me: aPerson(),
      at: '/tickets/ticket-1',
    });
    const heading = await screen.findByRole('heading', { level: 1 });
    expect(heading).toHaveTextContent('There is no such ticket');
    expect(screen.getByRole('link', { name: 'Go to the start' })).toBeInTheDocument();
  });
});

describe('queues', () => {
  it('orders a technician’s work by what comes now, next and likely', async () => {
    answer(
      'get',
      '/me/queue',
      aQueue({
        now: aTicketRow({ id: 'a', subject: 'Begun' }),
        next: [aTicketRow({ id: 'b', subject: 'Held' })],
        likely: [aTicketRow({ id: 'c', subject: 'Soft' })],
      }),
    );
    answer('get', '/me/presence', aPresence());
    answer('get', '/tickets/a/history', page([]));
    show(<QueuePage />, { me: aTechnicianUser() });
    expect(within(await screen.findByTestId('queue-now')).getByText('Begun')).toBeInTheDocument();
    expect(within(screen.getByTestId('queue-next')).getByText('Held')).toBeInTheDocument();
    expect(within(screen.getByTestId('queue-likely')).getByText('Soft')).toBeInTheDocument();
    expect(screen.queryByTestId('queue-waiting-on-requester')).not.toBeInTheDocument();
  });

  it('tells an idle technician what to do next', async () => {
    answer('get', '/me/queue', aQueue());
    answer('get', '/me/presence', aPresence());
    show(<QueuePage />, { me: aTechnicianUser() });
    expect(await screen.findByText('Your queue is empty')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'See who is waiting' })).toBeInTheDocument();
  });

  it('says of each waiting ticket why it waits', async () => {
    answer(
      'get',
      '/assignment/waiting',
      page([
        {
          ...aTicketRow({ assignee: null, waiting_reason: 'Waiting: 3 lack network, 1 offline.' }),
          waiting_since: '2026-03-02T09:00:00Z',
        },
      ]),
    );
    show(<WaitingPage />, { me: aTechnicianUser() });
    expect(await screen.findByTestId('waiting-reason')).toHaveTextContent('3 lack network');
  });
});
