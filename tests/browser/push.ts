/** Pushes as the browser hands them to the service worker, over the debugging protocol. */

import { expect, type Page } from '@playwright/test';

export interface PushPayload {
  title: string;
  body: string;
  url: string;
  tag: string;
  ticket_id: string;
  notification_id: string;
}

/** Deliver a push to the page's service worker and wait until it shows its notification. */
export async function deliverPush(page: Page, payload: PushPayload): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const session = await page.context().newCDPSession(page);
  const registrationId = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const registration = registrations.find(
        ({ isDeleted, scopeURL }) => !isDeleted && scopeURL.startsWith(new URL(page.url()).origin),
      );
      if (registration) resolve(registration.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const message = {
    origin: new URL(page.url()).origin,
    registrationId: await registrationId,
    data: JSON.stringify(payload),
  };
  // A message for a registration that Chromium has not stored yet is dropped without a word, so it
  // is handed over again; the tag lets a second one take the place of the first.
  await expect(async () => {
    await session.send('ServiceWorker.deliverPushMessage', message);
    await expect.poll(() => shownTitles(page), { timeout: 3_000 }).toContain(payload.title);
  }).toPass({ timeout: 30_000 });
  await session.detach();
}

async function shownTitles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title }) => title);
  });
}

/**
 * Click the notification of that title.
 *
 * There is no desktop here to click on, so the click is dispatched in the service worker. Chromium
 * lets a worker focus a window only after a real click; that call alone is answered for it.
 */
export async function clickNotification(page: Page, title: string): Promise<void> {
  const [worker] = page.context().serviceWorkers();
  if (worker === undefined) throw new Error('no service worker runs');
  await worker.evaluate(async (wanted) => {
    const scope = self as unknown as ServiceWorkerScope;
    scope.WindowClient.prototype.focus = function focus(this: unknown) {
      return Promise.resolve(this);
    };
    const shown = await scope.registration.getNotifications();
    const notification = shown.find(({ title: shownTitle }) => shownTitle === wanted);
    if (notification === undefined) throw new Error(`no notification says ${wanted}`);
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
  }, title);
}

/** What of a service worker's global scope the lines above use; the DOM's types leave it out. */
interface ServiceWorkerScope {
  WindowClient: { prototype: { focus: unknown } };
  registration: { getNotifications: () => Promise<Notification[]> };
  NotificationEvent: new (type: string, init: { notification: Notification }) => Event;
  dispatchEvent: (event: Event) => boolean;
}
