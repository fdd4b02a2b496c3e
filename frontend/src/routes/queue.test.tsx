import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { beforeEach, expect, it } from 'vitest';
import type { MyQueue, Presence } from '@/api/types';
import { aPresence, aQueue, aTechnicianUser, aTicket, aTicketRow } from '../../tests/builders';
import { show } from '../../tests/render';
import { answer, page, problem } from '../../tests/server';
import { spent } from '@/features/assignment/now-card';
import { timeLeft } from '@/features/assignment/offer-card';
import { DeskMeter } from '@/features/assignment/desk-meter';
import { QueuePage } from './queue';

const held = aTicketRow({ id: 'b', reference: 'TK-2', subject: 'Held', commitment: 'held' });
const soft = aTicketRow({ id: 'c', reference: 'TK-3', subject: 'Soft' });

function home(part: Partial<MyQueue> = {}, presence: Presence = 'online') {
  answer('get', '/me/queue', aQueue(part));
  answer('get', '/me/presence', aPresence(presence));
  return show(
    <>
      <DeskMeter />
      <QueuePage />
    </>,
    { me: aTechnicianUser() },
  );
}

beforeEach(() => {
  answer('get', '/tickets/a/history', page([]));
});

it('says how full the desk is and what being online means', async () => {
  home();
  const desk = await screen.findByTestId('desk');
  expect(desk).toHaveTextContent('2 of 6');
  expect(desk).toHaveAccessibleName('2 of 6 tickets. New tickets may come to you.');
  expect(await screen.findByText('Your queue is empty')).toBeInTheDocument();
});

it.each([
  [{ active: 6 }, 'online', /You are full: the next ticket comes/],
  [{}, 'offline', /Nothing comes to you. Switch to online/],
] as const)('says why nothing comes: %o, %s', async (part, presence, words) => {
  home(part, presence);
  expect(await screen.findByTestId('desk')).toHaveAccessibleName(words);
});

it('shows what is begun and for how long, since it was begun the last time', async () => {
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const entry = (id: string, type: string, at: string, data: Record<string, string> = {}) => ({
    ...{ id, type, at, data },
    ...{ actor: null, cause: 'person', seq: 1, text: '' },
  });
  answer('get', '/tickets/a/history', ({ search }) =>
    search.has('cursor')
      ? page([entry('3', 'status_changed', ago(14.5), { new: 'in_progress' })])
      : page([entry('1', 'work_started', ago(90)), entry('2', 'message_added', ago(20))], 'more'),
  );
  home({ now: aTicketRow({ id: 'a', subject: 'Begun' }) });
  expect(await screen.findByRole('timer')).toHaveTextContent('14 min');
  expect(screen.getByRole('link', { name: 'Begun' })).toHaveAttribute('href', '/queue/a');
  expect(within(screen.getByTestId('queue-now')).getByText('Begun')).toBeInTheDocument();
});

it('offers to begin with the first in line, and begins', async () => {
  const sent = answer('post', '/tickets/b/status', aTicket({ id: 'b', reference: 'TK-2' }));
  const { user } = home({ next: [held], likely: [soft] });
  expect(await screen.findByText('Nothing is begun. First in line:')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Start work' }));
  expect(await screen.findByText('You work on TK-2. It stays with you.')).toBeInTheDocument();
  expect(sent[0]?.body).toEqual({ version: 3, status: 'in_progress' });
});

it('tells next from likely, and what was paused', async () => {
  home({ now: aTicketRow({ id: 'a' }), next: [held], likely: [soft], paused: ['b'] });
  expect(await screen.findByRole('list', { name: 'Next' })).toHaveTextContent(
    /Held.*Paused for critical work/,
  );
  expect(screen.getByRole('list', { name: 'Likely' })).toHaveTextContent('Soft');
  expect(screen.getByText(/May still move to whoever is free first/)).toBeInTheDocument();
});

const offered = () => ({
  next: [held],
  offers: [{ ticket_id: 'b', until: new Date(Date.now() + 250_000).toISOString() }],
});

it('accepts an offer', async () => {
  const sent = answer('post', '/tickets/b/accept', aTicket({ id: 'b', reference: 'TK-2' }));
  const { user } = home(offered());
  const offer = within(await screen.findByTestId('offer'));
  expect(offer.getByText(/offered to you for 4 minutes more/)).toBeInTheDocument();
  await user.click(offer.getByRole('button', { name: 'Accept' }));
  expect(await screen.findByText('TK-2 is yours and stays with you.')).toBeInTheDocument();
  expect(sent[0]?.body).toEqual({ version: 3 });
});

it('declines an offer with a reason', async () => {
  const sent = answer('post', '/tickets/b/release', aTicket({ id: 'b', reference: 'TK-2' }));
  const { user } = home(offered());
  await user.click(await screen.findByRole('button', { name: 'Decline' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByRole('button', { name: 'Decline' })).toBeDisabled();
  await user.type(dialog.getByLabelText(/Why does it not fit/), 'Not my field');
  await user.click(dialog.getByRole('button', { name: 'Decline' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ version: 3, reason: 'Not my field' }));
});

it('says that an offer went on meanwhile', async () => {
  answer('post', '/tickets/b/accept', () =>
    problem(403, 'not_yours', 'Only the person who holds this ticket can give it back.'),
  );
  const { user } = home(offered());
  await user.click(await screen.findByRole('button', { name: 'Accept' }));
  expect(await screen.findByText(/Only the person who holds this ticket/)).toBeInTheDocument();
});

it('can be retried when it could not be loaded', async () => {
  answer('get', '/me/presence', aPresence());
  answer('get', '/me/queue', (_, call) => (call === 1 ? problem(503, 'away', 'Away') : aQueue()));
  const { user } = show(<QueuePage />, { me: aTechnicianUser() });
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Your queue is empty')).toBeInTheDocument();
});

it('is accessible', async () => {
  const { container } = home({ ...offered(), now: aTicketRow({ id: 'a' }), likely: [soft] });
  await screen.findByTestId('offer');
  const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(violations).toEqual([]);
});

it('says times as people do', () => {
  const at = Date.parse('2026-03-02T10:00:00Z');
  const iso = (minutes: number) => new Date(at - minutes * 60_000).toISOString();
  expect([0, 14.9, 125, 1600].map((minutes) => spent(iso(minutes), at))).toEqual([
    ...['0 min', '14 min', '2 h 05 min', 'more than a day'],
  ]);
  expect([0.5, 1, 9.9].map((minutes) => timeLeft(iso(-minutes), at))).toEqual([
    ...['for less than a minute', 'for 1 minute more', 'for 9 minutes more'],
  ]);
});
