import { screen, within } from '@testing-library/react';
import axe from 'axe-core';
import { expect, it, vi } from 'vitest';
import type { AuditCheck, AuditRoot, AuditStatus } from '@/api/types';
import { aPerson } from '../../tests/builders';
import { show } from '../../tests/render';
import { answer, page, problem } from '../../tests/server';
import { AuditPage } from './audit';

const ROOT: AuditRoot = {
  number: 7,
  at: '2026-11-21T10:00:00Z',
  size: 42,
  root: 'ab'.repeat(32),
  previous: 'cd'.repeat(32),
  key: '01020304',
  signature: 'ef'.repeat(64),
};

const STATUS: AuditStatus = {
  last_root: ROOT,
  waiting: 0,
  lag_seconds: 0,
  unanchored: 0,
  refused: 0,
  root_minutes: 5,
};

function aCheck(facts: Partial<AuditCheck> = {}): AuditCheck {
  return {
    id: 'c-1',
    asked_by: { id: 'p-1', name: 'Ada Admin' },
    asked_at: '2026-11-21T10:00:00Z',
    state: 'sound',
    progress: 1,
    events: 120,
    started_at: '2026-11-21T10:00:00Z',
    ended_at: '2026-11-21T10:00:04Z',
    result: {
      sentence: 'Everything is as it was recorded: 120 events.',
      chains: 3,
      roots: 7,
      waiting: 0,
      findings: [],
    },
    ...facts,
  };
}

function auditPage(given: { status?: Partial<AuditStatus>; checks?: AuditCheck[] } = {}) {
  answer('get', '/audit/status', { ...STATUS, ...given.status });
  answer('get', '/audit/checks', page(given.checks ?? []));
  answer('get', '/audit/roots', page(given.status?.last_root === null ? [] : [ROOT]));
  return show(<AuditPage />, { me: aPerson({ role: 'administrator' }) });
}

it('tells that everything is sealed, and by which root', async () => {
  auditPage();
  expect(await screen.findByTestId('audit-lag')).toHaveTextContent('Every event is sealed.');
  expect(screen.getByTestId('audit-status')).toHaveTextContent('Root 7 was signed');
  expect(screen.getByText('Nobody has verified yet.', { exact: false })).toBeInTheDocument();
});

it('says what a root is when there is none', async () => {
  auditPage({ status: { last_root: null } });
  expect(await screen.findByText('No root yet')).toBeInTheDocument();
});

it('warns of what was put in past the product', async () => {
  auditPage({ status: { refused: 2 } });
  expect(await screen.findByRole('alert')).toHaveTextContent('2 histories hold an event');
});

it('verifies, shows how far it is, and cancels', async () => {
  const started = answer('post', '/audit/checks', aCheck({ state: 'queued' }), 202);
  const cancelled = answer('post', '/audit/checks/c-1/cancel', aCheck({ state: 'cancelled' }));
  const { user } = auditPage();
  const panel = within(await screen.findByTestId('audit-check'));
  answer('get', '/audit/checks', page([aCheck({ state: 'running', progress: 0.5, events: 60 })]));
  await user.click(await panel.findByRole('button', { name: 'Verify everything' }));
  expect(await panel.findByText('60 events checked, 50 %.')).toBeInTheDocument();
  expect(started).toHaveLength(1);
  await user.click(panel.getByRole('button', { name: 'Cancel' }));
  expect(cancelled).toHaveLength(1);
});

it('names what is broken and leads to the ticket', async () => {
  const finding = {
    fault: 'changed' as const,
    ticket_id: 't-1',
    sequence: 3,
    event_id: 'e-1',
    sentence: 'Event 3 of TK-5 was changed.',
  };
  const result = { sentence: 'The history is broken.', chains: 1, roots: 1, waiting: 0 };
  auditPage({ checks: [aCheck({ state: 'broken', result: { ...result, findings: [finding] } })] });
  expect(await screen.findByText('Event 3 of TK-5 was changed.')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Open the ticket' })).toHaveAttribute(
    'href',
    '/tickets/t-1',
  );
});

it('shows one ticket with its seals and saves a proof', async () => {
  const created = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:proof');
  vi.spyOn(URL, 'revokeObjectURL').mockReturnValue(undefined);
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue(undefined);
  const { user } = auditPage();
  answer('get', '/tickets/by-reference/TK-5', { id: 't-1' });
  answer('get', '/audit/tickets/t-1', {
    ticket_id: 't-1',
    reference: 'TK-5',
    length: 2,
    waiting: 0,
    is_sound: true,
    sentence: 'Everything is as it was recorded.',
    covered: 2,
    root: 7,
  });
  const event = { event_id: 'e-1', at: ROOT.at, actor: null, seal: 'ab'.repeat(32) };
  answer(
    'get',
    '/audit/tickets/t-1/events',
    page([{ ...event, sequence: 1, type: 'ticket_opened', words: 'erased' }]),
  );
  const asked = answer('get', '/audit/tickets/t-1/proof', { kind: 'tikify-history' });
  await user.type(await screen.findByLabelText('Reference'), 'tk-5');
  await user.click(screen.getByRole('button', { name: 'Show' }));
  expect(await screen.findByText('TK-5 is sound')).toBeInTheDocument();
  expect(await screen.findByTestId('sealed-event')).toHaveTextContent('Erased');
  await user.click(screen.getByLabelText('With what people wrote'));
  await user.click(screen.getByRole('button', { name: 'Save a proof' }));
  await vi.waitFor(() => expect(created).toHaveBeenCalled());
  expect(asked[0]?.search.get('words')).toBe('true');
});

it('says when a ticket does not exist', async () => {
  const { user } = auditPage();
  answer('get', '/tickets/by-reference/TK-9', () =>
    problem(404, 'ticket_not_found', 'No ticket has this reference.'),
  );
  await user.type(await screen.findByLabelText('Reference'), 'TK-9');
  await user.click(screen.getByRole('button', { name: 'Show' }));
  expect(await screen.findByText('This ticket was not found')).toBeInTheDocument();
});

it('can be used with a screen reader', async () => {
  const { container } = auditPage({ checks: [aCheck()] });
  await screen.findByText('Nothing was changed');
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false } },
  });
  expect(violations).toEqual([]);
});
