/** Impact against urgency: the table behind a priority, with this ticket's place in it. */

import { Table, Text } from '@mantine/core';
import type { Impact, Priority, Urgency } from '@/api/types';
import { PriorityBadge } from '@/ui/status-badges';
import { LEVELS } from '@/ui/vocabulary';

const LEVEL_ORDER = ['high', 'medium', 'low'] as const;

export const MATRIX: Record<Impact, Record<Urgency, Priority>> = {
  high: { high: 'critical', medium: 'high', low: 'medium' },
  medium: { high: 'high', medium: 'medium', low: 'low' },
  low: { high: 'medium', medium: 'low', low: 'low' },
};

export function Matrix({ impact, urgency }: { impact: Impact | null; urgency: Urgency | null }) {
  return (
    <Table withTableBorder withColumnBorders fz="xs" aria-label="Impact and urgency to priority">
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
                  <PriorityBadge priority={MATRIX[row][column]} plain />
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
