import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aTechnicianUser, aTriage } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer } from '../../../tests/server';
import { besideTheMatrix, TriagePanel, whyReviewed } from './triage-panel';
import { ranked } from './word-weights';
import { sharesOf } from './words-of';

const AT = '2026-03-02T10:00:00Z';
const BEN = { id: 'tech-2', name: 'Ben Sørensen' };

it('shows each priority as a bar in the order of the scale', async () => {
  answer('get', '/tickets/ticket-1/triage', aTriage());
  show(<TriagePanel ticketId="ticket-1" />, { me: aTechnicianUser() });
  const panel = await screen.findByTestId('triage');
  await within(panel).findByTestId('confidence');
  const bars = within(panel).getAllByRole('progressbar');
  expect(bars.slice(0, 4).map((bar) => bar.getAttribute('aria-label'))).toEqual([
    'Critical: 10 %',
    'High: 81 %',
    'Medium: 7 %',
    'Low: 2 %',
  ]);
});

it('marks the place in the matrix, and says which words spoke for and against it', async () => {
  answer('get', '/tickets/ticket-1/triage', aTriage());
  show(<TriagePanel ticketId="ticket-1" />, { me: aTechnicianUser() });
  const table = await screen.findByRole('table', { name: 'Impact and urgency to priority' });
  const marked = within(table)
    .getAllByRole('cell')
    .filter((cell) => cell.hasAttribute('aria-current'));
  expect(marked).toHaveLength(1);
  expect(marked[0]).toHaveTextContent(/High.*this ticket/);
  expect(screen.getByRole('list', { name: 'Words for it' })).toHaveTextContent('drops');
  expect(screen.getByRole('list', { name: 'Words against it' })).toHaveTextContent('morning');
});

it('says what people changed, in the words of the product, and what the requester said', async () => {
  const change = { field: 'category', from: 'general', to: 'hr', by: BEN, at: AT };
  answer(
    'get',
    '/tickets/ticket-1/triage',
    aTriage({ overridden: [change], requester_said: { urgency: 'high' } }),
  );
  show(<TriagePanel ticketId="ticket-1" />, { me: aTechnicianUser() });
  expect(await screen.findByTestId('overrides')).toHaveTextContent(
    /Category: General → HR, Ben Sørensen/,
  );
  expect(screen.getByTestId('requester-said')).toHaveTextContent('urgency high');
});

it('names the grave thing for which a person is asked to look', () => {
  const grave = aTriage({ priority: 'low', alarms: ['data breach'] });
  expect(whyReviewed(grave)).toContain('the words name data breach');
  expect(whyReviewed(aTriage())).toContain('too little');
});

it('explains a priority that is not the one of the marked place', () => {
  const override = { field: 'priority', from: 'high', to: 'low', by: BEN, at: AT };
  expect(besideTheMatrix(aTriage())).toBe('The marked place gives High.');
  expect(besideTheMatrix(aTriage({ priority: 'critical' }))).toMatch(
    /is Critical because the model/,
  );
  expect(besideTheMatrix(aTriage({ priority: 'low', overridden: [override] }))).toMatch(
    /alone gives High; it is Low because a person set it/,
  );
});

it('ranks words by strength on either side', () => {
  const { pro, contra } = ranked([
    { word: 'a', weight: 0.1 },
    { word: 'b', weight: 0.4 },
    { word: 'c', weight: -0.2 },
    { word: 'd', weight: 0 },
  ]);
  expect(pro.map(({ word, strength }) => [word, strength])).toEqual([
    ['b', 1],
    ['a', 0.25],
  ]);
  expect(contra.map(({ word }) => word)).toEqual(['c']);
});

it('keeps a label that this page does not know', () => {
  expect(sharesOf('category', { hr: 0.6, cold_fusion: 0.4 }).map(({ label }) => label)).toEqual([
    'HR',
    'Cold fusion',
  ]);
});
