/** What technicians may do themselves. */

import { Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import { Loaded } from '@/ui/loaded';
import { tellFailure } from '@/ui/toast';
import { peopleQueries, saveSettings } from './queries';

export function PeopleSettingsPanel() {
  const client = useQueryClient();
  const query = useQuery(peopleQueries.settings());
  const save = useMutation({
    mutationFn: (own_time_off: boolean) => saveSettings({ own_time_off }),
    onSuccess: (told) => client.setQueryData(keys.peopleSettings, told),
    onError: tellFailure,
  });
  return (
    <Loaded query={query}>
      {({ own_time_off }) => (
        <Switch
          label="Technicians plan their own time off"
          description="Otherwise only administrators do. Everybody sees their own in the settings."
          checked={own_time_off}
          disabled={save.isPending}
          onChange={(event) => save.mutate(event.currentTarget.checked)}
        />
      )}
    </Loaded>
  );
}
