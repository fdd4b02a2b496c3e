/** A list of any length: only the rows near the eye are in the page. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';
import classes from './virtual-list.module.css';

/** So few rows cost nothing, and the browser's own search finds them all. */
const PLAIN = 60;
const NEAR = 30;

interface Props<T> {
  rows: T[];
  label: string;
  idOf: (row: T) => string;
  height: number;
  children: (row: T) => ReactNode;
  /** The row to keep in sight. */
  shown: string | null;
  onNearEnd?: () => void;
  after?: ReactNode;
}

export function VirtualList<T>(props: Props<T>) {
  return props.rows.length <= PLAIN ? <Plain {...props} /> : <Windowed {...props} />;
}

function Plain<T>({ rows, label, idOf, children, shown, after }: Props<T>) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (shown === null) return;
    const row = list.current?.querySelector(`[data-ticket-id="${CSS.escape(shown)}"]`);
    row?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  return (
    <div className={classes.scroll} tabIndex={-1}>
      <ul ref={list} className={classes.list} aria-label={label}>
        {rows.map((row) => (
          <li key={idOf(row)} data-testid="ticket-row" data-ticket-id={idOf(row)}>
            {children(row)}
          </li>
        ))}
      </ul>
      {after}
    </div>
  );
}

function Windowed<T>({ rows, label, idOf, height, children, shown, onNearEnd, after }: Props<T>) {
  const scroll = useRef<HTMLDivElement>(null);
  // The virtualiser is a mutable object that only this component reads.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const isNear = last >= rows.length - NEAR;
  useEffect(() => {
    if (isNear) onNearEnd?.();
  }, [isNear, onNearEnd, rows.length]);
  useEffect(() => virtual.measure(), [virtual, height]);
  const place = shown === null ? -1 : rows.findIndex((row) => idOf(row) === shown);
  useEffect(() => {
    if (place >= 0) virtual.scrollToIndex(place, { align: 'auto' });
    // Only a move of the cursor scrolls; rows that arrive above it do not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shown, virtual]);
  return (
    <div ref={scroll} className={classes.scroll} tabIndex={-1} data-testid="virtual-list">
      <ul
        className={classes.list}
        aria-label={label}
        style={{ height: virtual.getTotalSize(), position: 'relative' }}
      >
        {items.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <li
              key={idOf(row)}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              data-testid="ticket-row"
              data-ticket-id={idOf(row)}
              className={classes.item}
              style={{ height, transform: `translateY(${start}px)` }}
            >
              {children(row)}
            </li>
          );
        })}
      </ul>
      {after}
    </div>
  );
}
