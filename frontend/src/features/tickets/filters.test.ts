import { describe, expect, it } from 'vitest';
import {
  compact,
  filtersFrom,
  isFiltered,
  NO_FILTERS,
  sameFilters,
  searchOf,
  toSearch,
  type TicketFilters,
} from './filters';

const FILTERS: TicketFilters = {
  ...NO_FILTERS,
  status: ['new', 'in_progress'],
  priority: ['critical'],
  assignee: 'none',
  needs_review: true,
  q: 'vpn & wifi',
  sort: '-priority',
};

describe('filters and address', () => {
  it('come back as they went', () => {
    expect(filtersFrom(searchOf(FILTERS))).toEqual(FILTERS);
  });

  it('leave an unfiltered list without a query', () => {
    expect(searchOf(NO_FILTERS).toString()).toBe('');
    expect(filtersFrom(new URLSearchParams())).toEqual(NO_FILTERS);
  });

  it('drop what is no known value', () => {
    const read = filtersFrom(
      new URLSearchParams('status=new&status=exploded&status=new&sort=random&priority=urgent'),
    );
    expect(read.status).toEqual(['new']);
    expect(read.priority).toEqual([]);
    expect(read.sort).toBe('-created');
  });

  it('speak the names of the API', () => {
    expect(compact(FILTERS)).toEqual({
      status: ['new', 'in_progress'],
      priority: ['critical'],
      assignee: 'none',
      needs_review: 'true',
      q: 'vpn & wifi',
      sort: '-priority',
    });
  });

  it('read a saved view, whatever else it holds', () => {
    const stored = { status: ['solved'], q: 'x', colour: { r: 1 }, needs_review: true };
    expect(filtersFrom(toSearch(stored))).toEqual({
      ...NO_FILTERS,
      status: ['solved'],
      q: 'x',
      needs_review: true,
    });
  });

  it('know their equals, and that an order is no filter', () => {
    expect(sameFilters(FILTERS, { ...FILTERS })).toBe(true);
    expect(sameFilters(FILTERS, NO_FILTERS)).toBe(false);
    expect(isFiltered({ ...NO_FILTERS, sort: 'created' })).toBe(false);
    expect(isFiltered({ ...NO_FILTERS, tag: 'printer' })).toBe(true);
  });
});
