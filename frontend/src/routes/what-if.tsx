/** The administrator's pages of what would be if. */

import { Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { Composer } from '@/features/whatif/composer';
import { whatIfQueries } from '@/features/whatif/queries';
import { sourceWords, titleOf } from '@/features/whatif/question';
import { RunDetail } from '@/features/whatif/run-detail';
import { RunList } from '@/features/whatif/run-list';
import { places } from '@/lib/places';
import { BackLink } from '@/ui/back-link';
import { Loaded } from '@/ui/loaded';
import { Page } from '@/ui/page';
import { PageSkeleton } from '@/ui/states';

export function WhatIfPage() {
  const navigate = useNavigate();
  return (
    <Page
      title="What if"
      about="Try other ways of handing out tickets, or more people, on what really happened. Nothing changes by asking."
    >
      <Composer onAsked={({ id }) => void navigate(places.whatIfRun(id))} />
      <Stack gap="sm" component="section" aria-label="Questions so far">
        <Title order={2}>Questions so far</Title>
        <RunList />
      </Stack>
    </Page>
  );
}

export function WhatIfRunPage() {
  const { runId = '' } = useParams();
  const query = useQuery(whatIfQueries.one(runId));
  return (
    <Stack gap="sm" maw={1180} mx="auto" w="100%">
      <BackLink to={places.whatIf}>What if</BackLink>
      <Loaded query={query} waiting={<PageSkeleton />}>
        {(run) => (
          <Page title={titleOf(run.question)} about={sourceWords(run.question)}>
            <RunDetail run={run} />
          </Page>
        )}
      </Loaded>
    </Stack>
  );
}
