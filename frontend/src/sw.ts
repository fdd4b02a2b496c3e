/// <reference lib="webworker" />
/** The service worker: shows a pushed notification and opens its ticket. It caches nothing. */

interface PushedMessage {
  title: string;
  body: string;
  url: string;
  tag?: string;
}

const worker = self as unknown as ServiceWorkerGlobalScope;

function read(event: PushEvent): PushedMessage {
  const fallback = { title: 'Tikify', body: 'Something changed in your tickets.', url: '/' };
  if (!event.data) return fallback;
  try {
    return { ...fallback, ...(event.data.json() as Partial<PushedMessage>) };
  } catch {
    // A payload that is no JSON still has words worth showing.
    return { ...fallback, body: event.data.text() || fallback.body };
  }
}

/** Keep a pushed address on our own site, whatever the payload says. */
function ownAddress(url: string): string {
  const address = new URL(url, worker.location.origin);
  return address.origin === worker.location.origin ? address.href : worker.location.origin;
}

async function openPage(url: string): Promise<void> {
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const here = windows.find((client) => client.url === url) ?? windows[0];
  if (!here) {
    await worker.clients.openWindow(url);
    return;
  }
  await here.focus();
  // The page moves itself: `navigate` would be refused for a page this worker does not control.
  if (here.url !== url) here.postMessage({ type: 'open', url });
}

worker.addEventListener('install', () => {
  void worker.skipWaiting();
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener('push', (event) => {
  const message = read(event);
  event.waitUntil(
    worker.registration.showNotification(message.title, {
      body: message.body,
      tag: message.tag,
      icon: '/icon-192.png',
      data: { url: message.url },
    }),
  );
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { url } = event.notification.data as { url: string };
  event.waitUntil(openPage(ownAddress(url)));
});
