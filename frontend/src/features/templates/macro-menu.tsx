/** One click does several things to a ticket; before it, what it would do is shown. */

import { Alert, Button, Group, List, Menu, Modal, ScrollArea, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconBolt } from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '@/api/keys';
import { rowsOf } from '@/api/paging';
import type { Macro, MacroPreview, TicketDetail } from '@/api/types';
import { Loaded } from '@/ui/loaded';
import { tell, tellFailure, tellUndoable } from '@/ui/toast';
import { macroQueries, runMacro, undoMacro } from './queries';

export function MacroMenu({ ticket }: { ticket: TicketDetail }) {
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState<Macro | null>(null);
  const query = useInfiniteQuery({ ...macroQueries.list(), enabled: opened });
  const macros = rowsOf(query.data);
  if (!ticket.may.edit) return null;
  return (
    <>
      <Menu position="bottom-end" width={280} shadow="md" opened={opened} onChange={setOpened}>
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconBolt size={16} />}>
            Macros
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <ScrollArea.Autosize mah={320}>
            {macros.map((macro) => (
              <Menu.Item key={macro.id} onClick={() => setChosen(macro)}>
                <Text size="sm">{macro.name}</Text>
                <Text size="xs" c="dimmed" lineClamp={1}>
                  {macro.sentences.join(' · ')}
                </Text>
              </Menu.Item>
            ))}
            {macros.length === 0 && (
              <Menu.Label>
                {query.isPending
                  ? 'Looking …'
                  : query.isError
                    ? 'They could not be loaded'
                    : 'No macros yet. Write one under Templates.'}
              </Menu.Label>
            )}
          </ScrollArea.Autosize>
        </Menu.Dropdown>
      </Menu>
      {chosen && <Confirm macro={chosen} ticket={ticket} onClose={() => setChosen(null)} />}
    </>
  );
}

interface ConfirmProps {
  macro: Macro;
  ticket: TicketDetail;
  onClose: () => void;
}

function Confirm({ macro, ticket, onClose }: ConfirmProps) {
  const client = useQueryClient();
  const query = useQuery(macroQueries.preview(ticket.id, macro.id));
  const refresh = () => client.invalidateQueries({ queryKey: keys.tickets.all });
  const undo = useMutation({
    mutationFn: (runId: string) => undoMacro(ticket.id, runId),
    onSuccess: ({ restored, left }) =>
      tell(
        left.length === 0
          ? `Brought back: ${restored.join(', ')}.`
          : `Brought back: ${restored.join(', ') || 'nothing'}. Left, because it changed since: ${left.join(', ')}.`,
      ),
    onError: tellFailure,
    onSettled: refresh,
  });
  const run = useMutation({
    mutationFn: () => runMacro(ticket.id, macro.id, ticket.version),
    onSuccess: ({ run_id: runId, can_be_undone: fields }) => {
      if (fields.length === 0) tell(`“${macro.name}” is done.`);
      else {
        tellUndoable({
          name: 'macro',
          message: `“${macro.name}” is done. An undo brings back: ${fields.join(', ')}.`,
          undo: () => undo.mutate(runId),
        });
      }
      onClose();
    },
    onError: tellFailure,
    onSettled: refresh,
  });
  return (
    <Modal opened onClose={onClose} title={macro.name} size="lg">
      <Stack>
        <Loaded query={query}>{(preview) => <Preview preview={preview} />}</Loaded>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            data-autofocus
            loading={run.isPending}
            disabled={!query.data || query.data.refusal !== null}
            onClick={() => run.mutate()}
          >
            Do it
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Preview({ preview }: { preview: MacroPreview }) {
  return (
    <Stack gap="sm" data-testid="macro-preview">
      {preview.refusal && (
        <Alert color="orange" icon={<IconAlertTriangle />}>
          {preview.refusal}
        </Alert>
      )}
      <List type="ordered" spacing="sm" size="sm">
        {preview.steps.map(({ sentence, text, can_be_undone: undoable }, place) => (
          <List.Item key={`${place}-${sentence}`}>
            <Text size="sm">
              {sentence}
              {!undoable && (
                <Text span size="xs" c="dimmed">
                  {' '}
                  (cannot be undone)
                </Text>
              )}
            </Text>
            {text && (
              <Text
                size="sm"
                c="dimmed"
                style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
              >
                {text}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
