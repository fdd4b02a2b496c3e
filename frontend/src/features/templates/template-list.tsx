/** The templates that somebody may use: find, write, change, remove and bring back. */

import { Button, Group, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { IconPlus, IconTemplate } from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '@/api/keys';
import type { ReplyTemplate } from '@/api/types';
import { Endless } from '@/ui/endless';
import { Empty } from '@/ui/states';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { KeptList, SearchWords } from './kept-list';
import { removeTemplate, restoreTemplate, templateQueries } from './queries';
import { TemplateEditor } from './template-editor';

const TYPING_MS = 250;

export function TemplateList() {
  const client = useQueryClient();
  const [words, setWords] = useState('');
  const [settled] = useDebouncedValue(words.trim(), TYPING_MS);
  const [edited, setEdited] = useState<ReplyTemplate | 'new' | null>(null);
  const query = useInfiniteQuery(templateQueries.list(settled));
  const refresh = () => client.invalidateQueries({ queryKey: keys.templates.all });
  const restore = useMutation({
    mutationFn: restoreTemplate,
    onError: tellFailure,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: ({ id }: ReplyTemplate) => removeTemplate(id),
    onSuccess: (_, { id, name }) =>
      tellUndoable({
        name: 'templates',
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
          New template
        </Button>
      </Group>
      <Endless
        query={query}
        empty={
          <Empty icon={IconTemplate} title={settled ? 'Nothing fits' : 'No templates yet'}>
            {settled
              ? 'Try other words.'
              : 'Write down once what you answer again and again; names and numbers fill themselves in.'}
          </Empty>
        }
      >
        {(rows) => (
          <KeptList
            rows={rows}
            words={({ text }) => text}
            onEdit={setEdited}
            onRemove={(row) => remove.mutate(row)}
          />
        )}
      </Endless>
      {edited && (
        <TemplateEditor
          template={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Stack>
  );
}
