/** Lists worth coming back to: the built-in ones and those a person saved. */

import { ActionIcon, Button, Chip, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconBookmarkPlus, IconX } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import { tell, tellFailure } from '@/ui/toast';
import { deleteView, saveView } from './commands';
import {
  compact,
  filtersFrom,
  isFiltered,
  NO_FILTERS,
  OPEN_STATUSES,
  sameFilters,
  toSearch,
  type TicketFilters,
} from './filters';
import { ticketQueries } from './queries';

interface BuiltIn {
  name: string;
  filters: TicketFilters;
}

export const STAFF_VIEWS: BuiltIn[] = [
  { name: 'All', filters: NO_FILTERS },
  { name: 'Open', filters: { ...NO_FILTERS, status: OPEN_STATUSES, sort: '-priority' } },
  { name: 'Mine', filters: { ...NO_FILTERS, assignee: 'me', status: OPEN_STATUSES } },
  { name: 'Unassigned', filters: { ...NO_FILTERS, assignee: 'none', status: OPEN_STATUSES } },
  { name: 'Needs review', filters: { ...NO_FILTERS, needs_review: true } },
  { name: 'Archive', filters: { ...NO_FILTERS, archived: true } },
];

export const REQUESTER_VIEWS: BuiltIn[] = [
  { name: 'All', filters: NO_FILTERS },
  { name: 'Open', filters: { ...NO_FILTERS, status: OPEN_STATUSES } },
  { name: 'Waiting on me', filters: { ...NO_FILTERS, status: ['waiting_on_requester'] } },
  { name: 'Solved', filters: { ...NO_FILTERS, status: ['solved', 'closed'] } },
  { name: 'Archive', filters: { ...NO_FILTERS, archived: true } },
];

/** The views that the person saved, as filters. */
export function useSavedViews() {
  const { data } = useQuery(ticketQueries.savedViews());
  return (data ?? []).map((view) => ({ ...view, shown: filtersFrom(toSearch(view.filters)) }));
}

interface Props {
  builtIn: BuiltIn[];
  filters: TicketFilters;
  show: (filters: TicketFilters) => void;
}

export function SavedViews({ builtIn, filters, show }: Props) {
  const client = useQueryClient();
  const mine = useSavedViews();
  const [asking, { open, close }] = useDisclosure(false);
  const remove = useMutation({
    mutationFn: deleteView,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.savedViews }),
    onError: tellFailure,
  });
  const isKnown = [...builtIn.map((view) => view.filters), ...mine.map((view) => view.shown)].some(
    (known) => sameFilters(known, filters),
  );

  return (
    <Group gap={6} role="group" aria-label="Views">
      {builtIn.map((view) => (
        <ViewChip
          key={view.name}
          name={view.name}
          active={sameFilters(view.filters, filters)}
          onShow={() => show(view.filters)}
        />
      ))}
      {mine.map((view) => (
        <Group key={view.id} gap={0}>
          <ViewChip
            name={view.name}
            active={sameFilters(view.shown, filters)}
            onShow={() => show(view.shown)}
          />
          <ActionIcon
            size="sm"
            aria-label={`Delete view ${view.name}`}
            onClick={() => remove.mutate(view.id)}
          >
            <IconX size={13} />
          </ActionIcon>
        </Group>
      ))}
      {isFiltered(filters) && !isKnown && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconBookmarkPlus size={15} />}
          onClick={open}
        >
          Save view
        </Button>
      )}
      <SaveViewDialog opened={asking} onClose={close} filters={filters} />
    </Group>
  );
}

function ViewChip(props: { name: string; active: boolean; onShow: () => void }) {
  return (
    <Chip size="xs" checked={props.active} onChange={props.onShow} variant="light">
      {props.name}
    </Chip>
  );
}

interface DialogProps {
  opened: boolean;
  onClose: () => void;
  filters: TicketFilters;
}

function SaveViewDialog({ opened, onClose, filters }: DialogProps) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: () => saveView(name.trim(), compact(filters)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.savedViews });
      tell('View saved.');
      setName('');
      onClose();
    },
    onError: tellFailure,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) save.mutate();
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Save this view">
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Name of the view"
            data-autofocus
            required
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending}>
              Save view
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
