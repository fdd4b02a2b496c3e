/** A list that grows by cursor pages: rows, skeletons, emptiness, failure and 'Show more'. */

import { Button, Stack } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { rowsOf } from '@/api/paging';
import type { Page } from '@/api/types';
import { Failed, RowSkeletons } from './states';

interface Props<T extends { id: string }> {
  query: UseInfiniteQueryResult<InfiniteData<Page<T>, unknown>>;
  empty: ReactNode;
  children: (rows: T[]) => ReactNode;
  waiting?: ReactNode;
}

export function Endless<T extends { id: string }>({ query, empty, children, waiting }: Props<T>) {
  if (query.isPending) return waiting ?? <RowSkeletons />;
  if (query.isError && !query.data) {
    return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  }
  const rows = rowsOf(query.data);
  if (rows.length === 0) return empty;
  return (
    <Stack gap="sm">
      {children(rows)}
      {query.isFetchNextPageError && <Failed error={query.error} />}
      {query.hasNextPage && (
        <Button
          variant="default"
          mx="auto"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </Stack>
  );
}
