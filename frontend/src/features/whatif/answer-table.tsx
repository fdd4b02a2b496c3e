/** Every way of assigning beside the others; the best of each column is marked. */

import { Group, Switch, Table, Text } from '@mantine/core';
import { IconTrophy } from '@tabler/icons-react';
import { useState } from 'react';
import type { WhatIfAnswer, WhatIfWay } from '@/api/types';
import { Panel } from '@/ui/page';
import { WideTable } from '@/ui/wide-table';
import { bestIn, chanceText, COLUMNS, nameOf, type Column } from './columns';
import classes from './answer.module.css';

export function AnswerTable({ answer }: { answer: WhatIfAnswer }) {
  const [detailed, setDetailed] = useState(false);
  const columns = COLUMNS.filter(({ isDetail }) => detailed || !isDetail);
  const best = new Map(columns.map((column) => [column.key, bestIn(column, answer.ways)]));
  return (
    <Panel
      title="Side by side"
      testId="answer-table"
      aside={
        <Switch
          size="sm"
          label="All figures"
          checked={detailed}
          onChange={(event) => setDetailed(event.currentTarget.checked)}
        />
      }
    >
      <WideTable label="Ways of assigning" minWidth={760}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Way</Table.Th>
            {columns.map(({ key, label, means }) => (
              <Table.Th key={key} title={means} className={classes.head}>
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {answer.ways.map((way) => (
            <Table.Tr key={way.key} data-kind={way.kind} className={classes.row}>
              <Table.Th scope="row" className={classes.name}>
                {nameOf(way)}
              </Table.Th>
              {columns.map((column) => (
                <Cell
                  key={column.key}
                  column={column}
                  way={way}
                  isBest={best.get(column.key)?.has(way.key) ?? false}
                />
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      <Text size="xs" c="dimmed" mt="sm">
        {answer.seeds > 1
          ? `Means of ${answer.seeds} throws of chance; ± is where the true mean lies, 19 times in 20.`
          : 'One throw of chance.'}{' '}
        The best simulated value of a column is marked.
      </Text>
    </Panel>
  );
}

function Cell({ column, way, isBest }: { column: Column; way: WhatIfWay; isBest: boolean }) {
  const estimate = column.of(way);
  if (!estimate) return <Table.Td c="dimmed">–</Table.Td>;
  const chance = chanceText(column, estimate);
  return (
    <Table.Td className="tk-number" data-best={isBest || undefined}>
      <Group gap={5} wrap="nowrap">
        <Text size="sm" fw={isBest ? 640 : 400} span>
          {column.text(estimate.value)}
        </Text>
        {isBest && <IconTrophy size={14} className={classes.best} role="img" aria-label="best" />}
      </Group>
      {chance && (
        <Text size="xs" c="dimmed">
          {chance}
        </Text>
      )}
    </Table.Td>
  );
}
