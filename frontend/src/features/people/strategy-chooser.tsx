/** The eight ways of handing out tickets, each with what it does in plain words. */

import { Radio, Stack, Text } from '@mantine/core';
import type { Strategy } from '@/api/types';
import { STRATEGIES } from '@/ui/vocabulary';

interface Props {
  value: Strategy;
  onChange: (strategy: Strategy) => void;
}

export function StrategyChooser({ value, onChange }: Props) {
  return (
    <Radio.Group
      label="Who gets a ticket"
      value={value}
      onChange={(chosen) => onChange(chosen)}
    >
      <Stack gap={8} mt="xs">
        {(Object.keys(STRATEGIES) as Strategy[]).map((strategy) => (
          <Radio.Card key={strategy} value={strategy} radius="md" p="sm">
            <Stack gap={2}>
              <Text size="sm" fw={560} component="span">
                <Radio.Indicator
                  size="xs"
                  mr={8}
                  style={{ display: 'inline-block', verticalAlign: '-2px' }}
                />
                {STRATEGIES[strategy].label}
              </Text>
              <Text size="sm" c="dimmed" component="span">
                {STRATEGIES[strategy].means}
              </Text>
            </Stack>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  );
}
