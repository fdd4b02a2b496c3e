import { screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { aPerson, aTicket } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, page, problem } from '../../../tests/server';
import { SubmitForm } from './submit-form';

function form(onSubmitted = vi.fn()) {
  answer('get', '/tags', page([{ name: 'printer', count: 2 }]));
  return { onSubmitted, ...show(<SubmitForm onSubmitted={onSubmitted} />, { me: aPerson() }) };
}

it('sends the words with a key, forgets the draft and hands over the ticket', async () => {
  const sent = answer('post', '/tickets', aTicket({ reference: 'TK-10042' }), 201);
  const { user, onSubmitted } = form();
  await user.type(screen.getByLabelText(/Subject/), 'VPN drops');
  await user.type(screen.getByLabelText(/Description/), 'Every five minutes.');
  await user.click(screen.getByRole('button', { name: 'Submit ticket' }));
  await waitFor(() => expect(onSubmitted).toHaveBeenCalledOnce());
  expect(sent[0]?.body).toMatchObject({ subject: 'VPN drops', description: 'Every five minutes.' });
  expect(sent[0]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f]{32}$/);
  expect(sessionStorage.getItem('tikify:attempt')).toBeNull();
});

it('says what is missing and sends nothing', async () => {
  const sent = answer('post', '/tickets', aTicket(), 201);
  const { user } = form();
  await user.click(screen.getByRole('button', { name: 'Submit ticket' }));
  expect(await screen.findByText('Say in a few words what is wrong.')).toBeInTheDocument();
  expect(sent).toHaveLength(0);
});

it('keeps every word when the server refuses, and repeats the key when it is sent again', async () => {
  const sent = answer('post', '/tickets', (_, call) =>
    call === 1 ? problem(503, 'unavailable', 'The database is away.') : aTicket(),
  );
  const { user, onSubmitted } = form();
  await user.type(screen.getByLabelText(/Subject/), 'VPN drops');
  await user.type(screen.getByLabelText(/Description/), 'Every five minutes.');
  await user.click(screen.getByRole('button', { name: 'Submit ticket' }));
  expect(await screen.findByText(/The database is away/)).toBeInTheDocument();
  expect(screen.getByLabelText(/Description/)).toHaveValue('Every five minutes.');
  expect(sessionStorage.getItem('tikify:draft')).toContain('Every five minutes.');

  await user.click(screen.getByRole('button', { name: 'Submit ticket' }));
  await waitFor(() => expect(onSubmitted).toHaveBeenCalledOnce());
  expect(sent[1]?.headers.get('idempotency-key')).toBe(sent[0]?.headers.get('idempotency-key'));
});

it('shows a field problem at its field', async () => {
  answer('post', '/tickets', () =>
    problem(422, 'invalid_request', 'subject: not so.', {
      errors: [{ field: 'subject', message: 'Not so.' }],
    }),
  );
  const { user } = form();
  await user.type(screen.getByLabelText(/Subject/), 'x');
  await user.type(screen.getByLabelText(/Description/), 'y');
  await user.click(screen.getByRole('button', { name: 'Submit ticket' }));
  expect(await screen.findByText('Not so.')).toBeInTheDocument();
});

it('uploads a chosen file, shows a refused one with its reason, and sends the ids', async () => {
  answer('post', '/attachments', (_, call) =>
    call === 1
      ? {
          id: 'a1',
          filename: 'log.txt',
          content_type: 'text/plain',
          size: 5,
          created_at: '2026-03-02T09:00:00Z',
          url: '/api/v1/attachments/a1',
        }
      : problem(415, 'attachment_type_refused', 'Programs are not accepted.'),
  );
  const sent = answer('post', '/tickets', aTicket(), 201);
  const { user, container, onSubmitted } = form();
  const input = container.querySelector('input[type=file]') as HTMLInputElement;
  await user.upload(input, new File(['hello'], 'log.txt', { type: 'text/plain' }));
  expect(await screen.findByRole('button', { name: 'Remove log.txt' })).toBeInTheDocument();
  await user.upload(input, new File(['MZ'], 'virus.exe'));
  expect(await screen.findByText('Programs are not accepted.')).toBeInTheDocument();

  await user.type(screen.getByLabelText(/Subject/), 'x');
  await user.type(screen.getByLabelText(/Description/), 'y');
  await user.click(screen.getByRole('button', { name: 'Submit ticket' }));
  await waitFor(() => expect(onSubmitted).toHaveBeenCalled());
  expect(sent[0]?.body).toMatchObject({ attachment_ids: ['a1'] });
});
