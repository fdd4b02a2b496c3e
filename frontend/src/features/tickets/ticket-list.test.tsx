import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aTechnicianUser, aTicketRow } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, page, problem } from '../../../tests/server';
import { stepsDone } from './progress';
import { TicketList } from './ticket-list';

function list(at = '/tickets') {
  answer('get', '/saved-views', page([]));
  answer('get', '/tags', page([]));
  answer('get', '/technicians', page([]));
  return show(<TicketList mine={false} staff />, { me: aTechnicianUser(), at });
}

it('asks for what the address says', async () => {
  const calls = answer('get', '/tickets', page([aTicketRow()]));
  list('/tickets?status=new&priority=high&q=vpn&sort=created');
  expect(await screen.findByText('VPN drops')).toBeInTheDocument();
  const search = calls[0]?.search;
  expect(search?.getAll('status')).toEqual(['new']);
  expect(search?.get('q')).toBe('vpn');
  expect(search?.get('sort')).toBe('created');
});

it('puts a chosen view into the address', async () => {
  answer('get', '/tickets', page([aTicketRow()]));
  const { user, router } = list();
  await user.click(await screen.findByLabelText('Unassigned'));
  await waitFor(() => expect(router.state.location.search).toContain('assignee=none'));
});

it('goes on where the first page ended and shows no row twice', async () => {
  const calls = answer('get', '/tickets', (seen) =>
    seen.search.get('cursor') === 'c2'
      ? page([aTicketRow(), aTicketRow({ id: 't2', subject: 'Second' })])
      : page([aTicketRow()], 'c2'),
  );
  const { user } = list();
  await user.click(await screen.findByRole('button', { name: 'Show more' }));
  expect(await screen.findByText('Second')).toBeInTheDocument();
  expect(screen.getAllByTestId('ticket-row')).toHaveLength(2);
  expect(calls).toHaveLength(2);
});

it('offers the next step when nothing fits', async () => {
  answer('get', '/tickets', page([]));
  const { user, router } = list('/tickets?q=unicorn');
  await user.click(await screen.findByRole('button', { name: 'Clear filters' }));
  expect(router.state.location.search).toBe('');
});

it('says what failed and tries again', async () => {
  answer('get', '/tickets', (_, call) =>
    call === 1 ? problem(500, 'internal', 'It broke.') : page([aTicketRow()]),
  );
  const { user } = list();
  expect(await screen.findByText('It broke.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('VPN drops')).toBeInTheDocument();
});

it.each([
  [{ status: 'new', assignee: null, triaged_at: null }, 1],
  [{ status: 'triaged', assignee: null, triaged_at: 'x' }, 2],
  [{ status: 'assigned', assignee: { id: 'a', name: 'A' }, triaged_at: null }, 3],
  [{ status: 'waiting_on_requester', assignee: null, triaged_at: 'x' }, 4],
  [{ status: 'closed', assignee: null, triaged_at: 'x' }, 5],
] as const)('counts the steps of %o as %i', (ticket, steps) => {
  expect(stepsDone(ticket)).toBe(steps);
});
