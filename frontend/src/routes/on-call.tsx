/** Who is on call, and who is called when nobody answers. Administrators change it, technicians read. */

import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMe } from '@/api/session';
import { techniciansQuery } from '@/api/technicians';
import type { Me, OnCall, PersonRef } from '@/api/types';
import { DutyPanel } from '@/features/escalation/duty-panel';
import { escalationQueries } from '@/features/escalation/escalation-queries';
import { PlanPanel } from '@/features/escalation/plan-panel';
import { PlanVersions } from '@/features/escalation/plan-versions';
import { shortMomentOf } from '@/lib/format';
import { useHalfMinutes } from '@/lib/use-now';
import { Loaded } from '@/ui/loaded';
import { Page } from '@/ui/page';

const DAYS = 28;

export function OnCallPage() {
  const me = useMe();
  const mayChange = me.role === 'administrator';
  // From this morning on: a moment that moved would be another question every time.
  const from = useMemo(() => {
    const today = new Date();
    today.setHours(0, 0, 0, 0);
    return today.toISOString();
  }, []);
  const plan = useQuery(escalationQueries.plan());
  const duty = useQuery(escalationQueries.onCall(from, DAYS));
  const technicians = useQuery(techniciansQuery);
  const people = known(technicians.data ?? [], plan.data?.people ?? [], me);
  return (
    <Page
      title="On call"
      about="Who is called when nobody answers, in which order, and who has the turn."
      width={960}
    >
      <Stack gap="md">
        <Loaded query={duty}>
          {(found) => (
            <>
              <MyTurn duty={found} me={me} />
              {found.rotas.map((rota) => (
                <DutyPanel
                  key={rota.rota_id}
                  rota={rota}
                  between={found}
                  me={me}
                  people={people}
                  mayChange={mayChange}
                />
              ))}
            </>
          )}
        </Loaded>
        <Loaded query={plan}>
          {(found) => (
            <>
              <PlanPanel key={found.version} plan={found} people={people} mayChange={mayChange} />
              {mayChange && <PlanVersions current={found.version} />}
            </>
          )}
        </Loaded>
      </Stack>
    </Page>
  );
}

/** Technicians, whoever is on a rota already, and the reader, each once and by name. */
function known(technicians: PersonRef[], onRotas: PersonRef[], me: Me): PersonRef[] {
  const all = new Map<string, PersonRef>();
  for (const { id, name } of [...technicians, ...onRotas, me]) all.set(id, { id, name });
  return [...all.values()].sort((one, other) => one.name.localeCompare(other.name));
}

function MyTurn({ duty, me }: { duty: OnCall; me: Pick<Me, 'id'> }) {
  const now = useHalfMinutes();
  if (duty.rotas.length === 0) return null;
  const mine = duty.rotas
    .flatMap(({ name, turns }) => turns.map((turn) => ({ ...turn, name })))
    .filter(({ user, ends_at: end }) => user.id === me.id && new Date(end).getTime() > now)
    .sort((one, other) => one.starts_at.localeCompare(other.starts_at));
  const next = mine[0];
  if (!next) {
    return (
      <Text size="sm" c="dimmed">
        You have no turn in the next four weeks.
      </Text>
    );
  }
  const isNow = new Date(next.starts_at).getTime() <= now;
  return (
    <Text size="sm" data-testid="my-turn">
      {isNow
        ? `You are on call for ${next.name} until ${shortMomentOf(next.ends_at)}.`
        : `Your next turn: ${next.name}, from ${shortMomentOf(next.starts_at)}.`}
    </Text>
  );
}
