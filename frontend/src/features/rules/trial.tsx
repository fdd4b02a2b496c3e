/** What a rule would have done lately: a number, and the tickets behind it. */

import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { RuleTrial } from '@/api/types';
import { shortMomentOf } from '@/lib/format';
import { places } from '@/lib/places';

const SHOWN = 8;

export function Trial({ trial }: { trial: RuleTrial | undefined }) {
  return (
    <Stack gap="xs" role="status" data-testid="trial">
      <Text size="sm" fw={560}>
        {trial?.sentence ?? 'Trying it on the last tickets …'}
      </Text>
      {trial && trial.examples.length > 0 && (
        <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
          {trial.examples.slice(0, SHOWN).map((one, place) => (
            <Text key={place} component="li" size="sm">
              <Anchor component={Link} to={places.ticket(one.ticket_id)} inherit>
                {one.reference} {one.subject}
              </Anchor>
              <Text span c="dimmed" display="block" size="xs">
                {shortMomentOf(one.at)}: {one.did.join(', ')}
              </Text>
            </Text>
          ))}
        </Stack>
      )}
    </Stack>
  );
}
