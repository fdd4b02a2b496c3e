/** The answer in two pictures: who is answered late, and how many tickets wait over time. */

import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { SegmentedControl, SimpleGrid } from '@mantine/core';
import { useState } from 'react';
import type { Priority, WhatIfAnswer, WhatIfWay } from '@/api/types';
import { NumbersTable } from '@/ui/numbers-table';
import { Panel } from '@/ui/page';
import { PRIORITIES } from '@/ui/vocabulary';
import { durationText, nameOf, queueRows, shareText, shownWays } from './columns';

const HEIGHT = 260;
const COLOURS: Record<WhatIfWay['kind'], readonly string[]> = {
  recorded: ['gray.5'],
  today: ['blue.6'],
  asked: ['lagoon.6', 'grape.5', 'lime.6'],
  traditional: ['orange.6'],
};
type Measure = 'late' | 'response' | 'solution';
const MEASURES: { value: Measure; label: string }[] = [
  { value: 'late', label: 'Answered late' },
  { value: 'response', label: 'Answered within' },
  { value: 'solution', label: 'Solved within' },
];

function coloured(ways: readonly WhatIfWay[]): { name: string; color: string }[] {
  const seen = { recorded: 0, today: 0, asked: 0, traditional: 0 };
  return ways.map((way) => {
    const tones = COLOURS[way.kind];
    return { name: nameOf(way), color: tones[seen[way.kind]++ % tones.length] ?? 'gray.5' };
  });
}

export function AnswerCharts({ answer }: { answer: WhatIfAnswer }) {
  const ways = shownWays(answer);
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
      <ByPriority ways={ways} />
      <Queue ways={ways} />
    </SimpleGrid>
  );
}

function valueOf(way: WhatIfWay, measure: Measure, priority: Priority): number {
  const { figures } = way;
  if (measure === 'late') return figures.late_first_responses[priority].value;
  const times = measure === 'response' ? figures.first_response : figures.solution;
  return times[priority].p95.value;
}

function ByPriority({ ways }: { ways: WhatIfWay[] }) {
  const [measure, setMeasure] = useState<Measure>('late');
  const text = measure === 'late' ? shareText : durationText;
  const rows = (Object.keys(PRIORITIES) as Priority[]).map((priority) => ({
    priority: PRIORITIES[priority].label,
    ...Object.fromEntries(ways.map((way) => [nameOf(way), valueOf(way, measure, priority)])),
  }));
  const label = MEASURES.find(({ value }) => value === measure)?.label ?? '';
  return (
    <Panel title="By priority" testId="answer-priorities">
      <SegmentedControl
        size="xs"
        data={MEASURES}
        value={measure}
        onChange={(value) => setMeasure(value)}
        aria-label="Figure"
        mb="sm"
        maw="100%"
      />
      <BarChart
        h={HEIGHT}
        data={rows}
        dataKey="priority"
        withLegend
        series={coloured(ways)}
        valueFormatter={text}
        yAxisProps={{ width: 62 }}
        barChartProps={{ accessibilityLayer: false }}
        aria-hidden
      />
      <NumbersTable
        caption={`${label}, by priority${measure === 'late' ? '' : ', 95 of 100 tickets'}`}
        rows={rows.map((row) => [
          row.priority,
          ...ways.map((way) => {
            const name = nameOf(way);
            return `${name} ${text(Number((row as Record<string, unknown>)[name] ?? 0))}`;
          }),
        ])}
      />
    </Panel>
  );
}

function Queue({ ways }: { ways: WhatIfWay[] }) {
  const rows = queueRows(ways);
  return (
    <Panel title="Waiting over time" testId="answer-queue">
      <LineChart
        h={HEIGHT + 38}
        data={rows}
        dataKey="hours"
        withLegend
        withDots={false}
        curveType="stepAfter"
        strokeWidth={1.6}
        series={coloured(ways)}
        xAxisProps={{
          type: 'number',
          domain: [0, 'dataMax'],
          tickFormatter: (hours: number) => `day ${Math.floor(hours / 24) + 1}`,
        }}
        lineChartProps={{ accessibilityLayer: false }}
        aria-hidden
      />
      <NumbersTable
        caption="Most tickets that nobody had begun"
        rows={ways.map((way) => [
          nameOf(way),
          String(Math.max(0, ...way.figures.queue.map(({ waiting }) => waiting))),
        ])}
      />
    </Panel>
  );
}
