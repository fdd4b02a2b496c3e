/** Everything that the pages find around them. */

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ConflictProvider } from '@/ui/conflict';
import { theme } from '@/ui/theme';
import { ErrorBoundary } from './error-boundary';

export function Providers({ client, children }: { client: QueryClient; children: ReactNode }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <ErrorBoundary>
        <QueryClientProvider client={client}>
          <Notifications position="bottom-center" />
          <ConflictProvider>{children}</ConflictProvider>
        </QueryClientProvider>
      </ErrorBoundary>
    </MantineProvider>
  );
}
