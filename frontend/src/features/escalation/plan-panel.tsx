/** Levels and rotas as a whole: change them here, and save all of it as one version. */

import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconArrowUp, IconPencil, IconPlus, IconStairsUp, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { keys } from '@/api/keys';
import { teamsQuery } from '@/api/technicians';
import type { EscalationPlan, EscalationPolicy, OnCallRota, PersonRef } from '@/api/types';
import { durationOf } from '@/lib/format';
import { Panel } from '@/ui/page';
import { Empty } from '@/ui/states';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { PRIORITIES } from '@/ui/vocabulary';
import classes from './duty.module.css';
import { restorePlan, savePlan } from './escalation-queries';
import {
  handOverText,
  levelText,
  newPolicy,
  newRota,
  startText,
  todayOf,
} from './escalation-words';
import { EscalationEditor } from './policy-editor';
import { RotaEditor } from './rota-editor';

interface Props {
  plan: EscalationPlan;
  people: PersonRef[];
  mayChange: boolean;
}

function put<T extends { id: string }>(list: T[], item: T): T[] {
  return list.some(({ id }) => id === item.id)
    ? list.map((one) => (one.id === item.id ? item : one))
    : [...list, item];
}

export function PlanPanel({ plan, people, mayChange }: Props) {
  const [policies, setPolicies] = useState(plan.policies);
  const [rotas, setRotas] = useState(plan.rotas);
  const [policy, setPolicy] = useState<EscalationPolicy | null>(null);
  const [rota, setRota] = useState<OnCallRota | null>(null);
  const isChanged = policies !== plan.policies || rotas !== plan.rotas;
  const discard = () => {
    setPolicies(plan.policies);
    setRotas(plan.rotas);
  };
  return (
    <>
      <Rotas
        {...{ rotas, people, mayChange }}
        onEdit={setRota}
        onRemove={(id) => setRotas(rotas.filter((one) => one.id !== id))}
      />
      <Levels
        {...{ policies, rotas, mayChange }}
        onEdit={setPolicy}
        onUp={(place) => {
          const before = policies[place - 1];
          const one = policies[place];
          if (!before || !one) return;
          setPolicies(policies.with(place - 1, one).with(place, before));
        }}
        onRemove={(id) => setPolicies(policies.filter((one) => one.id !== id))}
      />
      {isChanged && <SaveBar plan={plan} policies={policies} rotas={rotas} onDiscard={discard} />}
      {policy && (
        <EscalationEditor
          policy={policy}
          isNew={policies.every(({ id }) => id !== policy.id)}
          rotas={rotas}
          onDone={(done) => {
            setPolicies(put(policies, done));
            setPolicy(null);
          }}
          onClose={() => setPolicy(null)}
        />
      )}
      {rota && (
        <RotaEditor
          rota={rota}
          isNew={rotas.every(({ id }) => id !== rota.id)}
          people={people}
          onDone={(done) => {
            setRotas(put(rotas, done));
            setRota(null);
          }}
          onClose={() => setRota(null)}
        />
      )}
    </>
  );
}

function AddButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button size="xs" variant="light" leftSection={<IconPlus size={16} />} onClick={onClick}>
      {children}
    </Button>
  );
}

interface RotasProps {
  rotas: OnCallRota[];
  people: PersonRef[];
  mayChange: boolean;
  onEdit: (rota: OnCallRota) => void;
  onRemove: (id: string) => void;
}

function Rotas({ rotas, people, mayChange, onEdit, onRemove }: RotasProps) {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (
    <Panel
      title="Rotas"
      testId="rotas"
      aside={
        mayChange && (
          <AddButton onClick={() => onEdit(newRota(todayOf(new Date())))}>Add rota</AddButton>
        )
      }
    >
      {rotas.length === 0 && (
        <Text size="sm" c="dimmed">
          Nobody takes turns yet. A rota says who is on call at night and at weekends.
        </Text>
      )}
      <ul className={classes.list}>
        {rotas.map((rota) => (
          <li key={rota.id} className={classes.row} data-testid="rota-row">
            <Stack gap={2} miw={0} flex={1}>
              <Text fw={560}>{rota.name}</Text>
              <Text size="sm">
                {rota.people.map((id) => names.get(id) ?? 'Somebody who is gone').join(', ')}
              </Text>
              <Text size="sm" c="dimmed">
                {handOverText(rota)}
              </Text>
            </Stack>
            {mayChange && (
              <Deeds
                name={rota.name}
                onEdit={() => onEdit(rota)}
                onRemove={() => onRemove(rota.id)}
              />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface LevelsProps {
  policies: EscalationPolicy[];
  rotas: OnCallRota[];
  mayChange: boolean;
  onEdit: (policy: EscalationPolicy) => void;
  onUp: (place: number) => void;
  onRemove: (id: string) => void;
}

function Levels({ policies, rotas, mayChange, onEdit, onUp, onRemove }: LevelsProps) {
  const teams = useQuery(teamsQuery);
  const teamNames = new Map((teams.data ?? []).map(({ id, name }) => [id, name]));
  const rotaNames = new Map(rotas.map(({ id, name }) => [id, name]));
  return (
    <Panel
      title="Levels"
      testId="levels"
      aside={mayChange && <AddButton onClick={() => onEdit(newPolicy())}>Add levels</AddButton>}
    >
      <Text size="sm" c="dimmed">
        A ticket goes by the first that fits, from top to bottom. Whoever answers it, begins it or
        says “I have it” stops it.
      </Text>
      {policies.length === 0 && (
        <Empty icon={IconStairsUp} title="Nobody is called by itself">
          Without levels a critical ticket may lie unanswered. Add some, or bring an earlier version
          back.
        </Empty>
      )}
      <ol className={classes.list}>
        {policies.map((policy, place) => (
          <li key={policy.id} className={classes.row} data-testid="level-row">
            <Text className={classes.place} c="dimmed" aria-hidden>
              {place + 1}
            </Text>
            <Stack gap={2} miw={0} flex={1}>
              <Text fw={560}>{policy.name}</Text>
              <Text size="sm" c="dimmed">
                {policy.conditions.priorities.map((one) => PRIORITIES[one].label).join(', ') ||
                  'Any priority'}
                : {startText(policy)}
              </Text>
              <ol className={classes.levels}>
                {policy.levels.map((level, at) => (
                  <li key={at}>
                    <Text size="sm" span>
                      {levelText(level, teamNames, rotaNames)}, {durationOf(level.timeout_minutes)}{' '}
                      to answer
                    </Text>
                  </li>
                ))}
              </ol>
              {policy.repeats > 0 && (
                <Text size="xs" c="dimmed">
                  Then again from the first level,{' '}
                  {policy.repeats === 1 ? 'once' : `${policy.repeats} times`}.
                </Text>
              )}
            </Stack>
            {mayChange && (
              <Deeds
                name={policy.name}
                onEdit={() => onEdit(policy)}
                onRemove={() => onRemove(policy.id)}
                onUp={place > 0 ? () => onUp(place) : undefined}
              />
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

interface DeedsProps {
  name: string;
  onEdit: () => void;
  onRemove: () => void;
  onUp?: (() => void) | undefined;
}

function Deeds({ name, onEdit, onRemove, onUp }: DeedsProps) {
  const icon = { variant: 'subtle', color: 'gray', size: 'lg' } as const;
  return (
    <Group gap={2} wrap="nowrap" style={{ flex: 'none' }}>
      {onUp && (
        <ActionIcon {...icon} aria-label={`Move ${name} up`} onClick={onUp}>
          <IconArrowUp size={17} />
        </ActionIcon>
      )}
      <ActionIcon {...icon} aria-label={`Change ${name}`} onClick={onEdit}>
        <IconPencil size={17} />
      </ActionIcon>
      <ActionIcon {...icon} aria-label={`Remove ${name}`} onClick={onRemove}>
        <IconTrash size={17} />
      </ActionIcon>
    </Group>
  );
}

interface SaveProps {
  plan: EscalationPlan;
  policies: EscalationPolicy[];
  rotas: OnCallRota[];
  onDiscard: () => void;
}

function SaveBar({ plan, policies, rotas, onDiscard }: SaveProps) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.escalation.all });
  const undo = useMutation({
    mutationFn: (seen: number) => restorePlan(plan.version, seen),
    onError: tellFailure,
    onSettled: refresh,
  });
  const save = useMutation({
    mutationFn: () => savePlan(plan.version, policies, rotas),
    onSuccess: async ({ version }) => {
      await refresh();
      tellUndoable({
        name: 'escalation-plan',
        message: 'Saved. It counts from now on.',
        undo: () => undo.mutate(version),
      });
    },
    onError: tellFailure,
  });
  return (
    <Group justify="flex-end" gap="xs" className={classes.save}>
      <Button variant="default" onClick={onDiscard}>
        Discard
      </Button>
      <Button loading={save.isPending} onClick={() => save.mutate()}>
        Save
      </Button>
    </Group>
  );
}
