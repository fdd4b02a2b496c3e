import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Me, SimilarTickets } from '@/api/types';
import { aPerson, aSolvedTicket, aTechnicianUser, similarTickets } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, problem } from '../../../tests/server';
import { likeness } from './likeness';
import { SimilarPanel } from './similar-panel';

const SIMILAR = '/tickets/ticket-1/similar';
const TICKET = { id: 'ticket-1', status: 'assigned', triaged_at: '2026-03-02T09:00:00Z' } as const;

function panel(found: Partial<SimilarTickets>, me: Me = aTechnicianUser()) {
  answer('get', SIMILAR, similarTickets(found));
  return show(<SimilarPanel ticket={TICKET} />, { me });
}

it.each([
  [0.99, 'Almost the same'],
  [0.7, 'Very similar'],
  [0.6, 'Similar'],
  [0.45, 'Somewhat similar'],
])('says %d in words: %s', (similarity, said) => {
  expect(likeness(similarity)).toBe(said);
});

it('shows what solved a similar ticket, how similar it is, by whom, and the way to it', async () => {
  panel({ solved: [aSolvedTicket({ similarity: 0.82, rating: 5 })] });
  const item = await screen.findByTestId('similar-solved');
  expect(within(item).getByRole('link', { name: 'VPN drops at home' })).toHaveAttribute(
    'href',
    '/tickets/ticket-7',
  );
  expect(item).toHaveTextContent('Very similar, 82 % · Network · TK-10007');
  expect(item).toHaveTextContent('Use the new profile.');
  expect(item).toHaveTextContent(/Solved by Ann Okafor, .*5 of 5/);
});

it('folds a long solution and unfolds it', async () => {
  const solution = `${'Step by step. '.repeat(40)}The end.`;
  const { user } = panel({ solved: [aSolvedTicket({ solution })] });
  const more = await screen.findByRole('button', { name: 'Show more of TK-10007' });
  expect(more).toHaveAttribute('aria-expanded', 'false');
  await user.click(more);
  const less = screen.getByRole('button', { name: 'Show less of TK-10007' });
  expect(less).toHaveAttribute('aria-expanded', 'true');
});

it('shows the nearest three first and the rest on demand', async () => {
  const solved = [1, 2, 3, 4, 5].map((place) => aSolvedTicket({ solution: `Solution ${place}` }));
  const { user } = panel({ solved });
  expect(await screen.findAllByTestId('similar-solved')).toHaveLength(3);
  await user.click(screen.getByRole('button', { name: 'Show 2 more' }));
  expect(screen.getAllByTestId('similar-solved')).toHaveLength(5);
});

it('shows a requester a shared solution without names or a link', async () => {
  const shared = { ticket_id: null, reference: null, subject: null, solved_by: null };
  panel({ solved: [aSolvedTicket(shared)] }, aPerson());
  const item = await screen.findByTestId('similar-solved');
  expect(item).toHaveTextContent('What helped somebody else');
  expect(within(item).queryByRole('link')).not.toBeInTheDocument();
});

it('warns of open tickets that may be the same', async () => {
  panel({
    duplicates: [
      {
        ticket_id: 'ticket-9',
        reference: 'TK-10009',
        subject: 'VPN is down',
        status: 'assigned',
        requester: { id: 'person-2', name: 'Ravi Rao' },
        similarity: 0.9,
        created_at: '2026-03-02T08:00:00Z',
      },
    ],
  });
  const one = await screen.findByTestId('duplicate');
  expect(within(one).getByRole('link', { name: 'VPN is down' })).toHaveAttribute(
    'href',
    '/tickets/ticket-9',
  );
  expect(one).toHaveTextContent('Ravi Rao');
  expect(one).toHaveTextContent('Almost the same, 90 %');
});

it('teaches staff when nothing was found, and says when not all was looked through', async () => {
  panel({ complete: false });
  expect(await screen.findByText(/Nothing like it was solved before/)).toBeInTheDocument();
  expect(screen.getByText(/still being read in/)).toBeInTheDocument();
});

it('shows a requester nothing when nothing was found', async () => {
  const calls = answer('get', SIMILAR, similarTickets());
  const { container } = show(<SimilarPanel ticket={TICKET} />, { me: aPerson() });
  await expect.poll(() => calls.length).toBe(1);
  expect(container.querySelector('section')).toBeNull();
});

it('asks for nothing before the ticket is read', () => {
  const calls = answer('get', SIMILAR, similarTickets());
  show(<SimilarPanel ticket={{ ...TICKET, triaged_at: null }} />, { me: aTechnicianUser() });
  expect(calls).toHaveLength(0);
  expect(screen.queryByTestId('similar')).not.toBeInTheDocument();
});

it.each(['solved', 'closed'] as const)('spares the requester of a %s ticket', (status) => {
  const calls = answer('get', SIMILAR, similarTickets({ solved: [aSolvedTicket()] }));
  show(<SimilarPanel ticket={{ ...TICKET, status }} />, { me: aPerson() });
  expect(calls).toHaveLength(0);
});

it('still shows staff what a solved ticket was like', async () => {
  answer('get', SIMILAR, similarTickets({ solved: [aSolvedTicket()] }));
  show(<SimilarPanel ticket={{ ...TICKET, status: 'solved' }} />, { me: aTechnicianUser() });
  expect(await screen.findByTestId('similar-solved')).toBeInTheDocument();
});

it('is quiet when suggestions are not available, and tries again', async () => {
  answer('get', SIMILAR, (_, call) =>
    call === 1
      ? problem(503, 'triage_unavailable', 'Suggestions are not available at the moment.')
      : similarTickets({ solved: [aSolvedTicket()] }),
  );
  const { user } = show(<SimilarPanel ticket={TICKET} />, { me: aTechnicianUser() });
  expect(await screen.findByText(/are not available at the moment/)).toBeInTheDocument();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByTestId('similar-solved')).toBeInTheDocument();
});
