/** The frame of every signed-in page: navigation, header, banner, and the page itself. */

import { AppShell, Loader } from '@mantine/core';
import { useDisclosure, useNetwork } from '@mantine/hooks';
import { Suspense } from 'react';
import { Outlet, ScrollRestoration, useNavigation, useSearchParams } from 'react-router';
import { useRealtime } from '../use-realtime';
import { BottomBar } from './bottom-bar';
import { Banner } from './banner';
import { Header } from './header';
import { Sidebar } from './sidebar';
import { Shortcuts } from './shortcuts';
import classes from './shell.module.css';

export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const connection = useRealtime();
  const { online } = useNetwork();
  const { state } = useNavigation();
  const [search] = useSearchParams();
  // Focus mode: the ticket and nothing else.
  const isFocused = search.has('focus');
  return (
    <>
      <a className="tk-skip" href="#main">
        Skip to the page
      </a>
      <AppShell
        header={{ height: 52 }}
        navbar={{
          width: 220,
          breakpoint: 'sm',
          collapsed: { mobile: !opened, desktop: isFocused },
        }}
        footer={{ height: { base: 60, sm: 0 } }}
        padding={0}
        transitionDuration={0}
      >
        <AppShell.Header>
          <Header menuOpened={opened} onMenu={toggle} />
        </AppShell.Header>
        <AppShell.Navbar p="xs" aria-label="Main" display={isFocused ? 'none' : undefined}>
          <Sidebar onLeave={close} />
        </AppShell.Navbar>
        <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
          <Banner online={online} connection={connection} />
          <div className={classes.content} aria-busy={state === 'loading'}>
            <Suspense fallback={<Loader aria-label="Loading" />}>
              <Outlet />
            </Suspense>
          </div>
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
