import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { TicketEscalation } from '@/api/types';
import { aTechnicianUser, aTicket } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer } from '../../../tests/server';
import { EscalateButton, EscalationBanner } from './escalation-banner';
import {
  handOverText,
  levelText,
  newLevel,
  newPolicy,
  newRota,
  startText,
} from './escalation-words';

const PATH = '/tickets/ticket-1/escalation';
const ANN = { id: 'person-9', name: 'Ann Okafor' };
const ticket = aTicket({ id: 'ticket-1', reference: 'TK-10001', status: 'triaged' });

function escalation(part: Partial<TicketEscalation> = {}): TicketEscalation {
  return {
    state: 'running',
    policy: 'Critical',
    level: 1,
    levels: 2,
    round: 1,
    started_by: 'unanswered',
    reason: '',
    told: [ANN],
    told_at: '2026-03-02T02:00:00Z',
    next_at: new Date(Date.now() + 600_000).toISOString(),
    next_names: ['administrators'],
    seen_late_seconds: 0,
    acknowledged_by: null,
    acknowledged_at: null,
    ...part,
  };
}

it('says who was called, who is next and when, and stops at a press', async () => {
  answer('get', PATH, (_, call) =>
    call === 1 ? escalation() : escalation({ state: 'acknowledged', acknowledged_by: ANN }),
  );
  const had = answer(
    'post',
    `${PATH}/acknowledge`,
    escalation({
      state: 'acknowledged',
      acknowledged_by: ANN,
      acknowledged_at: '2026-03-02T02:05:00Z',
    }),
  );
  const { user } = show(<EscalationBanner ticket={ticket} />, { me: aTechnicianUser() });
  const banner = await screen.findByTestId('escalation-banner');
  expect(banner).toHaveTextContent('level 1 of 2');
  expect(banner).toHaveTextContent('Nobody has answered. Ann Okafor was called');
  expect(banner).toHaveTextContent(/Next administrators, in \d+:\d\d/);
  await user.click(screen.getByRole('button', { name: 'I have it' }));
  expect(await screen.findByTestId('escalation-had')).toHaveTextContent('Ann Okafor has it');
  expect(had).toHaveLength(1);
});

it('says that a call came late', async () => {
  answer('get', PATH, escalation({ seen_late_seconds: 5_400 }));
  show(<EscalationBanner ticket={ticket} />, { me: aTechnicianUser() });
  expect(await screen.findByText(/That was 1 h 30 min late/)).toBeInTheDocument();
});

it.each([{ state: null }, { state: 'armed' as const }])(
  'is quiet while nobody was called',
  (part) => {
    const calls = answer('get', PATH, escalation(part));
    show(<EscalationBanner ticket={ticket} />, { me: aTechnicianUser() });
    return waitFor(() => {
      expect(calls).toHaveLength(1);
      expect(screen.queryByTestId('escalation-banner')).not.toBeInTheDocument();
    });
  },
);

it('calls the next level by hand', async () => {
  const called = answer('post', PATH, escalation({ started_by: 'person' }));
  const { user } = show(<EscalateButton ticket={ticket} />, { me: aTechnicianUser() });
  await user.click(screen.getByRole('button', { name: 'Escalate' }));
  await user.type(await screen.findByLabelText('Why?'), 'The office is down.');
  const buttons = screen.getAllByRole('button', { name: 'Escalate' });
  await user.click(buttons[buttons.length - 1] as HTMLElement);
  expect(await screen.findByText('Ann Okafor called.')).toBeInTheDocument();
  expect(called[0]?.body).toEqual({ reason: 'The office is down.' });
});

it('puts levels, rotas and beginnings in words', () => {
  const level = { ...newLevel(), rota_id: 'r', team_leads: true, administrators: false };
  expect(levelText(level, new Map(), new Map([['r', 'Nights']]))).toBe(
    'Whoever is on call for Nights and whoever leads the team',
  );
  expect(levelText({ ...newLevel(), administrators: false }, new Map(), new Map())).toBe(
    'Nobody yet',
  );
  expect(startText({ ...newPolicy(), on_sla_breach: true })).toBe(
    'Nobody answered for 15 min, or something is late',
  );
  expect(startText({ ...newPolicy(), unanswered_minutes: null })).toBe('Only by hand or by a rule');
  const rota = { ...newRota('2026-03-02'), zone: 'Europe/Berlin' };
  expect(handOverText(rota)).toBe('Every Monday at 09:00, Europe/Berlin');
  expect(handOverText({ ...rota, hand_over: 'daily' })).toBe('Every day at 09:00, Europe/Berlin');
});
