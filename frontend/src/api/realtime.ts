/** Server-sent events: they carry ids, never rows. A closed map says which queries each one makes old. */

import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { refresh, refreshRow } from './cache';
import { keys } from './keys';

export type RealtimeEvent = 'ticket' | 'notification' | 'presence' | 'what_if' | 'here';
type Data = Record<string, unknown>;

/** Which queries an event makes old. */
export const INVALIDATES: Record<RealtimeEvent, (data: Data) => QueryKey[]> = {
  ticket: ({ type, ticket_id: id }) => [
    keys.tickets.lists,
    keys.tickets.counts,
    keys.tickets.queue,
    keys.tickets.review,
    keys.tickets.waiting,
    keys.technicians,
    ...(typeof id === 'string' ? [keys.tickets.one(id)] : []),
    ...(type === 'ticket_rated' ? [keys.feedback.all] : []),
  ],
  notification: () => [keys.notifications.list, keys.notifications.unread],
  presence: () => [keys.technicians, keys.presence, keys.tickets.waiting],
  here: ({ ticket_id: id }) => (typeof id === 'string' ? [keys.here(id)] : []),
  what_if: ({ run_id: id }) => [
    keys.whatIf.list,
    ...(typeof id === 'string' ? [keys.whatIf.one(id)] : []),
  ],
};

export type ConnectionState = 'connecting' | 'open' | 'lost';

interface Options {
  url?: string;
  open?: (url: string) => EventSource;
  onState?: (state: ConnectionState) => void;
}

/** Burst guard: the first event refreshes at once, those that follow within this time together. */
const GATHER_MS = 300;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000] as const;

/** Invalidate keys at once, then gather what arrives during a burst into one refresh per window. */
export function gather(refresh: (wanted: QueryKey[]) => void): (wanted: QueryKey[]) => void {
  const waiting = new Map<string, QueryKey>();
  let resting = false;
  const flush = () => {
    resting = waiting.size > 0;
    if (!resting) return;
    refresh([...waiting.values()]);
    waiting.clear();
    setTimeout(flush, GATHER_MS);
  };
  return (wanted) => {
    for (const key of wanted) waiting.set(JSON.stringify(key), key);
    if (!resting) flush();
  };
}

function parse(event: Event): Data {
  try {
    return JSON.parse((event as MessageEvent<string>).data) as Data;
  } catch {
    // An event without readable data still says that something of its kind changed.
    return {};
  }
}

/** Listen until the returned function is called. */
export function connect(client: QueryClient, options: Options = {}): () => void {
  const open = options.open ?? ((url) => new EventSource(url));
  const tell = options.onState ?? (() => undefined);
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let epoch: unknown = null;

  const refetchAll = () => void client.invalidateQueries();
  const invalidate = gather((wanted) => {
    for (const queryKey of wanted) {
      refresh(client, queryKey);
      const id = queryKey[1] === 'one' ? queryKey[2] : null;
      // A row that cannot be fetched stays as it is; the list says that it is old.
      if (typeof id === 'string') void refreshRow(client, id).catch(() => undefined);
    }
  });

  const start = () => {
    tell('connecting');
    source = open(options.url ?? '/api/v1/events');
    source.addEventListener('hello', (event) => {
      const data = parse(event);
      // Another epoch, or a connection that we had to open anew: events may have passed unseen.
      if (failures > 0 || (epoch !== null && epoch !== data['epoch'])) refetchAll();
      epoch = data['epoch'];
      failures = 0;
      tell('open');
    });
    source.addEventListener('gap', refetchAll);
    for (const [name, keysOf] of Object.entries(INVALIDATES)) {
      source.addEventListener(name, (event) => invalidate(keysOf(parse(event))));
    }
    source.addEventListener('error', () => {
      tell('lost');
      // While it is CONNECTING the browser tries again by itself; CLOSED is left to us.
      if (source?.readyState !== EventSource.CLOSED) return;
      source.close();
      // The server may have ended the session; the guard reads the answer.
      void client.invalidateQueries({ queryKey: keys.session });
      timer = setTimeout(start, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      failures += 1;
    });
  };

  start();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
