/** Where one is in a list and what one has selected; keys, pointer and bulk bar share it. */

import { useCallback, useMemo, useState } from 'react';

export interface ListState {
  ids: string[];
  cursor: string | null;
  selected: ReadonlySet<string>;
  put: (id: string | null) => void;
  /** The row `by` places further on; it becomes the cursor. */
  step: (by: number) => string | null;
  select: (id: string, isRange: boolean) => void;
  selectAll: () => void;
  clear: () => void;
}

/** What a range selection adds: everything between the last selected row and this one. */
export function rangeOf(ids: string[], from: string | null, to: string): string[] {
  const start = from === null ? -1 : ids.indexOf(from);
  const end = ids.indexOf(to);
  if (start < 0 || end < 0) return [to];
  return ids.slice(Math.min(start, end), Math.max(start, end) + 1);
}

/** The row that a step leads to; a list without a cursor begins at its top. */
export function stepFrom(ids: string[], cursor: string | null, by: number): string | null {
  if (ids.length === 0) return null;
  const place = cursor === null ? -1 : ids.indexOf(cursor);
  if (place < 0) return ids[0] ?? null;
  return ids[Math.min(Math.max(place + by, 0), ids.length - 1)] ?? null;
}

const MOST_SELECTED = 100;

export function useListState(ids: string[]): ListState {
  const [cursor, put] = useState<string | null>(null);
  const [picked, setPicked] = useState<{ ids: ReadonlySet<string>; last: string | null }>({
    ids: new Set(),
    last: null,
  });
  const step = useCallback(
    (by: number) => {
      const next = stepFrom(ids, cursor, by);
      put(next);
      return next;
    },
    [ids, cursor],
  );
  const select = useCallback(
    (id: string, isRange: boolean) =>
      setPicked((before) => {
        const next = new Set(before.ids);
        if (isRange) rangeOf(ids, before.last, id).forEach((one) => next.add(one));
        else if (!next.delete(id)) next.add(id);
        return { ids: new Set([...next].slice(0, MOST_SELECTED)), last: id };
      }),
    [ids],
  );
  const selectAll = useCallback(
    () => setPicked({ ids: new Set(ids.slice(0, MOST_SELECTED)), last: null }),
    [ids],
  );
  const clear = useCallback(() => setPicked({ ids: new Set(), last: null }), []);
  return useMemo(() => {
    // What has left the list is selected no more.
    const here = new Set(ids);
    const selected = new Set([...picked.ids].filter((id) => here.has(id)));
    return { ids, cursor, selected, put, step, select, selectAll, clear };
  }, [ids, cursor, picked, step, select, selectAll, clear]);
}
