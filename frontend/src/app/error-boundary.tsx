/** The last net: a page that broke says so and offers the way on. */

import { Button, Center } from '@mantine/core';
import { IconMoodSad } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { useRouteError } from 'react-router';
import { ApiProblem, sentenceOf } from '@/api/problem';
import { Empty } from '@/ui/states';

/** A chunk of a release that was replaced while the page was open. */
export function isOldRelease(error: unknown): boolean {
  return (
    error instanceof TypeError && /dynamically imported module|module script/i.test(error.message)
  );
}

function Broken({ error }: { error: unknown }) {
  const old = isOldRelease(error);
  return (
    <Center mih="60vh" component="main">
      <Empty
        isPage
        icon={IconMoodSad}
        title={old ? 'There is a newer Tikify' : 'This page broke'}
        action={<Button onClick={() => window.location.reload()}>Load the page again</Button>}
      >
        {old
          ? 'It was updated while this page was open. Loading it again brings the new one.'
          : error instanceof ApiProblem
            ? sentenceOf(error)
            : 'That is our fault. Your tickets are safe on the server.'}
      </Empty>
    </Center>
  );
}

/** The router's own net, for a page inside the shell. */
export function RouteError() {
  return <Broken error={useRouteError()} />;
}

export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return this.state.error ? <Broken error={this.state.error} /> : this.props.children;
  }
}
