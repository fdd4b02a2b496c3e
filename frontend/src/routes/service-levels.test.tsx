import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { expect, it } from 'vitest';
import type { PoliciesPreview } from '@/api/types';
import { aPerson, aPolicy, serviceLevels } from '../../tests/builders';
import { show } from '../../tests/render';
import { answer, page, problem } from '../../tests/server';
import { ServiceLevelsPage } from './service-levels';

const REST = aPolicy({
  id: 'policy-2',
  name: 'The rest',
  conditions: {
    priorities: [],
    categories: [],
    team_ids: [],
    requester_roles: [],
    requester_domains: [],
  },
});
const LEVELS = serviceLevels({ version: 3, policies: [aPolicy(), REST] });
const OUTCOME: PoliciesPreview = {
  tickets: 500,
  uncovered: 0,
  sentence: 'Of the last 500 tickets these policies would cover 500, and 12 would have been late.',
  policies: [
    { policy_id: 'policy-1', name: 'Critical', covers: 40, late: 4, sentence: '10 % late.' },
  ],
};

function levelsPage() {
  answer('get', '/service-levels', LEVELS);
  answer('get', '/service-levels/versions', page([LEVELS, serviceLevels()]));
  answer('get', '/calendars', page([]));
  answer('get', '/teams', page([]));
  return show(<ServiceLevelsPage />, { me: aPerson({ role: 'administrator' }) });
}

const names = () =>
  screen.getAllByTestId('policy-row').map((row) => row.querySelector('p + div p')?.textContent);

it('shows the policies in order with what they would have meant', async () => {
  answer('post', '/service-levels/preview', OUTCOME);
  const { container } = levelsPage();
  expect(await screen.findByText(/and 12 would have been late/)).toBeInTheDocument();
  expect(screen.getByTestId('outcome')).toHaveTextContent('10 % late.');
  expect(screen.getByText('Every ticket that is left')).toBeInTheDocument();
  const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it('says why an order cannot be, before anything is saved', async () => {
  answer('post', '/service-levels/preview', ({ body }) => {
    const { policies } = body as { policies: { name: string }[] };
    const sentence = '“Critical” can never apply: “The rest” above it takes every ticket.';
    return policies[0]?.name === 'The rest' ? problem(422, 'policy_refused', sentence) : OUTCOME;
  });
  const { user } = levelsPage();
  await user.click(await screen.findByRole('button', { name: 'Move Critical down' }));
  expect(names()).toEqual(['The rest', 'Critical']);
  expect(await screen.findByTestId('refusal')).toHaveTextContent('can never apply');
});

it('saves all of it as one version and takes it back', async () => {
  answer('post', '/service-levels/preview', OUTCOME);
  const saved = answer('put', '/service-levels', { ...LEVELS, version: 4 });
  const back = answer('post', '/service-levels/versions/3/restore', { ...LEVELS, version: 5 });
  const { user } = levelsPage();
  await user.click(await screen.findByRole('button', { name: 'Remove Critical' }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText(/Due times follow within seconds/)).toBeInTheDocument();
  expect(saved[0]?.body).toMatchObject({
    version: 3,
    for_open_tickets: true,
    policies: [{ name: 'The rest' }],
  });
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(back).toHaveLength(1));
  expect(back[0]?.body).toMatchObject({ version: 4 });
});

it('puts a new policy on top and keeps a changed one in its place', async () => {
  answer('post', '/service-levels/preview', OUTCOME);
  const { user } = levelsPage();
  await user.click(await screen.findByRole('button', { name: 'Add policy' }));
  const editor = within(await screen.findByRole('dialog'));
  await user.type(editor.getByRole('textbox', { name: 'Name' }), 'Guests');
  await user.click(editor.getByRole('button', { name: 'Take over' }));
  await waitFor(() => expect(names()).toEqual(['Guests', 'Critical', 'The rest']));
  await user.click(screen.getByRole('button', { name: 'Discard' }));
  expect(names()).toEqual(['Critical', 'The rest']);
});

it('brings an earlier version back', async () => {
  answer('post', '/service-levels/preview', OUTCOME);
  const back = answer('post', '/service-levels/versions/0/restore', {
    ...LEVELS,
    version: 4,
    restores: 0,
  });
  const { user } = levelsPage();
  await user.click(await screen.findByRole('button', { name: 'Bring version 0 back' }));
  expect(await screen.findByText('Version 0 counts again.')).toBeInTheDocument();
  expect(back[0]?.body).toMatchObject({ version: 3 });
});
