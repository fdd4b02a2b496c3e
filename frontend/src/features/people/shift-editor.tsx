/** When a technician works: always, by a week of their own, or by a calendar. */

import { Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '@/api/keys';
import type { PersonRef, SetShift, ShiftDetail } from '@/api/types';
import { Loaded } from '@/ui/loaded';
import { Failed } from '@/ui/states';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { calendarQueries } from './calendar-queries';
import { HoursEditor } from './hours-editor';
import { peopleQueries, saveShift } from './queries';
import { ShiftNow } from './shift-now';
import { OFFICE, ownZone, type Week } from './week';

type Kind = ShiftDetail['kind'];

const KINDS: { value: Kind; label: string }[] = [
  { value: 'always', label: 'Always' },
  { value: 'own', label: 'Own hours' },
  { value: 'calendar', label: 'A calendar' },
];

export function ShiftEditor({ person }: { person: PersonRef }) {
  const query = useQuery(peopleQueries.shift(person.id));
  return (
    <Loaded query={query}>
      {(shift) => <Editor key={JSON.stringify(wantedOf(shift))} person={person} shift={shift} />}
    </Loaded>
  );
}

function wantedOf({ kind, calendar_id, hours }: ShiftDetail): SetShift {
  return { kind, calendar_id, hours };
}

function Editor({ person, shift }: { person: PersonRef; shift: ShiftDetail }) {
  const client = useQueryClient();
  const calendars = useQuery(calendarQueries.all());
  const [kind, setKind] = useState<Kind>(shift.kind);
  const [calendarId, setCalendarId] = useState(shift.calendar_id);
  const [week, setWeek] = useState<Week>(shift.hours ?? { zone: ownZone(), weekly: OFFICE });
  const wanted: SetShift = {
    kind,
    calendar_id: kind === 'calendar' ? calendarId : null,
    hours: kind === 'own' ? week : null,
  };
  const keep = (told: ShiftDetail) => {
    client.setQueryData(keys.shift(person.id), told);
    void client.invalidateQueries({ queryKey: keys.technicians });
  };
  const undo = useMutation({
    mutationFn: () => saveShift(person.id, wantedOf(shift)),
    onSuccess: keep,
    onError: tellFailure,
  });
  const save = useMutation({
    mutationFn: () => saveShift(person.id, wanted),
    onSuccess: (told) => {
      keep(told);
      tellUndoable({
        name: 'shift-undo',
        message: `${person.name}: shift saved.`,
        undo: () => undo.mutate(),
      });
    },
  });
  const changed = JSON.stringify(wanted) !== JSON.stringify(wantedOf(shift));
  const complete = kind !== 'calendar' || calendarId !== null;
  return (
    <Stack>
      <ShiftNow onShift={shift.is_on_shift} changesAt={shift.changes_at} />
      <Text size="sm" c="dimmed">
        Off shift nobody gets a ticket, whatever the presence says. Shifts begin and end without a
        click.
      </Text>
      <SegmentedControl
        aria-label="Works"
        data={KINDS}
        value={kind}
        onChange={(value) => setKind(value)}
      />
      {kind === 'own' && <HoursEditor week={week} onChange={setWeek} />}
      {kind === 'calendar' && (
        <Select
          label="Calendar"
          placeholder={calendars.data?.length === 0 ? 'There is no calendar yet' : 'Choose one'}
          data={(calendars.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={calendarId}
          onChange={setCalendarId}
        />
      )}
      {save.isError && <Failed error={save.error} title="Not saved" />}
      <Group justify="flex-end">
        <Button
          disabled={!changed || !complete}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          Save shift
        </Button>
      </Group>
    </Stack>
  );
}
