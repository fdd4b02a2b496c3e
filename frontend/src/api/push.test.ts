import { afterEach, describe, expect, it, vi } from 'vitest';
import { answer } from '../../tests/server';
import { disablePush, enablePush, pushState, PushUnavailable, within } from './push';

interface Fake {
  permission?: NotificationPermission;
  subscribe?: () => Promise<unknown>;
  existing?: unknown;
}

function browser({ permission = 'granted', subscribe, existing = null }: Fake) {
  const pushManager = {
    getSubscription: () => Promise.resolve(existing),
    subscribe: subscribe ?? (() => new Promise(() => undefined)),
  };
  vi.stubGlobal('PushManager', class {});
  vi.stubGlobal('Notification', {
    permission,
    requestPermission: () => Promise.resolve(permission),
  });
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: {
      ready: Promise.resolve({ pushManager }),
      getRegistration: () => Promise.resolve({ pushManager }),
    },
  });
}

const subscription = {
  endpoint: 'https://push.example/1',
  toJSON: () => ({ endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } }),
  unsubscribe: () => Promise.resolve(true),
};

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'serviceWorker');
});

describe('push', () => {
  it('is unsupported where the browser lacks it', async () => {
    expect(await pushState()).toBe('unsupported');
  });

  it('subscribes and tells the server where', async () => {
    browser({ subscribe: () => Promise.resolve(subscription) });
    answer('get', '/push/key', { public_key: 'BAAA-_8' });
    const sent = answer('post', '/push/subscriptions', { id: 's1' }, 201);
    await enablePush();
    expect(sent[0]?.body).toEqual({
      endpoint: 'https://push.example/1',
      keys: { p256dh: 'p', auth: 'a' },
    });
  });

  it('says so when permission is refused', async () => {
    browser({ permission: 'denied' });
    expect(await pushState()).toBe('denied');
    await expect(enablePush()).rejects.toBeInstanceOf(PushUnavailable);
  });

  it('gives up on a subscription that never settles', async () => {
    vi.useFakeTimers();
    const attempt = within(new Promise(() => undefined), 10_000, 'It does not answer.');
    const outcome = expect(attempt).rejects.toThrow('It does not answer.');
    await vi.advanceTimersByTimeAsync(10_000);
    await outcome;
  });

  it('unsubscribes on the server and here', async () => {
    const unsubscribe = vi.fn(() => Promise.resolve(true));
    browser({ existing: { ...subscription, unsubscribe } });
    const sent = answer('delete', '/push/subscriptions', null, 204);
    expect(await pushState()).toBe('on');
    await disablePush();
    expect(sent[0]?.body).toEqual({ endpoint: 'https://push.example/1' });
    expect(unsubscribe).toHaveBeenCalledOnce();
  });
});
