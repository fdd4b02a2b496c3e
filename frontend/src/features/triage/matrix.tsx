/** Impact against urgency: the table behind a priority, with this ticket's place in it. */

import { Table, Text } from '@mantine/core';
import type { Impact, Priority, TriageDetail, Urgency } from '@/api/types';
import { PriorityBadge } from '@/ui/status-badges';
import { LEVELS } from '@/ui/vocabulary';
import classes from './matrix.module.css';

const LEVEL_ORDER = ['high', 'medium', 'low'] as const;

type Cells = TriageDetail['matrix'];

/** The priority in one place of the table. */
export function priorityAt(cells: Cells, impact: Impact, urgency: Urgency): Priority | null {
  const cell = cells.find((one) => one.impact === impact && one.urgency === urgency);
  return cell?.priority ?? null;
}

interface Props {
  cells: Cells;
  impact: Impact | null;
  urgency: Urgency | null;
}

export function Matrix({ cells, impact, urgency }: Props) {
  return (
    <Table
      withTableBorder
      withColumnBorders
      layout="fixed"
      horizontalSpacing={8}
      fz="xs"
      className={classes.matrix}
      aria-label="Impact and urgency to priority"
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Impact ↓ Urgency →</Table.Th>
          {LEVEL_ORDER.map((level) => (
            <Table.Th key={level} scope="col">
              {LEVELS[level]}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {LEVEL_ORDER.map((row) => (
          <Table.Tr key={row}>
            <Table.Th scope="row">{LEVELS[row]}</Table.Th>
            {LEVEL_ORDER.map((column) => {
              const here = row === impact && column === urgency;
              return (
                <Table.Td
                  key={column}
                  aria-current={here || undefined}
                  bg={here ? 'var(--tk-mine)' : undefined}
                >
                  <PriorityBadge priority={priorityAt(cells, row, column)} plain />
                  {here && (
                    <Text span size="xs" display="block">
                      this ticket
                    </Text>
                  )}
                </Table.Td>
              );
            })}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
