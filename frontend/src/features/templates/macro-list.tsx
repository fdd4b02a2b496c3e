/** The macros that somebody may use: find, write, change, remove and bring back. */

import { Button, Group, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { IconBolt, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '@/api/keys';
import type { Macro } from '@/api/types';
import { Endless } from '@/ui/endless';
import { Empty } from '@/ui/states';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { KeptList, SearchWords } from './kept-list';
import { MacroEditor } from './macro-editor';
import { macroQueries, removeMacro, restoreMacro } from './queries';

const TYPING_MS = 250;

export function MacroList() {
  const client = useQueryClient();
  const [words, setWords] = useState('');
  const [settled] = useDebouncedValue(words.trim(), TYPING_MS);
  const [edited, setEdited] = useState<Macro | 'new' | null>(null);
  const query = useInfiniteQuery(macroQueries.list(settled));
  const refresh = () => client.invalidateQueries({ queryKey: keys.macros.all });
  const restore = useMutation({
    mutationFn: restoreMacro,
    onError: tellFailure,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: ({ id }: Macro) => removeMacro(id),
    onSuccess: (_, { id, name }) =>
      tellUndoable({
        name: 'macros',
        message: `“${name}” is removed.`,
        undo: () => restore.mutate(id),
      }),
    onError: tellFailure,
    onSettled: refresh,
  });
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <SearchWords value={words} onChange={setWords} />
        <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
          New macro
        </Button>
      </Group>
      <Endless
        query={query}
        empty={
          <Empty icon={IconBolt} title={settled ? 'Nothing fits' : 'No macros yet'}>
            {settled
              ? 'Try other words.'
              : 'A macro answers, tags, sorts and moves a ticket with one click.'}
          </Empty>
        }
      >
        {(rows) => (
          <KeptList
            rows={rows}
            words={({ sentences }) => sentences.join(' · ')}
            onEdit={setEdited}
            onRemove={(row) => remove.mutate(row)}
          />
        )}
      </Endless>
      {edited && (
        <MacroEditor macro={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Stack>
  );
}
