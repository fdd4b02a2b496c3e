/** One macro: its steps in order. */

import { ActionIcon, Button, Drawer, Group, Menu, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import type { Macro, MacroStep } from '@/api/types';
import { tell, tellFailure } from '@/ui/toast';
import { saveMacro } from './queries';
import { SharingFields, type Sharing } from './sharing-fields';
import { StepFields } from './step-fields';
import { isUnfinished, newStep, STEPS } from './template-words';

interface Props {
  macro: Macro | null;
  onClose: () => void;
}

interface Row {
  key: number;
  step: MacroStep;
}

const MOST_STEPS = 12;

export function MacroEditor({ macro, onClose }: Props) {
  const client = useQueryClient();
  const [sharing, setSharing] = useState<Sharing>({
    name: macro?.name ?? '',
    folder: macro?.folder ?? '',
    audience: macro?.audience ?? 'own',
    team_id: macro?.team?.id ?? null,
  });
  const [rows, setRows] = useState<Row[]>((macro?.steps ?? []).map((step, key) => ({ key, step })));
  const save = useMutation({
    mutationFn: () =>
      saveMacro(macro?.id ?? null, {
        ...sharing,
        steps: rows.map(({ step }) => step),
        version: macro?.version ?? null,
      }),
    onSuccess: async ({ name }) => {
      await client.invalidateQueries({ queryKey: keys.macros.all });
      tell(`“${name}” is saved.`);
      onClose();
    },
    onError: tellFailure,
  });
  const put = (place: number, step: MacroStep) =>
    setRows(rows.map((row, index) => (index === place ? { ...row, step } : row)));
  const add = (kind: MacroStep['do']) =>
    setRows([
      ...rows,
      { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, step: newStep(kind) },
    ]);
  const swap = (place: number, other: number) => {
    const next = [...rows];
    const [one, two] = [next[place], next[other]];
    if (!one || !two) return;
    next[place] = two;
    next[other] = one;
    setRows(next);
  };
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={macro?.name ?? 'New macro'}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack>
          <SharingFields value={sharing} onChange={(part) => setSharing({ ...sharing, ...part })} />
          <Text fw={560} size="sm">
            Steps, in order
          </Text>
          {rows.map(({ key, step }, place) => (
            <Stack key={key} gap="xs" className="tk-card" p="sm" style={{ borderRadius: 10 }}>
              <Group justify="space-between" wrap="nowrap">
                <Text size="sm" fw={560}>
                  {place + 1}. {STEPS[step.do]}
                </Text>
                <StepActions
                  label={`step ${place + 1}`}
                  first={place === 0}
                  last={place === rows.length - 1}
                  onUp={() => swap(place, place - 1)}
                  onDown={() => swap(place, place + 1)}
                  onRemove={() => setRows(rows.filter((row) => row.key !== key))}
                />
              </Group>
              <StepFields step={step} onChange={(next) => put(place, next)} />
            </Stack>
          ))}
          {rows.length < MOST_STEPS && <AddStep onAdd={add} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={
                !sharing.name.trim() ||
                rows.length === 0 ||
                rows.some(({ step }) => isUnfinished(step))
              }
            >
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

function AddStep({ onAdd }: { onAdd: (kind: MacroStep['do']) => void }) {
  return (
    <Menu position="bottom-start" width={240} shadow="md">
      <Menu.Target>
        <Button variant="light" w="fit-content" leftSection={<IconPlus size={16} />}>
          Add a step
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(STEPS) as MacroStep['do'][]).map((kind) => (
          <Menu.Item key={kind} onClick={() => onAdd(kind)}>
            {STEPS[kind]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface StepActionsProps {
  label: string;
  first: boolean;
  last: boolean;
  onUp: () => void;
  onDown: () => void;
  onRemove: () => void;
}

function StepActions({ label, first, last, onUp, onDown, onRemove }: StepActionsProps) {
  const icon = { variant: 'subtle', color: 'gray' } as const;
  return (
    <Group gap={2} wrap="nowrap">
      <ActionIcon {...icon} aria-label={`Move ${label} up`} disabled={first} onClick={onUp}>
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon {...icon} aria-label={`Move ${label} down`} disabled={last} onClick={onDown}>
        <IconArrowDown size={16} />
      </ActionIcon>
      <ActionIcon {...icon} aria-label={`Remove ${label}`} onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
