/** Shows a component as the app would: theme, cache, router, a signed-in person. */

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { createMemoryRouter, RouterProvider, type RouteObject } from 'react-router';
import { keys } from '@/api/keys';
import type { Me } from '@/api/types';
import { makeQueryClient } from '@/app/query-client';
import { ConflictProvider } from '@/ui/conflict';
import { theme } from '@/ui/theme';
import { aSession } from './builders';

interface Options {
  me?: Me;
  at?: string;
  routes?: RouteObject[];
}

export function makeClient(me?: Me): QueryClient {
  const client = makeQueryClient();
  // A failure shows at once; how often it is tried again is tested by itself.
  client.setDefaultOptions({ queries: { retry: false, networkMode: 'always' } });
  if (me) client.setQueryData(keys.session, aSession(me));
  return client;
}

export function show(element: ReactNode, { me, at = '/', routes }: Options = {}) {
  const client = makeClient(me);
  const router = createMemoryRouter(routes ?? [{ path: '*', element }], { initialEntries: [at] });
  const view = render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={client}>
        <Notifications />
        <ConflictProvider>
          <RouterProvider router={router} />
        </ConflictProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...view, client, router, user: userEvent.setup() };
}
