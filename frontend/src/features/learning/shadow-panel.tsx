/** How the silent model compares with the one in service. */

import { Stack, Text } from '@mantine/core';
import type { ShadowReport } from '@/api/types';
import { counted, percent } from '@/lib/format';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/page';

export function ShadowPanel({ report }: { report: ShadowReport }) {
  return (
    <Panel title={`Shadow ${report.model.version}`} testId="shadow">
      <Stack gap={6}>
        <Text size="sm" component="div">
          It has scored new tickets silently since <Moment at={report.since} span />:{' '}
          {counted(report.scored, 'ticket')} so far.
        </Text>
        {report.same_priority !== null && report.same_category !== null && (
          <Text size="sm">
            It gave {percent(report.same_priority)} of them the priority of the model in service,
            and {percent(report.same_category)} its category.
          </Text>
        )}
        <Text size="sm" data-testid="shadow-judged">
          {judged(report)}
        </Text>
      </Stack>
    </Panel>
  );
}

function judged({ judged: count, shadow_right, serving_right }: ShadowReport): string {
  if (count === 0) return 'Nobody has judged one of these tickets yet, so neither is ahead.';
  const ahead = shadow_right - serving_right;
  const verdict =
    ahead === 0
      ? 'Neither is ahead.'
      : `${ahead > 0 ? 'The shadow' : 'The model in service'} is ahead by ${Math.abs(ahead)}.`;
  return (
    `People judged ${counted(count, 'ticket')}: the shadow was right on ${shadow_right}, ` +
    `the model in service on ${serving_right}. ${verdict}`
  );
}
