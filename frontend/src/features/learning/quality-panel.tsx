/** How well triage did week by week, and what has drifted. */

import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { Alert, List, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAlertTriangle, IconChartLine } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { QualityReport, WeekOfTriage } from '@/api/types';
import { counted, percent } from '@/lib/format';
import { Loaded } from '@/ui/loaded';
import { NumbersTable } from '@/ui/numbers-table';
import { Panel } from '@/ui/page';
import { Empty } from '@/ui/states';
import { CATEGORIES } from '@/ui/vocabulary';
import { learningQueries } from './queries';
import { accuracySeries, categoriesOf, confidenceSeries, mixSeries, totalsOf } from './weeks';

const WEEKS = 12;
const HEIGHT = 220;
// Ten tones that stay apart in light and dark, and for most who do not see all colours.
const MIX_COLOURS = [
  'lagoon.7',
  'orange.5',
  'blue.6',
  'yellow.5',
  'grape.5',
  'lime.6',
  'pink.5',
  'cyan.4',
  'indigo.4',
  'gray.5',
];

export function QualityPanel() {
  const query = useQuery(learningQueries.quality(WEEKS));
  return (
    <Panel title="Quality over weeks" testId="quality">
      <Loaded query={query}>{(report) => <Report report={report} />}</Loaded>
    </Panel>
  );
}

function Report({ report }: { report: QualityReport }) {
  const { weeks, warnings } = report;
  const totals = totalsOf(weeks);
  if (totals.scored + totals.reviewed === 0) {
    return (
      <Empty icon={IconChartLine} title="Nothing to measure yet">
        Once tickets are scored, and people confirm or correct some of them, their weeks appear
        here.
      </Empty>
    );
  }
  return (
    <Stack gap="lg">
      {warnings.length > 0 && (
        <Alert
          color="orange"
          icon={<IconAlertTriangle />}
          title={counted(warnings.length, 'thing has', 'things have') + ' drifted'}
          data-testid="drift"
        >
          <List size="sm" spacing={4}>
            {warnings.map((warning) => (
              <List.Item key={warning}>{warning}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Text size="sm" data-testid="quality-sentence">
        In {counted(weeks.length, 'week')} the model scored {counted(totals.scored, 'ticket')}.{' '}
        {totals.left === null
          ? 'Nobody has looked at one yet.'
          : `People looked at ${totals.reviewed}, corrected ${totals.corrected}, and left the priority of ${percent(totals.left)}. They look where it was unsure, so over all tickets it does better.`}
      </Text>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Accuracy weeks={weeks} />
        <Confidence weeks={weeks} />
      </SimpleGrid>
      <Mix weeks={weeks} />
    </Stack>
  );
}

function Figure({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <Stack gap={4} component="section" miw={0}>
      <Title order={3}>{title}</Title>
      <Text size="xs" c="dimmed" mb={6}>
        {about}
      </Text>
      {children}
    </Stack>
  );
}

const inWords = (value: number | null) => (value === null ? 'nobody looked' : `${value} %`);

function Accuracy({ weeks }: { weeks: WeekOfTriage[] }) {
  const series = accuracySeries(weeks);
  return (
    <Figure
      title="Left as the model had it"
      about="Of the tickets that people looked at; and the share that went to a person."
    >
      <LineChart
        h={HEIGHT}
        data={series}
        dataKey="week"
        unit=" %"
        withLegend
        curveType="linear"
        xAxisProps={{ interval: 'equidistantPreserveStart' }}
        yAxisProps={{ domain: [0, 100] }}
        series={[
          { name: 'Priority', color: 'lagoon.6' },
          { name: 'Category', color: 'blue.5' },
          { name: 'To a person', color: 'orange.6', strokeDasharray: '4 4' },
        ]}
        lineChartProps={{ accessibilityLayer: false }}
        aria-hidden
      />
      <NumbersTable
        caption="Left as the model had it, by week"
        rows={series.map((row) => [
          row.week,
          `priority ${inWords(row.Priority)}`,
          `category ${inWords(row.Category)}`,
          `to a person ${row['To a person'] === null ? 'no tickets' : `${row['To a person']} %`}`,
        ])}
      />
    </Figure>
  );
}

function Confidence({ weeks }: { weeks: WeekOfTriage[] }) {
  const series = confidenceSeries(weeks);
  return (
    <Figure
      title="How sure it was"
      about="Per cent of tickets, by the model's confidence in per cent."
    >
      <BarChart
        h={HEIGHT}
        data={series}
        dataKey="confidence"
        unit=" %"
        withLegend
        series={[
          { name: 'Before', color: 'var(--tk-free)' },
          { name: 'Last 4 weeks', color: 'lagoon.6' },
        ]}
        barChartProps={{ accessibilityLayer: false }}
        aria-hidden
      />
      <NumbersTable
        caption="Tickets by confidence"
        rows={series.map((row) => [
          `${row.confidence} % sure`,
          `${row.Before} % before`,
          `${row['Last 4 weeks']} % in the last 4 weeks`,
        ])}
      />
    </Figure>
  );
}

function Mix({ weeks }: { weeks: WeekOfTriage[] }) {
  const names = categoriesOf(weeks);
  const series: Record<string, string | number>[] = mixSeries(weeks);
  return (
    <Figure title="What they are about" about="Share of each category, week by week.">
      <BarChart
        h={HEIGHT + 40}
        data={series}
        dataKey="week"
        type="percent"
        withLegend
        series={names.map((name, place) => ({
          name: CATEGORIES[name],
          color: MIX_COLOURS[place % MIX_COLOURS.length] ?? 'gray.5',
        }))}
        barChartProps={{ accessibilityLayer: false }}
        aria-hidden
      />
      <NumbersTable
        caption="Tickets by category and week"
        rows={series.map((row) => [
          String(row['week']),
          ...names.map((name) => `${CATEGORIES[name]} ${row[CATEGORIES[name]] ?? 0}`),
        ])}
      />
    </Figure>
  );
}
