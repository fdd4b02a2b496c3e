/** Load per technician and ratings by score, as charts with the same numbers in words. */

import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { techniciansQuery } from '@/api/technicians';
import type { TechnicianRow } from '@/api/types';
import { Loaded } from '@/ui/loaded';
import { NumbersTable } from '@/ui/numbers-table';
import { Panel } from '@/ui/page';
import { adminQueries } from './queries';

const CHART_HEIGHT = 230;

/** One bar per technician: what they hold and what is still free. */
export function loadSeries(technicians: TechnicianRow[]) {
  return technicians.map(({ name, active, capacity }) => ({
    name: name.split(' ')[0] ?? name,
    Held: active,
    Free: Math.max(capacity - active, 0),
  }));
}

export function ratingSeries(byScore: Record<string, number>) {
  return ['1', '2', '3', '4', '5'].map((score) => ({ score, Ratings: byScore[score] ?? 0 }));
}

export function OverviewCharts() {
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
      <LoadChart />
      <RatingChart />
    </SimpleGrid>
  );
}

function LoadChart() {
  const query = useQuery(techniciansQuery);
  return (
    <Panel title="Load against capacity">
      <Loaded query={query}>
        {(technicians) => {
          const series = loadSeries(technicians);
          if (series.length === 0) return <Text c="dimmed">No technicians yet.</Text>;
          return (
            <>
              <BarChart
                h={CHART_HEIGHT}
                data={series}
                dataKey="name"
                type="stacked"
                withLegend
                series={[
                  { name: 'Held', color: 'lagoon.7' },
                  { name: 'Free', color: 'var(--tk-free)' },
                ]}
                yAxisProps={{ allowDecimals: false }}
                barChartProps={{ accessibilityLayer: false }}
                aria-hidden
              />
              <NumbersTable
                caption="Tickets held and places free per technician"
                rows={series.map(({ name, Held, Free }) => [name, `${Held} held`, `${Free} free`])}
              />
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

function RatingChart() {
  const query = useQuery(adminQueries.ratings());
  return (
    <Panel title="Ratings">
      <Loaded query={query}>
        {({ by_score, count, average }) => {
          const series = ratingSeries(by_score);
          return (
            <>
              <Text size="sm" c="dimmed" mb="xs">
                {count === 0 || average === null
                  ? 'No ratings yet'
                  : `${average.toFixed(1)} of 5 on average, ${count} in all`}
              </Text>
              <BarChart
                h={CHART_HEIGHT - 30}
                data={series}
                dataKey="score"
                series={[{ name: 'Ratings', color: 'lagoon.7' }]}
                yAxisProps={{ allowDecimals: false }}
                barChartProps={{ accessibilityLayer: false }}
                aria-hidden
              />
              <NumbersTable
                caption="Ratings by score"
                rows={series.map(({ score, Ratings }) => [score, String(Ratings)])}
              />
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}
