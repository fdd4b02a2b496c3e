import { QueryClient, type QueryKey } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from './keys';
import { connect, gather, INVALIDATES } from './realtime';

class FakeSource extends EventTarget {
  static readonly opened: FakeSource[] = [];
  readyState = 0;
  constructor(readonly url: string) {
    super();
    FakeSource.opened.push(this);
  }
  close() {
    this.readyState = 2;
  }
  say(name: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
  fail(readyState: number) {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
}

const open = (url: string) => new FakeSource(url) as unknown as EventSource;
const latest = () => FakeSource.opened[FakeSource.opened.length - 1] as FakeSource;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', { CONNECTING: 0, OPEN: 1, CLOSED: 2 });
  FakeSource.opened.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

function listening() {
  const client = new QueryClient();
  const refreshed: (QueryKey | 'everything')[] = [];
  vi.spyOn(client, 'invalidateQueries').mockImplementation((filters) => {
    refreshed.push(filters?.queryKey ?? 'everything');
    return Promise.resolve();
  });
  const states: string[] = [];
  const stop = connect(client, { open, onState: (state) => states.push(state) });
  return { refreshed, states, stop };
}

describe('the map from events to keys', () => {
  it('makes the ticket itself and every list of tickets old', () => {
    const made = INVALIDATES.ticket({ type: 'ticket_assigned', ticket_id: 't1' });
    expect(made).toContainEqual(keys.tickets.one('t1'));
    expect(made).toContainEqual(keys.tickets.lists);
    expect(made).toContainEqual(keys.tickets.queue);
    expect(made).toContainEqual(keys.tickets.counts);
  });

  it('refreshes the feedback pages only when somebody rated', () => {
    const rated = INVALIDATES.ticket({ type: 'ticket_rated', ticket_id: 't1' });
    expect(rated).toContainEqual(keys.feedback.all);
    const solved = INVALIDATES.ticket({ type: 'ticket_solved', ticket_id: 't1' });
    expect(solved).not.toContainEqual(keys.feedback.all);
  });

  it('covers every view of one ticket by one key', () => {
    const one = keys.tickets.one('t1');
    for (const view of ['detail', 'messages', 'history', 'triage', 'assignment'] as const) {
      expect(keys.tickets[view]('t1').slice(0, one.length)).toEqual([...one]);
    }
  });

  it('leaves tickets alone when only the inbox changed', () => {
    const made = INVALIDATES.notification({ unread: 2 });
    expect(made.every(([first]) => first === 'notifications')).toBe(true);
  });
});

describe('connect', () => {
  it('refreshes at once on an event', () => {
    const { refreshed } = listening();
    latest().say('hello', { epoch: 'a' });
    latest().say('ticket', { type: 'ticket_solved', ticket_id: 't9' });
    expect(refreshed).toContainEqual(keys.tickets.one('t9'));
  });

  it('does not refetch everything on the first hello, but does on another epoch and on a gap', () => {
    const { refreshed } = listening();
    latest().say('hello', { epoch: 'a' });
    expect(refreshed).toEqual([]);
    latest().say('hello', { epoch: 'b' });
    latest().say('gap', {});
    expect(refreshed).toEqual(['everything', 'everything']);
  });

  it('leaves a short break to the browser', () => {
    const { states } = listening();
    latest().fail(0);
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.opened).toHaveLength(1);
    expect(states).toEqual(['connecting', 'lost']);
  });

  it('opens a closed stream anew, asks whether the session lives, and refetches everything', () => {
    const { refreshed, states } = listening();
    latest().say('hello', { epoch: 'a' });
    latest().fail(2);
    expect(refreshed).toEqual([keys.session]);
    vi.advanceTimersByTime(1_000);
    expect(FakeSource.opened).toHaveLength(2);
    latest().say('hello', { epoch: 'a' });
    expect(refreshed).toEqual([keys.session, 'everything']);
    expect(states.at(-1)).toBe('open');
  });

  it('stops when told to', () => {
    const { stop } = listening();
    latest().fail(2);
    stop();
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.opened).toHaveLength(1);
  });
});

describe('gather', () => {
  it('shows the first event at once and the rest of a burst together', () => {
    const refresh = vi.fn();
    const invalidate = gather(refresh);
    invalidate([['a']]);
    for (let event = 0; event < 50; event += 1) invalidate([['a'], ['b', event % 2]]);
    expect(refresh).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(300);
    expect(refresh).toHaveBeenCalledTimes(2);
    expect(refresh).toHaveBeenLastCalledWith([['a'], ['b', 0], ['b', 1]]);
    vi.advanceTimersByTime(300);
    invalidate([['c']]);
    expect(refresh).toHaveBeenLastCalledWith([['c']]);
  });
});
