/** The three states of a query in one place, so that no page forgets one. */

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failed, RowSkeletons } from './states';

interface Props<T> {
  query: UseQueryResult<T>;
  waiting?: ReactNode;
  children: (data: T) => ReactNode;
}

export function Loaded<T>({ query, waiting, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return waiting ?? <RowSkeletons rows={3} />;
}
