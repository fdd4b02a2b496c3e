/** How many tickets wait for what: read by the navigation, the overview and the review. */

import { queryOptions } from '@tanstack/react-query';
import { http, take } from './http';
import { keys } from './keys';

export const countsQuery = queryOptions({
  queryKey: keys.tickets.counts,
  queryFn: () => take(http.GET('/api/v1/tickets/counts')),
});
