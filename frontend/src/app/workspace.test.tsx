import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { Shortcuts } from './shell/shortcuts';
import type { TicketRow } from '@/api/types';
import {
  anAssignment,
  aPerson,
  aQueue,
  aTechnicianUser,
  aTicket,
  aTicketRow,
  aTriage,
  similarTickets,
} from '../../tests/builders';
import { show } from '../../tests/render';
import { answer, page, problem } from '../../tests/server';
import { closePicker } from '@/ui/picker-store';
import { TicketsPage } from '@/routes/tickets';

const one = aTicketRow({ id: 'a', reference: 'TK-1', subject: 'First', assignee: null });
const two = aTicketRow({ id: 'b', reference: 'TK-2', subject: 'Second' });

function workspace(rows: TicketRow[] = [one, two], at = '/tickets') {
  answer('get', '/tickets', page(rows));
  for (const row of rows) ticketAnswers(row);
  const element = (
    <>
      <TicketsPage />
      <Shortcuts />
    </>
  );
  const routes = [
    { path: '/tickets/:ticketId?', element },
    { path: '*', element },
  ];
  return show(null, { routes, me: aTechnicianUser(), at });
}

function ticketAnswers(row: TicketRow) {
  const at = `/tickets/${row.id}`;
  // What other panels ask for is not what these stories are about.
  answer('get', `${at}/*`, () => problem(404, 'not_found', 'Not here.'));
  answer('get', at, aTicket({ ...row }));
  answer('get', `${at}/messages`, page([]));
  answer('get', `${at}/history`, page([]));
  answer('get', `${at}/triage`, aTriage());
  answer('get', `${at}/assignment`, anAssignment());
  answer('get', `${at}/similar`, similarTickets({ solved: [] }));
  answer('get', `${at}/service-level`, NO_LEVEL);
  answer('get', `${at}/draft`, null);
  answer('get', `${at}/time`, { total_minutes: 0, running_since: null, entries: [] });
  answer('get', `${at}/here`, []);
  answer('put', `${at}/here`, null, 204);
}

const NO_LEVEL = {
  ...{ policy: null, calendar: null, clocks: [], is_open_now: true, opens_at: null },
};

beforeEach(() => {
  closePicker();
  answer('get', '/me/queue', aQueue());
  answer('get', '/templates', page([]));
  answer('get', '/macros', page([]));
  answer('get', '/saved-views', page([]));
  answer('get', '/tags', page([{ name: 'vpn', count: 2 }]));
  answer('get', '/technicians', page([]));
});

const cursor = () => document.querySelector('[data-cursor] a')?.textContent ?? '';

describe('the list under the keyboard', () => {
  it('walks with j and k and stays inside', async () => {
    const { user } = workspace();
    await screen.findByText('First');
    await user.keyboard('j');
    expect(cursor()).toContain('TK-1');
    await user.keyboard('jj');
    expect(cursor()).toContain('TK-2');
    await user.keyboard('kkk');
    expect(cursor()).toContain('TK-1');
  });

  it('takes the ticket under the cursor and gives it back with z', async () => {
    const taken = aTicket({ ...one, version: 4, assignee: { id: 'tech-1', name: 'Ann Okafor' } });
    const sent = answer('post', '/tickets/a/take', taken);
    const back = answer('post', '/tickets/a/assign', aTicket({ ...one, version: 5 }));
    const { user } = workspace();
    await screen.findByText('First');
    await user.keyboard('jc');
    expect(await screen.findByText('TK-1 is yours.')).toBeInTheDocument();
    expect(sent[0]?.body).toEqual({ version: 3 });
    await user.keyboard('z');
    expect(await screen.findByText('TK-1 is as it was.')).toBeInTheDocument();
    expect(back[0]?.body).toEqual({ version: 4, technician_id: null });
  });

  it('puts everything back when the server refuses, and says why', async () => {
    answer('patch', '/tickets/a', () => problem(409, 'locked', 'It is locked.'));
    const { user } = workspace();
    await screen.findByText('First');
    await user.keyboard('jp');
    await user.type(await screen.findByRole('combobox', { name: /Priority/ }), 'crit{Enter}');
    expect(await screen.findByText('It is locked.')).toBeInTheDocument();
    expect(screen.getAllByTestId('priority')[0]).toHaveTextContent('High');
  });

  it('changes all selected tickets with one request and offers the way back', async () => {
    const undo = [{ ticket_id: 'a', version: 4, priority: 'high' }];
    const sent = answer('post', '/tickets/bulk', ({ body }) => {
      const ids = (body as { changes: { ticket_id: string }[] }).changes.map(
        (one) => one.ticket_id,
      );
      return {
        outcomes: ids.map((ticket_id) =>
          ticket_id === 'a'
            ? { ticket_id, done: true, code: null, detail: null, ticket: null }
            : { ticket_id, done: false, code: 'x', detail: 'It is closed.', ticket: null },
        ),
        undo,
      };
    });
    const { user } = workspace();
    await screen.findByText('First');
    await user.keyboard('jxjx');
    expect(screen.getByTestId('bulk')).toHaveTextContent('2 tickets selected');
    await user.keyboard('p');
    await user.type(await screen.findByRole('combobox', { name: /priority/ }), 'low{Enter}');
    expect(await screen.findByText('1 ticket now low.')).toBeInTheDocument();
    expect(await screen.findByText('1 ticket: It is closed.')).toBeInTheDocument();
    expect(sent[0]?.body).toMatchObject({
      changes: [
        { ticket_id: 'a', priority: 'low' },
        { ticket_id: 'b', priority: 'low' },
      ],
    });
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(sent[1]?.body).toEqual({ changes: undo }));
  });
});

describe('the ticket beside its list', () => {
  it('opens with o, follows the walk, and closes with Escape', async () => {
    const { user, router } = workspace();
    await screen.findByText('First');
    await user.keyboard('jo');
    expect(await screen.findByRole('heading', { level: 1, name: 'First' })).toBeInTheDocument();
    expect(screen.getByRole('list', { name: 'Tickets' })).toBeInTheDocument();
    await user.keyboard('j');
    await waitFor(() => expect(router.state.location.pathname).toBe('/tickets/b'));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(router.state.location.pathname).toBe('/tickets'));
  });

  it('keeps the filters while a ticket is opened and closed', async () => {
    const { user, router } = workspace([one, two], '/tickets?status=assigned');
    await screen.findByText('First');
    await user.keyboard('jo');
    await screen.findByRole('heading', { level: 1, name: 'First' });
    expect(router.state.location.search).toBe('?status=assigned');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(router.state.location.pathname).toBe('/tickets'));
    expect(router.state.location.search).toBe('?status=assigned');
  });

  it('writes a note with n, though the ticket was not open yet', async () => {
    const { user } = workspace();
    await screen.findByText('First');
    await user.keyboard('jn');
    const field = await screen.findByRole('textbox', { name: 'Note' });
    await waitFor(() => expect(field).toHaveFocus());
  });

  it('shows only the ticket in focus mode', async () => {
    const { user, router } = workspace();
    await screen.findByText('First');
    await user.keyboard('jo');
    await screen.findByRole('heading', { level: 1, name: 'First' });
    await user.keyboard('f');
    await waitFor(() => expect(router.state.location.search).toContain('focus'));
    expect(screen.queryByRole('list', { name: 'Tickets' })).not.toBeInTheDocument();
  });
});

describe('the palette', () => {
  it('finds commands, tickets and people', async () => {
    answer('get', '/people', page([{ id: 'p1', name: 'Vera Pn', email: 'vera@example.com' }]));
    const { user } = workspace();
    await screen.findByText('First');
    await user.keyboard('{Control>}k{/Control}');
    const field = await screen.findByRole('combobox', { name: 'Search and commands' });
    await user.type(field, 'ver');
    expect(await screen.findByRole('option', { name: /Vera Pn/ })).toBeInTheDocument();
    await user.clear(field);
    await user.type(field, 'my queue');
    expect(await screen.findByRole('option', { name: /My queue/ })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });
});

it('sends a requester who asks for all tickets to their own', async () => {
  const routes = [
    { path: '/tickets/:ticketId?', element: <TicketsPage /> },
    { path: '/my-tickets', element: <p>Own tickets</p> },
  ];
  show(null, { routes, me: aPerson(), at: '/tickets' });
  expect(await screen.findByText('Own tickets')).toBeInTheDocument();
});
