import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { expect, it } from 'vitest';
import type { WhatIfRun } from '@/api/types';
import { anAnswer, aPerson, aRun, aTechnician } from '../../tests/builders';
import { show } from '../../tests/render';
import { answer, page, problem } from '../../tests/server';
import { WhatIfPage, WhatIfRunPage } from './what-if';

const me = aPerson({ role: 'administrator' });
const routes = [
  { path: '/what-if', element: <WhatIfPage /> },
  { path: '/what-if/:runId', element: <WhatIfRunPage /> },
];

function listPage(runs: WhatIfRun[] = []) {
  answer('get', '/technicians', page([aTechnician()]));
  answer('get', '/what-if/runs', page(runs));
  return show(null, { me, routes, at: '/what-if' });
}

function runPage(run: WhatIfRun) {
  answer('get', '/what-if/runs/run-1', run);
  return show(null, { me, routes, at: '/what-if/run-1' });
}

it('teaches what can be asked', async () => {
  listPage();
  expect(await screen.findByText('Nothing was asked yet')).toBeInTheDocument();
  expect(screen.getByText(/changes nothing about how tickets are handed out/)).toBeInTheDocument();
});

it('asks what was composed and goes to the answer', async () => {
  const sent = answer('post', '/what-if/runs', aRun({ state: 'queued' }), 202);
  answer('get', '/what-if/runs/run-1', aRun({ state: 'queued', progress: 0 }));
  const { user, router } = listPage();
  await user.click(screen.getByLabelText('Fewest tickets'));
  await user.click(screen.getByRole('button', { name: 'Other people too' }));
  await user.click(screen.getAllByLabelText('Also at weekends')[1] as HTMLElement);
  await user.click(screen.getByRole('button', { name: 'Find out' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/what-if/run-1'));
  expect(sent[0]?.body).toMatchObject({
    source: { kind: 'history' },
    strategies: ['least_busy'],
    more_people: [
      { count: 2, weekdays: [0, 1, 2, 3, 4] },
      { count: 2, begins: 14 },
    ],
    settings: null,
  });
});

it('waits for both files', async () => {
  const { user } = listPage();
  await user.click(screen.getByRole('radio', { name: 'From files' }));
  expect(screen.getByText('Choose both files first.')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Find out' })).toBeDisabled();
});

it('says why a question was refused', async () => {
  answer('post', '/what-if/runs', () =>
    problem(409, 'too_many_questions', '10 questions wait for their answers already.'),
  );
  const { user } = listPage();
  await user.click(screen.getByRole('button', { name: 'Find out' }));
  expect(await screen.findByText(/10 questions wait/)).toBeInTheDocument();
});

it('lists questions with their sentence, and cancels one', async () => {
  const cancelled = answer('post', '/what-if/runs/run-2/cancel', aRun({ state: 'cancelled' }));
  const running = aRun({ id: 'run-2', state: 'running', progress: 0.4, sentence: null });
  const { user } = listPage([running, aRun()]);
  const rows = await screen.findAllByTestId('what-if-run');
  expect(within(rows[0] as HTMLElement).getByText('Computing')).toBeInTheDocument();
  expect(rows[1]).toHaveTextContent('first responses later than promised fall');
  await user.click(within(rows[0] as HTMLElement).getByRole('button', { name: /^Cancel/ }));
  await waitFor(() => expect(cancelled).toHaveLength(1));
});

it('takes a deletion back', async () => {
  const deleted = answer('delete', '/what-if/runs/run-1', null, 204);
  const { user } = listPage([aRun()]);
  await user.click(await screen.findByRole('button', { name: /^Delete/ }));
  expect(screen.queryByTestId('what-if-run')).not.toBeInTheDocument();
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(await screen.findByTestId('what-if-run')).toBeInTheDocument();
  expect(deleted).toHaveLength(0);
});

it('shows how far an answer is', async () => {
  runPage(aRun({ state: 'running', progress: 0.25, simulated: 900 }));
  expect(await screen.findByText(/25 %, 900 tickets simulated/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Cancel' })).toBeInTheDocument();
});

it('says why there is no answer', async () => {
  runPage(aRun({ state: 'failed', error: 'this period holds 3 tickets' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('This period holds 3 tickets.');
});

it('answers in a sentence, a table with the best marked, and pictures as numbers too', async () => {
  runPage(aRun({ answer: anAnswer({ notes: ['Hours are guessed.'] }) }));
  expect(await screen.findByTestId('answer-sentence')).toHaveTextContent(
    'With two more people in the evening',
  );
  expect(screen.getByText('Hours are guessed.')).toBeInTheDocument();
  const row = within(screen.getByTestId('answer-table')).getByRole('row', {
    name: /Asked: fewest tickets/,
  });
  expect(within(row).getAllByRole('img', { name: 'best' })).not.toHaveLength(0);
  expect(row).toHaveTextContent('4.0 %');
  expect(screen.getByRole('table', { name: /Answered late, by priority/ })).toHaveTextContent(
    'Today: least work ahead 12 %',
  );
});

it('shows more columns when asked to', async () => {
  const { user } = runPage(aRun({ answer: anAnswer() }));
  expect(await screen.findByText('Longest wait')).toBeInTheDocument();
  expect(screen.queryByText('Never solved')).not.toBeInTheDocument();
  await user.click(screen.getByRole('switch', { name: 'All figures' }));
  expect(screen.getByText('Never solved')).toBeInTheDocument();
});

it('is accessible', async () => {
  const { container } = listPage([aRun()]);
  await screen.findByTestId('what-if-run');
  const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(violations).toEqual([]);
});
