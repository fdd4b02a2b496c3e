/** A technician's own shift and time off, on the page of own settings. */

import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '@/api/session';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { peopleQueries } from './queries';
import { ShiftNow } from './shift-now';
import { TimeOff } from './time-off';
import { sentenceOf } from './week';

export function OwnTimeOff() {
  const me = useMe();
  const shift = useQuery(peopleQueries.shift(me.id));
  const settings = useQuery(peopleQueries.settings());
  const editable = settings.data?.own_time_off ?? false;
  return (
    <Panel title="Shift and time off" testId="own-time-off">
      <Stack gap="sm">
        <Loaded query={shift}>
          {({ kind, hours, is_on_shift, changes_at }) => (
            <Stack gap={4}>
              <ShiftNow onShift={is_on_shift} changesAt={changes_at} />
              <Text size="sm" c="dimmed">
                {kind === 'always' && 'You have no shift: your presence alone decides.'}
                {kind === 'calendar' && 'You work by a calendar of your organisation.'}
                {hours && `${sentenceOf(hours.weekly)} (${hours.zone})`}
              </Text>
            </Stack>
          )}
        </Loaded>
        <TimeOff person={me} editable={editable} />
        {settings.data?.own_time_off === false && (
          <Text size="sm" c="dimmed">
            Administrators plan time off here. Ask one of them.
          </Text>
        )}
      </Stack>
    </Panel>
  );
}
