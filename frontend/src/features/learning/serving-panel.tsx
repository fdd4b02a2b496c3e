/** The model in service and what was measured of it. */

import { Alert, Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp } from '@tabler/icons-react';
import type { ModelRow, ModelsPage } from '@/api/types';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/page';
import { changeOf, FIGURES, figureText } from './figures';
import { promote, rollBack } from './queries';
import classes from './serving-panel.module.css';
import { useModelCommand } from './use-model-command';

export function ServingPanel({ models }: { models: ModelsPage }) {
  const { serving, shipped } = models;
  const command = useModelCommand();
  return (
    <Panel
      title="In service"
      testId="serving"
      aside={
        serving.version !== shipped.version && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowBackUp size={15} />}
            loading={command.isPending}
            onClick={() =>
              command.mutate({
                run: rollBack,
                done: `Rolled back from ${serving.version}.`,
                back: () => promote(serving.version),
              })
            }
          >
            Roll back
          </Button>
        )
      }
    >
      <Stack gap="md">
        <div>
          <Text fw={620} size="lg" className="tk-number" data-testid="serving-version">
            {serving.version}
          </Text>
          <Text size="sm" c="dimmed" component="div">
            <Origin model={serving} />
          </Text>
        </div>
        {serving.error && (
          <Alert color="red" icon={<IconAlertTriangle />} title="It could not be loaded">
            <Text size="sm" className="tk-prewrap">
              {serving.error}
            </Text>
            <Text size="sm" mt={4}>
              The shipped model {shipped.version} scores in its place.
            </Text>
          </Alert>
        )}
        <Figures model={serving} />
      </Stack>
    </Panel>
  );
}

function Origin({ model }: { model: ModelRow }) {
  return (
    <>
      {model.origin === 'shipped'
        ? 'Came with Tikify.'
        : `Learned here from ${model.labels} labelled tickets.`}{' '}
      {model.promoted_at && (
        <>
          In service since <Moment at={model.promoted_at} span />
          {model.promoted_by ? `, by ${model.promoted_by.name}` : ''}.
        </>
      )}
    </>
  );
}

function Figures({ model }: { model: ModelRow }) {
  const { metrics, baseline_metrics: before } = model;
  const known = FIGURES.filter(({ name }) => metrics?.[name] !== undefined);
  if (!metrics || known.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No figures came with this model.
      </Text>
    );
  }
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="sm" component="dl" m={0}>
        {known.map((figure) => {
          const value = metrics[figure.name] ?? 0;
          const change = changeOf(figure, value, before?.[figure.name]);
          return (
            <div key={figure.name} className={classes.tile} data-testid={`figure-${figure.name}`}>
              <Text size="sm" component="dt">
                {figure.label}
              </Text>
              <dd className={classes.value}>
                <Text fz={26} fw={640} lh={1.15} className="tk-number">
                  {figureText(value, figure)}
                </Text>
                <Text size="xs" c="dimmed">
                  {figure.means}
                </Text>
                {change && (
                  <Text size="xs" mt={4}>
                    {change.isBetter ? 'Better' : 'Worse'} than before: {change.text}
                  </Text>
                )}
              </dd>
            </div>
          );
        })}
      </SimpleGrid>
      {model.baseline_version && before && (
        <Text size="xs" c="dimmed">
          Before: {model.baseline_version}, on the same tickets, which neither had learned from.
        </Text>
      )}
    </>
  );
}
