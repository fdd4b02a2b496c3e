import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { aQueue, aTicket, aTicketRow } from '../../tests/builders';
import { answer, page } from '../../tests/server';
import { isLong, refresh, refreshRow, restart, showAhead, storeTicket } from './cache';
import { keys } from './keys';
import { rowsOf } from './paging';
import type { MyQueue, Page, TicketDetail, TicketRow } from './types';

const LIST = keys.tickets.list({});

function rows(pages: TicketRow[][]) {
  return {
    pages: pages.map((items): Page<TicketRow> => ({ items, next_cursor: null })),
    pageParams: pages.map(() => null),
  };
}

function filled(pages = 1) {
  const client = new QueryClient();
  const row = aTicketRow();
  const others = Array.from({ length: pages - 1 }, (_, at) => [aTicketRow({ id: `t${at}` })]);
  client.setQueryData(LIST, rows([[row, aTicketRow({ id: 'other' })], ...others]));
  client.setQueryData(keys.tickets.detail('ticket-1'), aTicket());
  client.setQueryData(keys.tickets.queue, aQueue({ next: [row] }));
  const inList = () => rowsOf(client.getQueryData<ReturnType<typeof rows>>(LIST));
  const detail = () => client.getQueryData<TicketDetail>(keys.tickets.detail('ticket-1'));
  const queue = () => client.getQueryData<MyQueue>(keys.tickets.queue);
  return { client, inList, detail, queue };
}

describe('a change shown ahead', () => {
  it('stands in list, queue and page at once, and nowhere else', () => {
    const { client, inList, detail, queue } = filled();
    showAhead(client, 'ticket-1', { priority: 'critical' });
    expect(inList().map(({ priority }) => priority)).toEqual(['critical', 'high']);
    expect(detail()?.priority).toBe('critical');
    expect(queue()?.next[0]?.priority).toBe('critical');
    expect(queue()?.capacity).toBe(aQueue().capacity);
  });

  it('leaves no trace when it is taken back', () => {
    const { client, inList, detail, queue } = filled();
    const before = [inList(), detail(), queue()];
    showAhead(client, 'ticket-1', { priority: 'critical', status: 'closed' })();
    expect([inList(), detail(), queue()]).toEqual(before);
  });

  it('takes back only what is still its own', () => {
    const { client, inList } = filled();
    const back = showAhead(client, 'ticket-1', { priority: 'critical', status: 'closed' });
    storeTicket(client, aTicket({ priority: 'low', status: 'closed', version: 9 }));
    back();
    expect(inList()[0]).toMatchObject({ priority: 'low', status: 'assigned', version: 9 });
  });
});

describe('a long list', () => {
  const query = (client: QueryClient) => client.getQueryCache().find({ queryKey: LIST });

  it('is one of more pages than are fetched anew', () => {
    expect(isLong(query(filled(3).client) ?? { state: {} as never })).toBe(false);
    expect(isLong(query(filled(4).client) ?? { state: {} as never })).toBe(true);
  });

  it('is only marked as old by an event', () => {
    const { client } = filled(5);
    refresh(client, keys.tickets.lists);
    expect(query(client)?.state.isInvalidated).toBe(true);
    expect(query(client)?.state.fetchStatus).toBe('idle');
  });

  it('fetches the one row that changed, if it shows it', async () => {
    const { client, inList } = filled(5);
    const calls = answer('get', '/tickets/t3', aTicket({ id: 't3', subject: 'Changed' }));
    // Rows are fetched for lists on the screen only.
    const watched = new InfiniteQueryObserver(client, {
      queryKey: LIST,
      queryFn: () => Promise.reject(new Error('fetched whole')),
      initialPageParam: null,
      getNextPageParam: () => null,
      enabled: true,
      staleTime: Infinity,
    });
    const leave = watched.subscribe(() => undefined);
    await refreshRow(client, 't3');
    await refreshRow(client, 'elsewhere');
    expect(inList().find(({ id }) => id === 't3')?.subject).toBe('Changed');
    expect(calls).toHaveLength(1);
    leave();
  });

  it('begins anew from its first page', () => {
    const { client, inList } = filled(5);
    answer('get', '/tickets', page([]));
    restart(client, LIST);
    expect(inList().map(({ id }) => id)).toEqual(['ticket-1', 'other']);
  });
});
