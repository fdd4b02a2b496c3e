/** Starts the app in the page. */

import '@fontsource-variable/geist';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@/ui/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { Providers } from '@/app/providers';
import { makeQueryClient } from '@/app/query-client';
import { makeRouter } from '@/app/router';
import { followNotificationClicks } from '@/app/notification-clicks';
import { registerServiceWorker } from '@/api/push';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const client = makeQueryClient();
const router = makeRouter();

createRoot(root).render(
  <StrictMode>
    <Providers client={client}>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
);

if (import.meta.env.PROD) void registerServiceWorker();
followNotificationClicks((path) => void router.navigate(path));
