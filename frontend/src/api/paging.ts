/** Cursor pages as endless lists. */

import type { InfiniteData } from '@tanstack/react-query';
import type { Page } from './types';

export const firstPage = null as string | null;

export function nextCursor<T>(page: Page<T>): string | null {
  return page.next_cursor;
}

/** All rows fetched so far, each id once: a row that moved between two fetches would appear twice. */
export function rowsOf<T extends { id: string }>(
  data: InfiniteData<Page<T>, unknown> | undefined,
): T[] {
  const seen = new Map<string, T>();
  for (const page of data?.pages ?? []) for (const row of page.items) seen.set(row.id, row);
  return [...seen.values()];
}
