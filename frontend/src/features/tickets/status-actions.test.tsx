import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { keys } from '@/api/keys';
import { aTechnicianUser, aTicket } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, problem } from '../../../tests/server';
import { StatusActions } from './status-actions';

it('solves with a resolution and stores the answer', async () => {
  const sent = answer('post', '/tickets/ticket-1/solve', aTicket({ status: 'solved', version: 4 }));
  const { user, client } = show(<StatusActions ticket={aTicket()} />, { me: aTechnicianUser() });
  await user.click(screen.getByRole('button', { name: 'Solve ticket' }));
  await user.type(await screen.findByLabelText(/Resolution/), 'New cable.');
  await user.click(screen.getByRole('button', { name: 'Mark as solved' }));
  await waitFor(() =>
    expect(sent[0]?.body).toEqual({ version: 3, resolution: 'New cable.', share_solution: false }),
  );
  await waitFor(() =>
    expect(client.getQueryData(keys.tickets.detail('ticket-1'))).toMatchObject({
      status: 'solved',
    }),
  );
});

it('shares a solution only when asked to', async () => {
  const sent = answer('post', '/tickets/ticket-1/solve', aTicket({ status: 'solved', version: 4 }));
  const { user } = show(<StatusActions ticket={aTicket()} />, { me: aTechnicianUser() });
  await user.click(screen.getByRole('button', { name: 'Solve ticket' }));
  await user.type(await screen.findByLabelText(/Resolution/), 'New cable.');
  await user.click(screen.getByRole('checkbox', { name: /Show this solution to others/ }));
  await user.click(screen.getByRole('button', { name: 'Mark as solved' }));
  await waitFor(() => expect(sent[0]?.body).toMatchObject({ share_solution: true }));
});

it('says why a move is not possible', async () => {
  const ticket = aTicket({
    allowed_moves: [
      { status: 'in_progress', allowed: true, reason: null },
      { status: 'closed', allowed: false, reason: 'Only a solved ticket can be closed.' },
    ],
  });
  const { user } = show(<StatusActions ticket={ticket} />, { me: aTechnicianUser() });
  await user.click(screen.getByRole('button', { name: 'Change status' }));
  const item = await screen.findByRole('menuitem', { name: /Close/ });
  expect(within(item).getByText('Only a solved ticket can be closed.')).toBeInTheDocument();
  expect(item).toBeDisabled();
});

it('shows both sides of a stale edit and applies mine again on the new version', async () => {
  const current = aTicket({ version: 9, status: 'waiting_on_requester' });
  const sent = answer('post', '/tickets/ticket-1/status', (_, call) =>
    call === 1
      ? problem(409, 'stale_edit', 'Changed meanwhile.', { current })
      : aTicket({ version: 10, status: 'in_progress' }),
  );
  const ticket = aTicket({
    allowed_moves: [{ status: 'in_progress', allowed: true, reason: null }],
  });
  const { user } = show(<StatusActions ticket={ticket} />, { me: aTechnicianUser() });
  await user.click(screen.getByRole('button', { name: 'Change status' }));
  await user.click(await screen.findByRole('menuitem', { name: /Start work/ }));
  const dialog = await screen.findByRole('dialog', { name: /changed in the meantime/ });
  expect(within(dialog).getByText('waiting_on_requester')).toBeInTheDocument();
  await user.click(within(dialog).getByRole('button', { name: 'Apply mine again' }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]?.body).toEqual({ version: 9, status: 'in_progress' });
});
