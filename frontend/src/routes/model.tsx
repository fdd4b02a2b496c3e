/** The administrator's page about the model that reads the tickets. */

import { Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { AccuracySetting } from '@/features/learning/accuracy-setting';
import { ModelTable } from '@/features/learning/model-table';
import { QualityPanel } from '@/features/learning/quality-panel';
import { learningQueries } from '@/features/learning/queries';
import { ServingPanel } from '@/features/learning/serving-panel';
import { ShadowPanel } from '@/features/learning/shadow-panel';
import { Page } from '@/ui/page';
import { Failed, RowSkeletons } from '@/ui/states';

export function ModelPage() {
  const query = useInfiniteQuery(learningQueries.models());
  const models = query.data?.pages[0];
  return (
    <Page title="Model" about="What reads the tickets, how well it does, and what it may decide.">
      <Stack gap="md">
        {query.isError && !models && (
          <Failed error={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.isPending && <RowSkeletons rows={3} />}
        {models && <ServingPanel models={models} />}
        <AccuracySetting />
        {models?.shadow && <ShadowPanel report={models.shadow} />}
        {models && (
          <ModelTable
            models={models}
            items={query.data?.pages.flatMap(({ items }) => items) ?? []}
            more={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
            isMoreLoading={query.isFetchingNextPage}
          />
        )}
        <QualityPanel />
      </Stack>
    </Page>
  );
}
