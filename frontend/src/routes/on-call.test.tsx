import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { expect, it } from 'vitest';
import type { EscalationPlan, Me, OnCall } from '@/api/types';
import { aPerson, aTechnician, aTechnicianUser } from '../../tests/builders';
import { show } from '../../tests/render';
import { answer, page } from '../../tests/server';
import { OnCallPage } from './on-call';

const ANN = { id: 'person-9', name: 'Ann Okafor' };
const BEN = { id: 'person-8', name: 'Ben Ode' };
const ROTA = {
  id: 'rota-1',
  name: 'Nights',
  zone: 'Europe/Berlin',
  people: [ANN.id, BEN.id],
  hand_over: 'weekly',
  weekday: 'monday',
  at: '09:00',
  starts_on: '2026-03-02',
} as const;
const PLAN: EscalationPlan = {
  version: 2,
  policies: [
    {
      id: 'policy-1',
      name: 'Critical',
      conditions: {
        priorities: ['critical'],
        categories: [],
        team_ids: [],
        requester_roles: [],
        requester_domains: [],
      },
      calendar_id: null,
      unanswered_minutes: 15,
      on_sla_warning: false,
      on_sla_breach: false,
      levels: [
        {
          team_id: null,
          rota_id: ROTA.id,
          team_leads: false,
          administrators: false,
          timeout_minutes: 10,
        },
      ],
      repeats: 1,
    },
  ],
  rotas: [{ ...ROTA, people: [...ROTA.people] }],
  people: [ANN, BEN],
  restores: null,
  changed_at: '2026-03-01T09:00:00Z',
  changed_by: ANN,
};

function duty(): OnCall {
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  return {
    starts_at: at(0),
    ends_at: at(28),
    rotas: [
      {
        rota_id: ROTA.id,
        name: ROTA.name,
        zone: ROTA.zone,
        now: ANN,
        now_until: at(3),
        next: BEN,
        turns: [
          { user: ANN, starts_at: at(-1), ends_at: at(3), override_id: null },
          { user: BEN, starts_at: at(3), ends_at: at(5), override_id: 'override-1' },
          { user: BEN, starts_at: at(5), ends_at: at(28), override_id: null },
        ],
        overrides: [
          {
            id: 'override-1',
            rota_id: ROTA.id,
            user: BEN,
            starts_at: at(3),
            ends_at: at(5),
            made_by: ANN,
          },
        ],
      },
    ],
  };
}

function onCallPage(me: Me) {
  answer('get', '/on-call', duty());
  answer('get', '/escalation-plan', PLAN);
  answer('get', '/escalation-plan/versions', page([PLAN]));
  answer('get', '/technicians', page([aTechnician({ ...ANN }), aTechnician({ ...BEN })]));
  answer('get', '/teams', page([]));
  return show(<OnCallPage />, { me });
}

it('says who is on call, who is next and whom the levels call', async () => {
  const { container } = onCallPage(aPerson({ role: 'administrator' }));
  const one = await screen.findByTestId('duty');
  expect(within(one).getByRole('list', { name: 'Turns of Nights' }).children).toHaveLength(3);
  expect(await screen.findByText(/on call for Nights, 10 min to answer/)).toBeInTheDocument();
  expect(screen.getByText('Every Monday at 09:00, Europe/Berlin')).toBeInTheDocument();
  const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it('lets a technician read, with the own turns, and change nothing', async () => {
  onCallPage(aTechnicianUser({ id: ANN.id }));
  expect(await screen.findByTestId('my-turn')).toHaveTextContent(
    'You are on call for Nights until',
  );
  expect(await screen.findByTestId('level-row')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /Add|Change|Remove|stands in/ })).toBeNull();
});

it('takes a stand-in back, and back again', async () => {
  const ended = answer('delete', '/on-call/overrides/override-1', null);
  const again = answer('post', '/on-call/overrides', { ...duty().rotas[0]?.overrides[0] });
  const { user } = onCallPage(aPerson({ role: 'administrator' }));
  await user.click(
    await screen.findByRole('button', { name: 'Ben Ode does not stand in after all' }),
  );
  await user.click(await screen.findByRole('button', { name: /Undo/ }));
  await waitFor(() => expect(again).toHaveLength(1));
  expect(ended).toHaveLength(1);
  expect(again[0]?.body).toMatchObject({ rota_id: ROTA.id, user_id: BEN.id });
});

it('saves levels and rotas as one version and takes it back', async () => {
  const saved = answer('put', '/escalation-plan', { ...PLAN, version: 3 });
  const back = answer('post', '/escalation-plan/versions/2/restore', { ...PLAN, version: 4 });
  const { user } = onCallPage(aPerson({ role: 'administrator' }));
  await user.click(await screen.findByRole('button', { name: 'Remove Critical' }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await user.click(await screen.findByRole('button', { name: /Undo/ }));
  await waitFor(() => expect(back).toHaveLength(1));
  expect(saved[0]?.body).toMatchObject({ version: 2, policies: [], rotas: [{ id: ROTA.id }] });
  expect(back[0]?.body).toEqual({ version: 3 });
});
