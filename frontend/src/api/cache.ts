/** What every change of a ticket does to the cache: shown at once, taken back when refused, the rest refetched. */

import type { InfiniteData, Query, QueryClient, QueryKey } from '@tanstack/react-query';
import { http, take } from './http';
import { keys } from './keys';
import type { Page, TicketDetail, TicketRow } from './types';

/** Fetching more pages than these anew at every event would keep page and server busy. */
const PAGES_REFETCHED = 3;

type Rows = InfiniteData<Page<TicketRow>>;

function isRows(data: unknown): data is Rows {
  return Array.isArray((data as Rows | undefined)?.pages);
}

/** Has somebody scrolled so far down this list that fetching all of it anew is out of the question? */
export function isLong(query: Pick<Query, 'state'>): boolean {
  const { data } = query.state;
  return isRows(data) && data.pages.length > PAGES_REFETCHED;
}

/** Let what stands under a key be fetched anew; a long list is only marked as old. */
export function refresh(client: QueryClient, queryKey: QueryKey): void {
  void client.invalidateQueries({ queryKey, predicate: (query) => !isLong(query) });
  void client.invalidateQueries({ queryKey, predicate: isLong, refetchType: 'none' });
}

/** Keep the first page of a long list and fetch it anew. */
export function restart(client: QueryClient, queryKey: QueryKey): void {
  client.setQueryData<Rows>(
    queryKey,
    (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
  );
  void client.invalidateQueries({ queryKey });
}

/** Store the ticket that a command returned and refresh whatever shows it elsewhere. */
export function storeTicket(client: QueryClient, ticket: TicketDetail): void {
  client.setQueryData(keys.tickets.detail(ticket.id), ticket);
  changeRows(client, ticket.id, () => ticket);
  void client.invalidateQueries({
    queryKey: keys.tickets.all,
    // The detail is what we just stored; fetching it again would only make it blink.
    predicate: (query) =>
      !isLong(query) && !(query.queryKey[2] === ticket.id && query.queryKey[3] === 'detail'),
  });
}

/** After an event about a ticket: long lists are not fetched anew, so the row alone is. */
export async function refreshRow(client: QueryClient, id: string): Promise<void> {
  const shown = client
    .getQueryCache()
    .findAll({ queryKey: keys.tickets.lists, type: 'active', predicate: isLong })
    .some(({ state }) => (state.data as Rows).pages.some(({ items }) => items.some(isRow(id))));
  if (!shown) return;
  const at = { params: { path: { ticket_id: id } } };
  const ticket = await take(http.GET('/api/v1/tickets/{ticket_id}', at));
  changeRows(client, id, () => ticket);
}

const isRow = (id: string) => (row: TicketRow) => row.id === id;

type Change = (row: TicketRow) => Partial<TicketDetail>;

function changed<T extends TicketRow>(row: T, change: Change): T {
  return { ...row, ...change(row) };
}

/** Change a ticket in every list that shows it: endless lists, and the sections of a queue. */
function changeRows(client: QueryClient, id: string, change: Change): void {
  const inItems = (items: TicketRow[]) =>
    items.some(isRow(id))
      ? items.map((row) => (row.id === id ? changed(row, change) : row))
      : items;
  client.setQueriesData<Rows>({ queryKey: keys.tickets.lists }, (data) =>
    isRows(data)
      ? { ...data, pages: data.pages.map((page) => ({ ...page, items: inItems(page.items) })) }
      : data,
  );
  client.setQueryData<Record<string, unknown>>(keys.tickets.queue, (queue) => {
    if (!queue) return queue;
    const part = (value: unknown) => {
      if (Array.isArray(value) && hasTickets(value)) return inItems(value);
      const row = value as TicketRow | null;
      return row?.id === id ? changed(row, change) : value;
    };
    return Object.fromEntries(Object.entries(queue).map(([name, value]) => [name, part(value)]));
  });
}

function hasTickets(rows: unknown[]): rows is TicketRow[] {
  return typeof (rows[0] as TicketRow | undefined)?.reference === 'string';
}

/**
 * Show a change before the server confirmed it.
 *
 * Returns the way back. It restores only what still is as this change left it: what arrived in the
 * meantime, from the server or a later change, stays.
 */
export function showAhead(
  client: QueryClient,
  id: string,
  part: Partial<TicketDetail>,
): () => void {
  // An answer that is under way knows nothing of the change yet and would undo it for a moment.
  void client.cancelQueries({ queryKey: keys.tickets.lists });
  void client.cancelQueries({ queryKey: keys.tickets.queue });
  void client.cancelQueries({ queryKey: keys.tickets.detail(id), exact: true });
  const before = new Map<string, unknown>();
  const keep: Change = (row) => {
    for (const name of Object.keys(part)) {
      const value = (row as unknown as Record<string, unknown>)[name];
      if (!before.has(name)) before.set(name, value);
    }
    return part;
  };
  const all = (change: Change) => {
    client.setQueryData<TicketDetail>(
      keys.tickets.detail(id),
      (ticket) => ticket && changed(ticket, change),
    );
    changeRows(client, id, change);
  };
  all(keep);
  return () =>
    all((row) => {
      const now = row as unknown as Record<string, unknown>;
      const left = part as Record<string, unknown>;
      const back = [...before].filter(([name]) => now[name] === left[name]);
      return Object.fromEntries(back);
    });
}
