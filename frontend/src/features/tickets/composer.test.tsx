import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aTechnicianUser, aTicket } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, problem } from '../../../tests/server';
import { Composer, maySend } from './composer';

const MESSAGE = {
  id: 'm1',
  kind: 'reply',
  author: { id: 'tech-1', name: 'Ann Okafor' },
  text: 'Hello',
  created_at: '2026-03-02T09:00:00Z',
  attachments: [],
};

it('sends a reply and empties itself', async () => {
  const sent = answer('post', '/tickets/ticket-1/messages', MESSAGE, 201);
  const { user } = show(<Composer ticket={aTicket()} />, { me: aTechnicianUser() });
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), '  Hello ');
  await user.click(screen.getByRole('button', { name: 'Send reply' }));
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Reply' })).toHaveValue(''));
  expect(sent[0]?.body).toEqual({ kind: 'reply', text: 'Hello', attachment_ids: [] });
});

it('sends a note only as a note', async () => {
  const sent = answer('post', '/tickets/ticket-1/messages', { ...MESSAGE, kind: 'note' }, 201);
  const { user } = show(<Composer ticket={aTicket()} />, { me: aTechnicianUser() });
  await user.click(screen.getByText('Internal note'));
  await user.type(screen.getByRole('textbox', { name: 'Note' }), 'Check the switch.');
  await user.click(screen.getByRole('button', { name: 'Add note' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toMatchObject({ kind: 'note' });
});

it('sends by keyboard', async () => {
  const sent = answer('post', '/tickets/ticket-1/messages', MESSAGE, 201);
  const { user } = show(<Composer ticket={aTicket()} />, { me: aTechnicianUser() });
  await user.type(
    screen.getByRole('textbox', { name: 'Reply' }),
    'Hello{Control>}{Enter}{/Control}',
  );
  await waitFor(() => expect(sent).toHaveLength(1));
});

it('keeps the words when sending fails', async () => {
  answer('post', '/tickets/ticket-1/messages', () => problem(503, 'unavailable', 'Try later.'));
  const { user } = show(<Composer ticket={aTicket()} />, { me: aTechnicianUser() });
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'Hello');
  await user.click(screen.getByRole('button', { name: 'Send reply' }));
  expect(await screen.findByText('Try later.')).toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: 'Reply' })).toHaveValue('Hello');
});

it('offers a requester no note, and nobody a word on a closed ticket', () => {
  const { may } = aTicket();
  const first = show(<Composer ticket={aTicket({ may: { ...may, note: false } })} />);
  expect(screen.queryByText('Internal note')).not.toBeInTheDocument();
  first.unmount();
  show(<Composer ticket={aTicket({ may: { ...may, note: false, reply: false } })} />);
  expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
});

it.each([
  ['Hello', false, true],
  ['   ', false, false],
  ['Hello', true, false],
  ['x'.repeat(20_001), false, false],
])('may send %.5s while uploading %s: %s', (text, busy, may) => {
  expect(maySend(text, busy)).toBe(may);
});
