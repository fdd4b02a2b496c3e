/** The filters of the list on screen, read from and written to the address. */

import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { filtersFrom, searchOf, type TicketFilters } from './filters';

export function useFilters() {
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => filtersFrom(search), [search]);
  return {
    filters,
    change: (part: Partial<TicketFilters>) => setSearch(searchOf({ ...filters, ...part })),
    replace: (next: TicketFilters) => setSearch(searchOf(next)),
  };
}
