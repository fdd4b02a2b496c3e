import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { rangeOf, stepFrom, useListState } from './list-state';

const ids = ['a', 'b', 'c', 'd'];

it.each([
  [null, 1, 'a'],
  ['a', 1, 'b'],
  ['d', 1, 'd'],
  ['a', -1, 'a'],
  ['gone', 1, 'a'],
])('steps from %s by %i to %s', (from, by, to) => {
  expect(stepFrom(ids, from, by)).toBe(to);
});

it('stands nowhere in an empty list', () => {
  expect(stepFrom([], 'a', 1)).toBeNull();
});

it.each([
  ['b', 'd', ['b', 'c', 'd']],
  ['d', 'b', ['b', 'c', 'd']],
  [null, 'c', ['c']],
  ['gone', 'c', ['c']],
])('selects from %s to %s: %o', (from, to, range) => {
  expect(rangeOf(ids, from, to)).toEqual(range);
});

it('selects, adds a range, and forgets what has left the list', () => {
  const { result, rerender } = renderHook(({ shown }) => useListState(shown), {
    initialProps: { shown: ids },
  });
  act(() => result.current.select('a', false));
  act(() => result.current.select('c', true));
  expect([...result.current.selected]).toEqual(['a', 'b', 'c']);
  act(() => result.current.select('b', false));
  expect([...result.current.selected]).toEqual(['a', 'c']);
  rerender({ shown: ['c', 'd'] });
  expect([...result.current.selected]).toEqual(['c']);
  act(() => result.current.clear());
  expect(result.current.selected.size).toBe(0);
});

it('selects no more than one request may hold', () => {
  const many = Array.from({ length: 150 }, (_, at) => `t${at}`);
  const { result } = renderHook(() => useListState(many));
  act(() => result.current.selectAll());
  expect(result.current.selected.size).toBe(100);
});
