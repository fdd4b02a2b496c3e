/** A clicked notification tells an open page where to go; the page moves without a reload. */

export function followNotificationClicks(navigate: (path: string) => void): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = event.data as { type?: unknown; url?: unknown } | null;
    if (message?.type !== 'open' || typeof message.url !== 'string') return;
    const { origin, pathname, search } = new URL(message.url, window.location.origin);
    if (origin === window.location.origin) navigate(pathname + search);
  });
}
