import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Relation, TicketRelations } from '@/api/types';
import { aPerson, aTechnicianUser, aTicket, aTicketRow } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, page } from '../../../tests/server';
import { IncidentBanner } from './incident-banner';
import { MergeDialog } from './merge-dialog';
import { endsOf, relationText } from './relation-words';
import { RelationsPanel } from './relations-panel';

const PATH = '/tickets/ticket-1/relations';
const OTHER = {
  id: 'ticket-2',
  reference: 'TK-10002',
  subject: 'Mail is down',
  status: 'assigned',
  priority: 'high',
  requester: { id: 'person-2', name: 'Ravi Rao' },
} as const;

function relation(part: Partial<Relation> = {}): Relation {
  return {
    id: 'relation-1',
    kind: 'related',
    direction: 'from',
    other: OTHER,
    made_by: null,
    made_at: '2026-03-02T09:00:00Z',
    ...part,
  };
}

function relations(part: Partial<TicketRelations> = {}): TicketRelations {
  return { incident: null, relations: [], ...part };
}

const ticket = aTicket({ id: 'ticket-1', reference: 'TK-10001' });

it('says each relation as it is seen from this ticket', () => {
  expect(relationText({ kind: 'merged_into', direction: 'from' })).toBe('Goes on as');
  expect(relationText({ kind: 'child_of', direction: 'to' })).toBe('Has a part');
  expect(endsOf('child_of:to')).toEqual({ kind: 'child_of', direction: 'to' });
});

it('shows the other tickets and takes a link back, with the way to make it again', async () => {
  answer('get', PATH, relations({ relations: [relation()] }));
  const removed = answer('delete', `${PATH}/relation-1`, relations());
  const again = answer('post', PATH, relations({ relations: [relation()] }));
  const { user } = show(<RelationsPanel ticket={ticket} />, { me: aTechnicianUser() });
  const row = await screen.findByTestId('relation');
  expect(within(row).getByRole('link', { name: 'Mail is down' })).toHaveAttribute(
    'href',
    '/tickets/ticket-2',
  );
  await user.click(screen.getByRole('button', { name: 'Remove the link with TK-10002' }));
  await user.click(await screen.findByRole('button', { name: /Undo/ }));
  await waitFor(() => expect(again).toHaveLength(1));
  expect(removed).toHaveLength(1);
  expect(again[0]?.body).toEqual({ other_id: 'ticket-2', kind: 'related', direction: 'from' });
});

it('keeps where a ticket comes from', async () => {
  answer('get', PATH, relations({ relations: [relation({ kind: 'split_from' })] }));
  show(<RelationsPanel ticket={ticket} />, { me: aTechnicianUser() });
  expect(await screen.findByText('Split off from')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /Remove the link/ })).not.toBeInTheDocument();
});

it('spares a requester an empty frame', async () => {
  const calls = answer('get', PATH, relations());
  show(<RelationsPanel ticket={ticket} />, { me: aPerson() });
  await expect.poll(() => calls.length).toBe(1);
  expect(screen.queryByTestId('relations')).not.toBeInTheDocument();
});

it('says what merging does before it is done, and takes it back', async () => {
  answer('get', '/tickets', page([aTicketRow(OTHER)]));
  answer('get', '/tickets/ticket-1/merge-preview', {
    source: { ...OTHER, id: 'ticket-1', reference: 'TK-10001' },
    target: { ...OTHER, requester: { id: 'person-3', name: 'Ida Lind' } },
    refusal: null,
    messages: 3,
    attachments: 1,
    freed: { id: 'person-9', name: 'Ann Okafor' },
    new_watchers: [{ id: 'person-9', name: 'Ann Okafor' }],
    requesters_differ: true,
  });
  const merged = answer('post', '/tickets/ticket-1/merge', OTHER);
  const back = answer('post', '/tickets/ticket-1/unmerge', { ...OTHER, id: 'ticket-1' });
  const { user } = show(<MergeDialog ticket={ticket} onClose={() => undefined} />, {
    me: aTechnicianUser(),
  });
  await user.type(screen.getByLabelText('Into which ticket?'), 'mail');
  await user.click(await screen.findByRole('button', { name: /Mail is down/ }));
  const said = await screen.findByTestId('merge-preview');
  expect(said).toHaveTextContent('Ann Okafor has room for another ticket');
  expect(said).toHaveTextContent('3 messages and 1 file stay there');
  expect(said).toHaveTextContent('Ravi Rao and Ida Lind do not see each other’s words');
  await user.click(screen.getByRole('button', { name: 'Merge' }));
  await user.click(await screen.findByRole('button', { name: /Undo/ }));
  await waitFor(() => expect(back).toHaveLength(1));
  expect(merged[0]?.body).toEqual({ into_id: 'ticket-2' });
});

it('says why two tickets cannot be merged', async () => {
  const refusal = 'TK-10002 is closed. Reopen it first, or merge the other way round.';
  answer('get', '/tickets/ticket-1/merge-preview', {
    source: OTHER,
    target: OTHER,
    refusal,
    messages: 1,
    attachments: 0,
    freed: null,
    new_watchers: [],
    requesters_differ: false,
  });
  show(<MergeDialog ticket={ticket} into={OTHER} onClose={() => undefined} />, {
    me: aTechnicianUser(),
  });
  expect(await screen.findByText(refusal)).toBeInTheDocument();
});

const INCIDENT = {
  declared_by: null,
  declared_at: '2026-03-02T09:00:00Z',
  attached: 3,
  attached_open: 2,
};

it('solves an incident together and names what stays open', async () => {
  answer('get', PATH, relations({ incident: INCIDENT }));
  const solved = answer('post', '/tickets/ticket-1/incident/solve', {
    solved: [OTHER],
    stayed_open: [{ ticket_id: 'ticket-5', reference: 'TK-10005', sentence: 'Wrote later.' }],
  });
  const { user } = show(<IncidentBanner ticket={ticket} />, { me: aTechnicianUser() });
  expect(await screen.findByText('3 tickets attached, 2 of them open.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Solve together' }));
  await user.type(await screen.findByLabelText(/How was it solved/), 'New cable.');
  await user.click(screen.getByRole('button', { name: 'Solve' }));
  expect(await screen.findByText(/Still open.*TK-10005/)).toBeInTheDocument();
  expect(solved[0]?.body).toEqual({ resolution: 'New cable.' });
});

it('attaches what looks alike', async () => {
  answer('get', PATH, relations({ incident: { ...INCIDENT, attached: 0, attached_open: 0 } }));
  const attached = answer('post', '/tickets/ticket-1/incident/tickets', {
    attached: [OTHER],
    refused: [],
  });
  const { user } = show(<IncidentBanner ticket={ticket} alike={[OTHER]} />, {
    me: aTechnicianUser(),
  });
  await user.click(await screen.findByRole('button', { name: 'Attach tickets' }));
  await user.click(await screen.findByLabelText('TK-10002 Mail is down'));
  await user.click(screen.getByRole('button', { name: 'Attach' }));
  await waitFor(() => expect(attached[0]?.body).toEqual({ ticket_ids: ['ticket-2'] }));
});
