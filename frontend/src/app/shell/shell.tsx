/** The frame of every signed-in page: navigation, header, banner, and the page itself. */

import { AppShell, Box, Loader } from '@mantine/core';
import { useDisclosure, useNetwork } from '@mantine/hooks';
import { Suspense } from 'react';
import { Outlet, ScrollRestoration, useNavigation } from 'react-router';
import { useRealtime } from '../use-realtime';
import { BottomBar } from './bottom-bar';
import { Banner } from './banner';
import { Header } from './header';
import { Sidebar } from './sidebar';
import { Shortcuts } from './shortcuts';

export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const connection = useRealtime();
  const { online } = useNetwork();
  const { state } = useNavigation();
  return (
    <>
      <a className="tk-skip" href="#main">
        Skip to the page
      </a>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
        footer={{ height: { base: 60, sm: 0 } }}
        padding={{ base: 'md', md: 'lg' }}
      >
        <AppShell.Header>
          <Header menuOpened={opened} onMenu={toggle} />
        </AppShell.Header>
        <AppShell.Navbar p="sm" aria-label="Main">
          <Sidebar onLeave={close} />
        </AppShell.Navbar>
        <AppShell.Main id="main" tabIndex={-1}>
          <Banner online={online} connection={connection} />
          <Box pt="xs" pb="xl" aria-busy={state === 'loading'}>
            <Suspense fallback={<Loader aria-label="Loading" />}>
              <Outlet />
            </Suspense>
          </Box>
        </AppShell.Main>
        <AppShell.Footer hiddenFrom="sm">
          <BottomBar onMore={toggle} />
        </AppShell.Footer>
      </AppShell>
      <Shortcuts />
      <ScrollRestoration />
    </>
  );
}
