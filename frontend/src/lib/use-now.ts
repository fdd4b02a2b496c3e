/** The time, told to every part of the page by one clock each for seconds and half minutes. */

import { useSyncExternalStore } from 'react';

function clock(everyMs: number) {
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const listeners = new Set<() => void>();
  return {
    now: () => now,
    subscribe: (listener: () => void) => {
      if (listeners.size === 0) {
        now = Date.now();
        timer = setInterval(() => {
          now = Date.now();
          listeners.forEach((one) => one());
        }, everyMs);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
}

const seconds = clock(1_000);
const halfMinutes = clock(30_000);

/** Milliseconds since 1970, anew every second. */
export function useSeconds(): number {
  return useSyncExternalStore(seconds.subscribe, seconds.now);
}

/** Milliseconds since 1970, anew every half minute. */
export function useHalfMinutes(): number {
  return useSyncExternalStore(halfMinutes.subscribe, halfMinutes.now);
}
