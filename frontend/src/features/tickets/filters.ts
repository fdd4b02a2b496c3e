/** The filters of a ticket list and their form in the address, which is the only place they live. */

import type { Category, DueState, Priority, TicketStatus } from '@/api/types';
import { CATEGORIES, DUE_STATES, PRIORITIES, STATUSES } from '@/ui/vocabulary';

export const SORTS = {
  '-created': 'Newest first',
  created: 'Oldest first',
  '-updated': 'Last changed first',
  '-priority': 'Most pressing first',
  due: 'Due first',
} as const;
export type Sort = keyof typeof SORTS;
export const DEFAULT_SORT: Sort = '-created';

export interface TicketFilters {
  status: TicketStatus[];
  priority: Priority[];
  category: Category[];
  due: DueState[];
  assignee: string | null;
  requester: string | null;
  team_id: string | null;
  tag: string | null;
  needs_review: boolean;
  /** Look among the tickets that were put away, and nowhere else. */
  archived: boolean;
  q: string;
  sort: Sort;
}

export const OPEN_STATUSES: TicketStatus[] = [
  'new',
  'triaged',
  'assigned',
  'in_progress',
  'waiting_on_requester',
  'reopened',
];

export const NO_FILTERS: TicketFilters = {
  status: [],
  priority: [],
  category: [],
  due: [],
  assignee: null,
  requester: null,
  team_id: null,
  tag: null,
  needs_review: false,
  archived: false,
  q: '',
  sort: DEFAULT_SORT,
};

function known<T extends string>(values: string[], table: Record<T, unknown>): T[] {
  return [...new Set(values)].filter((value): value is T => value in table);
}

/** Read filters from an address; what is not a known value is left out. */
export function filtersFrom(search: URLSearchParams): TicketFilters {
  const sort = search.get('sort');
  return {
    status: known(search.getAll('status'), STATUSES),
    priority: known(search.getAll('priority'), PRIORITIES),
    category: known(search.getAll('category'), CATEGORIES),
    due: known(search.getAll('due'), DUE_STATES),
    assignee: search.get('assignee'),
    requester: search.get('requester'),
    team_id: search.get('team_id'),
    tag: search.get('tag'),
    needs_review: search.get('needs_review') === 'true',
    archived: search.get('archived') === 'true',
    q: search.get('q')?.trim() ?? '',
    sort: sort !== null && sort in SORTS ? (sort as Sort) : DEFAULT_SORT,
  };
}

/** Only what differs from no filter at all, in the API's own names: also what a saved view keeps. */
export function compact(filters: TicketFilters): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(filters)) {
    if (name === 'sort' && value === DEFAULT_SORT) continue;
    if (Array.isArray(value) ? value.length > 0 : Boolean(value)) {
      kept[name] = Array.isArray(value) ? value : String(value);
    }
  }
  return kept;
}

/** Write filters as an address; an unfiltered list has none. */
export function searchOf(filters: TicketFilters): URLSearchParams {
  return toSearch(compact(filters));
}

/** Any stored view as an address: unknown entries pass through `filtersFrom` later and fall away. */
export function toSearch(stored: Record<string, unknown>): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(stored)) {
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) {
      if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean') {
        search.append(name, String(one));
      }
    }
  }
  return search;
}

/** Do two sets of filters show the same list? */
export function sameFilters(a: TicketFilters, b: TicketFilters): boolean {
  return searchOf(a).toString() === searchOf(b).toString();
}

export function isFiltered(filters: TicketFilters): boolean {
  return Object.keys(compact({ ...filters, sort: DEFAULT_SORT })).length > 0;
}
