import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TicketRow } from '@/api/types';
import { aPerson, aTicket, aTicketRow, aTriage } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, page, problem } from '../../../tests/server';
import { UNDO_MS } from './review-decisions';
import { ReviewQueue } from './review-queue';

const ROWS = ['a', 'b', 'c'].map((id) =>
  aTicketRow({ id, subject: `Ticket ${id}`, reference: `TK-${id}`, confidence: 0.4 }),
);

beforeEach(() => vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => vi.useRealTimers());

async function queue(rows: TicketRow[] = ROWS) {
  answer('get', '/triage/review', page(rows));
  answer('get', '/tickets/counts', { needs_review: rows.length });
  const sent = rows.map(({ id }) => {
    answer('get', `/tickets/${id}/triage`, aTriage());
    return answer('post', `/tickets/${id}/triage/review`, aTicket({ id, version: 4 }));
  });
  const view = show(<ReviewQueue words={(row) => <p>Words of {row.id}</p>} />, {
    me: aPerson({ role: 'administrator' }),
  });
  await screen.findAllByTestId('review-row');
  return { sent, ...view };
}

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
const current = () =>
  screen.getAllByTestId('review-row').find((row) => row.hasAttribute('aria-current'));
const untilSent = () => act(() => vi.advanceTimersByTimeAsync(UNDO_MS + 10));

it('shows words, doubt and hints of the first ticket and goes on with j and k', async () => {
  await queue();
  expect(current()).toHaveAccessibleName('Ticket a');
  expect(screen.getByText('Words of a')).toBeInTheDocument();
  expect(screen.getByRole('note', { name: 'Keys of this page' })).toHaveTextContent(/confirm/);
  expect(await screen.findByRole('progressbar', { name: 'High: 81 %' })).toBeInTheDocument();
  press('j');
  expect(current()).toHaveAccessibleName('Ticket b');
  expect(current()).toHaveFocus();
  expect(screen.getByText('Words of b')).toBeInTheDocument();
  press('k');
  expect(current()).toHaveAccessibleName('Ticket a');
});

it.each(['Enter', 'y'])(
  'confirms with %s, goes on, and sends when it can no longer be undone',
  async (key) => {
    const { sent } = await queue();
    press(key);
    expect(screen.queryByText('Ticket a')).not.toBeInTheDocument();
    expect(current()).toHaveAccessibleName('Ticket b');
    expect(screen.getByTestId('review-counters')).toHaveTextContent(/1 confirmed and 0 corrected/);
    expect(screen.getByTestId('review-counters')).toHaveTextContent('2 tickets left');
    expect(sent[0]).toHaveLength(0);
    await untilSent();
    await waitFor(() => expect(sent[0]).toHaveLength(1));
    expect(sent[0]?.[0]?.body).toEqual({ version: 3, priority: 'high', category: 'network' });
  },
);

it('corrects with a number and sends the one before at once', async () => {
  const { sent } = await queue();
  press('1');
  press('4');
  await waitFor(() => expect(sent[0]?.[0]?.body).toMatchObject({ priority: 'critical' }));
  expect(sent[1]).toHaveLength(0);
  expect(screen.getByTestId('review-counters')).toHaveTextContent(/0 confirmed and 2 corrected/);
  await untilSent();
  await waitFor(() => expect(sent[1]?.[0]?.body).toMatchObject({ priority: 'low' }));
});

it('takes the last answer back with u, and nothing is sent', async () => {
  const { sent } = await queue();
  press('2');
  expect(screen.queryByText('Ticket a')).not.toBeInTheDocument();
  press('u');
  expect(current()).toHaveAccessibleName('Ticket a');
  expect(screen.getByTestId('review-counters')).toHaveTextContent('3 tickets left');
  await untilSent();
  expect(sent[0]).toHaveLength(0);
});

it('takes it back by the button of the message too', async () => {
  const { sent, user } = await queue();
  press('3');
  expect(await screen.findByText('TK-a corrected to Medium, Network.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: /Undo/ }));
  expect(current()).toHaveAccessibleName('Ticket a');
  await untilSent();
  expect(sent[0]).toHaveLength(0);
});

it('works by buttons alone: another category, or another priority', async () => {
  const { sent, user } = await queue();
  const [first] = screen.getAllByTestId('review-row') as [HTMLElement];
  await user.click(within(first).getByRole('combobox', { name: 'Right category' }));
  await user.click(await screen.findByRole('option', { name: 'Security' }));
  await user.click(within(first).getByRole('button', { name: 'Save the category' }));
  const [next] = screen.getAllByTestId('review-row') as [HTMLElement];
  await user.click(within(next).getByRole('button', { name: /Low/ }));
  await untilSent();
  await waitFor(() => expect(sent[1]?.[0]?.body).toMatchObject({ priority: 'low' }));
  expect(sent[0]?.[0]?.body).toEqual({ version: 3, priority: 'high', category: 'security' });
});

it('sends what still waits when the person leaves', async () => {
  const { sent, unmount } = await queue();
  press('y');
  unmount();
  await waitFor(() => expect(sent[0]).toHaveLength(1));
});

it('brings a ticket back whose answer was refused', async () => {
  await queue();
  answer('post', '/tickets/a/triage/review', () =>
    problem(409, 'stale_edit', 'Somebody else changed it.'),
  );
  press('y');
  await untilSent();
  expect(await screen.findByText('Somebody else changed it.')).toBeInTheDocument();
  expect(await screen.findByText('Ticket a')).toBeInTheDocument();
});

it('leaves Enter to a link that has the focus', async () => {
  await queue();
  screen.getByRole('link', { name: 'Ticket a' }).focus();
  press('Enter');
  expect(screen.getByText('Ticket a')).toBeInTheDocument();
});

it('says so when all is reviewed', async () => {
  const { sent } = await queue([ROWS[0] as TicketRow]);
  press('y');
  expect(await screen.findByText('All reviewed')).toBeInTheDocument();
  await untilSent();
  await waitFor(() => expect(sent[0]).toHaveLength(1));
});
