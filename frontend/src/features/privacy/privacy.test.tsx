import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import type { Erasure, PersonExport, RetentionState } from '@/api/types';
import { aPerson } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, page } from '../../../tests/server';
import { ErasureList } from './erasure-list';
import { OwnDataPanel } from './own-data-panel';
import { PersonPanel } from './person-panel';
import { RetentionPanel } from './retention-panel';

const AT = '2026-03-02T09:00:00Z';
const ADMIN = aPerson({ id: 'admin-1', name: 'Ada Admin', role: 'administrator' });
const PETRA = { id: 'p-1', name: 'Petra Vanish' };

function anExport(part: Partial<PersonExport> = {}): PersonExport {
  return {
    id: 'x-1',
    person: PETRA,
    asked_by: PETRA,
    state: 'ready',
    done: 2,
    total: 2,
    size: 2048,
    created_at: AT,
    expires_at: AT,
    url: '/api/v1/privacy/exports/x-1/file',
    ...part,
  };
}

function anErasure(part: Partial<Erasure> = {}): Erasure {
  return {
    id: 'e-1',
    person: PETRA,
    asked_by: { id: 'admin-1', name: 'Ada Admin' },
    kind: 'words_too',
    state: 'waiting',
    due_at: AT,
    created_at: AT,
    ended_at: null,
    ...part,
  };
}

it('puts own data together and offers the file when it is ready', async () => {
  const asked = answer('post', '/me/exports', anExport({ state: 'waiting', url: null }), 201);
  const states: PersonExport[] = [anExport({ state: 'running', done: 1, url: null }), anExport()];
  answer('get', '/me/exports', (_, call) =>
    page(call === 1 ? [] : [states[Math.min(call - 2, 1)] ?? anExport()]),
  );
  const { user } = show(<OwnDataPanel />, { me: aPerson() });
  await user.click(screen.getByRole('button', { name: 'Put my data together' }));
  expect(asked).toHaveLength(1);
  expect(await screen.findByText('Being put together')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Put my data together' })).toBeDisabled();
  const link = await screen.findByRole('link', { name: 'Download' });
  expect(link).toHaveAttribute('href', '/api/v1/privacy/exports/x-1/file');
});

function withPetra(holds = 0) {
  answer('get', '/people', page([{ ...PETRA, email: 'petra@firm.example', is_active: true }]));
  answer('get', '/privacy/people/p-1/erasure', {
    name: PETRA.name,
    email: 'petra@firm.example',
    is_active: true,
    holds_tickets: holds,
    counts: {
      tickets: 3,
      messages: 7,
      files: 1,
      rating_comments: 2,
      notifications: 4,
      facts: 10_000,
    },
  });
}

async function choosePetra(user: ReturnType<typeof show>['user']) {
  await user.click(screen.getByRole('combobox', { name: 'Person' }));
  await user.click(await screen.findByText(/petra@firm/));
  await screen.findByText('What goes');
}

it('says what would go before it plans an erasure, and can undo it', async () => {
  withPetra();
  const planned = answer('post', '/privacy/people/p-1/erasure', anErasure(), 201);
  const undone = answer('post', '/privacy/erasures/e-1/take-back', anErasure());
  const { user } = show(<PersonPanel />, { me: ADMIN });
  await choosePetra(user);
  expect(screen.getByText(/7 messages in 3 tickets/)).toBeInTheDocument();
  expect(screen.getByText(/10,000\+ facts of the history/)).toBeInTheDocument();
  await user.click(screen.getByRole('radio', { name: /Name and address only/ }));
  expect(screen.queryByText(/7 messages in 3 tickets/)).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Plan the erasure' }));
  await waitFor(() => expect(planned).toHaveLength(1));
  expect(planned[0]?.body).toEqual({ kind: 'name_only', after_hours: 24 });
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(undone).toHaveLength(1));
});

it('erases nobody who still holds tickets', async () => {
  withPetra(2);
  const { user } = show(<PersonPanel />, { me: ADMIN });
  await choosePetra(user);
  expect(screen.getByText(/holds 2 open tickets/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Plan the erasure' })).toBeDisabled();
});

it('takes an erasure back that waits, and not one that is done', async () => {
  answer('get', '/privacy/erasures', page([anErasure(), anErasure({ id: 'e-2', state: 'done' })]));
  const back = answer('post', '/privacy/erasures/e-1/take-back', anErasure({ state: 'cancelled' }));
  const { user } = show(<ErasureList />, { me: ADMIN });
  const rows = await screen.findAllByTestId('erasure');
  expect(within(rows[1] as HTMLElement).queryByRole('button')).not.toBeInTheDocument();
  await user.click(within(rows[0] as HTMLElement).getByRole('button', { name: 'Take back' }));
  expect(await screen.findByText(/Petra Vanish stays/)).toBeInTheDocument();
  expect(back).toHaveLength(1);
});

const STATE: RetentionState = {
  version: 1,
  rules: [{ category: 'hr', months: 24, action: 'delete_words' }],
  archive_after_days: null,
  changed_by: null,
  changed_at: null,
};

beforeEach(() => {
  answer('post', '/privacy/retention/preview', {
    effects: [{ category: 'hr', action: 'delete_words', tickets: 212 }],
    archived: 0,
    held: 1,
  });
});

it('shows what rules would touch, saves them, and takes them back', async () => {
  answer('get', '/privacy/retention', STATE);
  const saved = answer('put', '/privacy/retention', { ...STATE, version: 2 });
  const { user } = show(<RetentionPanel />, { me: ADMIN });
  expect(await screen.findByText('212 tickets')).toBeInTheDocument();
  const months = screen.getByRole('textbox', { name: 'Months after closing' });
  await user.clear(months);
  await user.type(months, '36');
  expect(months).toHaveValue('36');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]?.body).toEqual({
    version: 1,
    rules: [{ category: 'hr', months: 36, action: 'delete_words' }],
    archive_after_days: null,
  });
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(saved).toHaveLength(2));
  expect(saved[1]?.body).toMatchObject({ version: 2, rules: STATE.rules });
});
