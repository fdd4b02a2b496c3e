/** In which language a person wants to be helped; not shown where nobody says what he speaks. */

import { Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import { Panel } from '@/ui/page';
import { tell, tellFailure } from '@/ui/toast';
import { chooseLanguage, settingsQueries } from './queries';

const NAMES = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });
const ANY = 'any';

export function LanguagePanel() {
  const client = useQueryClient();
  const own = useQuery(settingsQueries.language()).data;
  const save = useMutation({
    mutationFn: chooseLanguage,
    onSuccess: (saved) => {
      client.setQueryData(keys.language, saved);
      tell(
        saved.language === null
          ? 'Saved. Anybody may help you.'
          : 'Saved. Your tickets go to somebody who speaks it.',
      );
    },
    onError: tellFailure,
  });
  if (own === undefined || (own.spoken.length === 0 && own.language === null)) return null;
  const codes = [...new Set([...own.spoken, ...(own.language === null ? [] : [own.language])])];
  return (
    <Panel title="Language">
      <Select
        label="I want to be helped in"
        description="Your tickets go to somebody who speaks it, and wait until one is free."
        w={280}
        allowDeselect={false}
        disabled={save.isPending}
        data={[
          { value: ANY, label: 'Any language' },
          ...codes.map((code) => ({ value: code, label: NAMES.of(code) ?? code })),
        ]}
        value={own.language ?? ANY}
        onChange={(value) => save.mutate(value === ANY ? null : value)}
      />
    </Panel>
  );
}
