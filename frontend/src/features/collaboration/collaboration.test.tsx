import { act, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { noteWriting, stopWriting } from '@/lib/writing';
import { aTechnician, aTechnicianUser, aTicket } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, page, problem, type Seen } from '../../../tests/server';
import { HandOverButton } from './hand-over';
import { HereStrip, namesOf } from './here-strip';

const BOB = { person: { id: 'tech-2', name: 'Bob Lee' }, doing: 'writing' as const };
const ZOE = { person: { id: 'tech-3', name: 'Zoe Hall' }, doing: 'looking' as const };
const HERE = '/tickets/ticket-1/here';
let gone: Seen[] = [];

beforeEach(() => {
  answer('get', HERE, [] as never);
  gone = answer('delete', HERE, null, 204);
});

it('says who is replying and who is looking, and leaves when the page does', async () => {
  const said = answer('put', HERE, [BOB, ZOE] as never);
  const { unmount } = show(<HereStrip ticketId="ticket-1" />, { me: aTechnicianUser() });
  expect(await screen.findByText('Bob Lee is replying…')).toBeInTheDocument();
  expect(screen.getByText('Zoe Hall is looking at this too')).toBeInTheDocument();
  expect(said[0]?.body).toEqual({ doing: 'looking' });
  unmount();
  await waitFor(() => expect(gone).toHaveLength(1));
});

it('tells the others when one writes and when one has sent', async () => {
  const said = answer('put', HERE, [] as never);
  show(<HereStrip ticketId="ticket-1" />, { me: aTechnicianUser() });
  await waitFor(() => expect(said).toHaveLength(1));
  act(() => noteWriting('ticket-1'));
  await waitFor(() => expect(said.at(-1)?.body).toEqual({ doing: 'writing' }));
  act(() => stopWriting('ticket-1'));
  await waitFor(() => expect(said.at(-1)?.body).toEqual({ doing: 'looking' }));
});

it('is silent when nobody else is there or the line is away', async () => {
  const said = answer('put', HERE, () => problem(503, 'unavailable', 'Away.') as never);
  show(<HereStrip ticketId="ticket-1" />, { me: aTechnicianUser() });
  await waitFor(() => expect(said).toHaveLength(1));
  expect(screen.getByTestId('here')).toBeEmptyDOMElement();
});

it.each([
  [[BOB], 'Bob Lee'],
  [[BOB, ZOE], 'Bob Lee and Zoe Hall'],
  [[BOB, ZOE, BOB, ZOE], 'Bob Lee, Zoe Hall and 2 more'],
])('names people as one says them', (people, words) => {
  expect(namesOf(people)).toBe(words);
});

it('hands a ticket to a colleague with a note', async () => {
  answer('get', '/technicians', page([aTechnician({ id: 'tech-2', name: 'Bob Lee' })]));
  const sent = answer(
    'post',
    '/tickets/ticket-1/hand-over',
    aTicket({ assignee: { id: 'tech-2', name: 'Bob Lee' } }),
  );
  const { user } = show(<HandOverButton ticket={aTicket()} />, { me: aTechnicianUser() });
  await user.click(screen.getByRole('button', { name: 'Hand over' }));
  const button = () => screen.getAllByRole('button', { name: 'Hand over' }).at(-1)!;
  expect(button()).toBeDisabled();
  await user.click(screen.getByRole('combobox', { name: 'Colleague' }));
  await user.click(await screen.findByText(/Bob Lee/));
  expect(button()).toBeDisabled();
  await user.type(screen.getByRole('textbox', { name: /What must they know/ }), 'The firewall.');
  await user.click(button());
  expect(await screen.findByText('TK-10001 is with Bob Lee now.')).toBeInTheDocument();
  expect(sent[0]?.body).toEqual({
    version: 3,
    to: 'person',
    to_id: 'tech-2',
    note: 'The firewall.',
    keep_watching: true,
  });
});

it('hands nothing over that is finished', () => {
  show(<HandOverButton ticket={aTicket({ status: 'closed' })} />, { me: aTechnicianUser() });
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});
