/** How often the model must be right where it decides alone, and what follows from it. */

import '@mantine/charts/styles.css';
import { LineChart } from '@mantine/charts';
import { Box, Group, Slider, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '@/api/keys';
import type { TriageSettings } from '@/api/types';
import { momentOf, percent } from '@/lib/format';
import { Loaded } from '@/ui/loaded';
import { NumbersTable } from '@/ui/numbers-table';
import { Panel } from '@/ui/page';
import { planFor, pointsOf, sentenceOfPlan } from './coverage';
import { changeWantedAccuracy, learningQueries } from './queries';
import { useModelCommand } from './use-model-command';

const LEAST = 80;
const MOST = 99;

export function AccuracySetting() {
  const query = useQuery(learningQueries.settings());
  return (
    <Panel title="Wanted accuracy" testId="wanted-accuracy">
      <Loaded query={query}>
        {(settings) => <Setting key={settings.wanted_accuracy} settings={settings} />}
      </Loaded>
    </Panel>
  );
}

function Setting({ settings }: { settings: TriageSettings }) {
  const client = useQueryClient();
  const command = useModelCommand();
  const saved = Math.round(settings.wanted_accuracy * 100);
  const [wanted, setWanted] = useState(saved);
  const curve = settings.risk_coverage;
  const change = async (value: number) =>
    client.setQueryData(keys.learning.settings, await changeWantedAccuracy(value / 100));
  const save = (value: number) => {
    if (value === saved) return;
    command.mutate(
      {
        run: () => change(value),
        done: `The model must now be right ${value} times in 100.`,
        back: () => change(saved),
      },
      { onError: () => setWanted(saved) },
    );
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        Where the model decides alone, it must be right this often on High, Medium and Low. What it
        is less sure of goes to Review.
      </Text>
      <Box px={10} pb={26}>
        <Slider
          min={LEAST}
          max={MOST}
          step={1}
          value={wanted}
          onChange={setWanted}
          onChangeEnd={save}
          label={(value) => `${value} %`}
          labelAlwaysOn={false}
          thumbLabel="Wanted accuracy in per cent"
          marks={[80, 85, 90, 95, 99].map((value) => ({ value, label: `${value} %` }))}
        />
      </Box>
      <Outcome settings={settings} wanted={wanted} />
      {curve.length > 0 && <Curve settings={settings} wanted={wanted} />}
      {settings.changed_at && (
        <Text size="xs" c="dimmed">
          Set {settings.changed_by ? `by ${settings.changed_by.name}, ` : ''}
          {momentOf(settings.changed_at)}. It holds for tickets that come from now on.
        </Text>
      )}
    </Stack>
  );
}

function Outcome({ settings, wanted }: { settings: TriageSettings; wanted: number }) {
  if (settings.risk_coverage.length === 0) {
    return (
      <Text size="sm" data-testid="coverage-sentence">
        It was never measured how often {settings.model_version} is right at which confidence, so
        its own floor holds: below {percent(settings.floor)} a person looks.
      </Text>
    );
  }
  const plan = planFor(settings.risk_coverage, wanted / 100);
  return (
    <Group gap="xs" role="status">
      <Text fw={560} data-testid="coverage-sentence">
        {sentenceOfPlan(wanted / 100, plan.alone)}
      </Text>
      {plan.floor !== null && (
        <Text size="sm" c="dimmed">
          A person looks where it is less than {percent(plan.floor)} sure.
        </Text>
      )}
    </Group>
  );
}

function Curve({ settings, wanted }: { settings: TriageSettings; wanted: number }) {
  const points = pointsOf(settings.risk_coverage);
  const plan = planFor(settings.risk_coverage, wanted / 100);
  const lowest = Math.min(LEAST, ...points.map(({ Right }) => Math.floor(Right)));
  return (
    <>
      <LineChart
        h={240}
        data={points}
        dataKey="alone"
        series={[{ name: 'Right', color: 'lagoon.6' }]}
        curveType="monotone"
        withDots={false}
        unit=" %"
        xAxisLabel="Decided alone, per cent of tickets"
        xAxisProps={{ type: 'number', domain: [0, 100], tickFormatter: (at: number) => `${at} %` }}
        yAxisProps={{ domain: [lowest, 100] }}
        referenceLines={[
          { y: wanted, label: `wanted ${wanted} %`, color: 'orange.7' },
          ...(plan.alone > 0 ? [{ x: Math.round(plan.alone * 1000) / 10, color: 'orange.7' }] : []),
        ]}
        lineChartProps={{ accessibilityLayer: false }}
        aria-hidden
      />
      <NumbersTable
        caption="How often the model is right, by the share of tickets that it decides alone"
        rows={points.map(({ alone, Right, floor }) => [
          `From ${percent(floor)} confidence on`,
          `${alone} % decided alone`,
          `${Right} % right`,
        ])}
      />
    </>
  );
}
