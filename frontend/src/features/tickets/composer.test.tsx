import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { aPerson, aTechnicianUser, aTicket } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, problem, type Seen } from '../../../tests/server';
import { Composer, maySend } from './composer';

const MESSAGE = {
  id: 'm1',
  kind: 'reply',
  author: { id: 'tech-1', name: 'Ann Okafor' },
  text: 'Hello',
  mentions: [],
  created_at: '2026-03-02T09:00:00Z',
  attachments: [],
};

const DRAFT = '/tickets/ticket-1/draft';
const ANN = { id: '01a20086-fbf1-73d8-8cdb-156d4322bdf2', name: 'Ann Okafor' };
let kept: Seen[] = [];

beforeEach(() => {
  localStorage.clear();
  answer('get', DRAFT, null);
  kept = answer('put', DRAFT, { kept: true, draft: null });
});

it('sends a reply and empties itself', async () => {
  const sent = answer('post', '/tickets/ticket-1/messages', MESSAGE, 201);
  const { user } = show(<Composer ticket={aTicket()} />, { me: aTechnicianUser() });
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), '  Hello ');
  await user.click(screen.getByRole('button', { name: 'Send reply' }));
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Reply' })).toHaveValue(''));
  expect(sent[0]?.body).toEqual({
    kind: 'reply',
    text: 'Hello',
    attachment_ids: [],
    after: 'ticket-1',
  });
  expect(localStorage.getItem('tikify:words:tech-1:ticket-1')).toBeNull();
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
  const me = aPerson();
  const first = show(<Composer ticket={aTicket({ may: { ...may, note: false } })} />, { me });
  expect(screen.getByRole('textbox', { name: 'Reply' })).toBeInTheDocument();
  expect(screen.queryByText('Internal note')).not.toBeInTheDocument();
  first.unmount();
  show(<Composer ticket={aTicket({ may: { ...may, note: false, reply: false } })} />, { me });
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

it('names a colleague in a note by keyboard, and sends the id', async () => {
  answer('get', '/tickets/ticket-1/mentionable', [ANN, { id: 'x', name: 'Anna Berg' }] as never);
  const sent = answer('post', '/tickets/ticket-1/messages', { ...MESSAGE, kind: 'note' }, 201);
  const { user } = show(<Composer ticket={aTicket()} />, { me: aTechnicianUser() });
  await user.click(screen.getByText('Internal note'));
  await user.type(screen.getByRole('textbox', { name: 'Note' }), 'Ask @an');
  const list = await screen.findByRole('listbox', { name: 'Colleagues' });
  expect(within(list).getAllByRole('option')).toHaveLength(2);
  await user.keyboard('{ArrowDown}{ArrowUp}{Enter}');
  expect(screen.getByRole('textbox', { name: 'Note' })).toHaveValue('Ask @Ann Okafor ');
  await user.keyboard('please');
  await user.click(screen.getByRole('button', { name: 'Add note' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toMatchObject({ text: `Ask @[${ANN.id}] please` });
});

it('offers nobody in a reply', async () => {
  const asked = answer('get', '/tickets/ticket-1/mentionable', [ANN] as never);
  const { user } = show(<Composer ticket={aTicket()} />, { me: aTechnicianUser() });
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'Ask @an');
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
  expect(asked).toHaveLength(0);
});

it('keeps what is written, here at once and on the server soon after', async () => {
  const { user } = show(<Composer ticket={aTicket()} />, { me: aTechnicianUser() });
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'Could you');
  expect(localStorage.getItem('tikify:words:tech-1:ticket-1')).toContain('Could you');
  await waitFor(() => expect(kept).toHaveLength(1), { timeout: 5_000 });
  expect(kept[0]?.body).toMatchObject({ kind: 'reply', text: 'Could you' });
});

it('finds the words of another device again, names and all', async () => {
  const edited_at = '2026-03-02T09:00:00Z';
  const text = `Ask @[${ANN.id}]`;
  answer('get', DRAFT, { kind: 'note', text, mentions: [ANN], device: 'phone', edited_at });
  show(<Composer ticket={aTicket()} />, { me: aTechnicianUser() });
  expect(await screen.findByDisplayValue('Ask @Ann Okafor')).toBeInTheDocument();
});

it('says when two devices differ and lets one choose', async () => {
  const words = { kind: 'reply', mentions: [], device: 'here' };
  const [early, late] = ['2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z'];
  localStorage.setItem(
    'tikify:words:tech-1:ticket-1',
    JSON.stringify({ ...words, text: 'From here', edited_at: early }),
  );
  answer('get', DRAFT, { ...words, text: 'From the phone', device: 'phone', edited_at: late });
  const { user } = show(<Composer ticket={aTicket()} />, { me: aTechnicianUser() });
  expect(await screen.findByDisplayValue('From the phone')).toBeInTheDocument();
  expect(screen.getByTestId('draft-notice')).toHaveTextContent('From here');
  await user.click(screen.getByRole('button', { name: 'Use those words' }));
  expect(screen.getByRole('textbox', { name: 'Reply' })).toHaveValue('From here');
  expect(screen.queryByTestId('draft-notice')).not.toBeInTheDocument();
});

it('shows what came in meanwhile and asks before it sends', async () => {
  const newer = { ...MESSAGE, id: 'm9', text: 'It works again.' };
  const sent = answer('post', '/tickets/ticket-1/messages', (seen) => {
    const { after } = seen.body as { after: string };
    if (after === 'm9') return MESSAGE;
    return problem(409, 'newer_messages', 'Somebody wrote.', { current: [newer] });
  });
  const { user } = show(<Composer ticket={aTicket()} />, { me: aTechnicianUser() });
  await user.type(screen.getByRole('textbox', { name: 'Reply' }), 'Restart it.');
  await user.click(screen.getByRole('button', { name: 'Send reply' }));
  const dialog = await screen.findByRole('dialog', { name: 'Somebody else wrote in the meantime' });
  expect(within(dialog).getByText('It works again.')).toBeInTheDocument();
  await user.click(within(dialog).getByRole('button', { name: 'Send mine as well' }));
  await waitFor(() => expect(sent).toHaveLength(2));
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Reply' })).toHaveValue(''));
});
