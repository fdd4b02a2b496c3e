/** Web push in this browser: permission, subscription, and the way back out of it. */

import { http, take } from './http';

export type PushState = 'unsupported' | 'denied' | 'off' | 'on';

export class PushUnavailable extends Error {
  override readonly name = 'PushUnavailable';
}

/** Some browsers never settle `subscribe()` when their push service is out of reach. */
const SUBSCRIBE_TIMEOUT_MS = 10_000;

export function isPushSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** Register the worker that shows notifications. Without one the app works all the same. */
export async function registerServiceWorker(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  return navigator.serviceWorker.register('/sw.js').catch(() => null);
}

/** Settle with the promise, or fail with a sentence when it does not settle in time. */
export async function within<T>(promise: Promise<T>, ms: number, sentence: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PushUnavailable(sentence)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function keyBytes(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replace(/-/g, '+').replace(/_/g, '/');
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

async function registration(): Promise<ServiceWorkerRegistration> {
  return within(
    navigator.serviceWorker.ready,
    SUBSCRIBE_TIMEOUT_MS,
    'The notification worker of this page did not start. Load the page again and retry.',
  );
}

/** How push stands in this browser right now. */
export async function pushState(): Promise<PushState> {
  if (!isPushSupported()) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  const current = await navigator.serviceWorker.getRegistration();
  const subscription = await current?.pushManager.getSubscription();
  return subscription ? 'on' : 'off';
}

/**
 * Ask for permission, subscribe, and tell the server.
 * @throws PushUnavailable with a sentence for the person.
 */
export async function enablePush(): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') {
    throw new PushUnavailable('This browser blocks notifications for this site.');
  }
  const { public_key } = await take(http.GET('/api/v1/push/key'));
  const worker = await registration();
  const subscribing = worker.pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(public_key) })
    .catch((error: unknown) => {
      throw new PushUnavailable(`This browser refused the subscription: ${String(error)}`);
    });
  const subscription = await within(
    subscribing,
    SUBSCRIBE_TIMEOUT_MS,
    'The push service of this browser does not answer. Everything else keeps working.',
  );
  const { endpoint, keys } = subscription.toJSON();
  if (!endpoint || !keys?.['p256dh'] || !keys['auth']) {
    throw new PushUnavailable('This browser gave an incomplete subscription.');
  }
  await take(
    http.POST('/api/v1/push/subscriptions', {
      body: { endpoint, keys: { p256dh: keys['p256dh'], auth: keys['auth'] } },
    }),
  );
}

/** Unsubscribe here and on the server. */
export async function disablePush(): Promise<void> {
  const current = await navigator.serviceWorker.getRegistration();
  const subscription = await current?.pushManager.getSubscription();
  if (!subscription) return;
  await take(
    http.DELETE('/api/v1/push/subscriptions', { body: { endpoint: subscription.endpoint } }),
  );
  await subscription.unsubscribe();
}
