/** The eight ways of handing out tickets, each with what it does in plain words. */

import { Group, Radio, Stack, Text } from '@mantine/core';
import type { Strategy } from '@/api/types';
import { STRATEGIES } from '@/ui/vocabulary';

interface Props {
  value: Strategy;
  onChange: (strategy: Strategy) => void;
}

export function StrategyChooser({ value, onChange }: Props) {
  return (
    <Radio.Group label="Who gets a ticket" value={value} onChange={(chosen) => onChange(chosen)}>
      <Stack gap={8} mt="xs">
        {(Object.keys(STRATEGIES) as Strategy[]).map((strategy) => (
          <Radio.Card key={strategy} value={strategy} radius="md" p="sm">
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <Radio.Indicator size="xs" mt={3} />
              <div>
                <Text size="sm" fw={560}>
                  {STRATEGIES[strategy].label}
                </Text>
                <Text size="sm" c="dimmed">
                  {STRATEGIES[strategy].means}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  );
}
