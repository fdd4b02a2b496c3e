import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { DueClock } from '@/api/types';
import { DueBadge } from '@/ui/due-badge';
import { aPerson, aPolicy, aServiceLevel } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer } from '../../../tests/server';
import { DuePanel } from './due-panel';
import { clockText, conditionsText, moved, NO_CONDITIONS, targetsText } from './sla-words';

function aClock(part: Partial<DueClock> = {}): DueClock {
  return {
    kind: 'solution',
    turn: 1,
    state: 'running',
    outcome: null,
    started_at: '2026-03-02T09:00:00Z',
    due_at: '2026-03-02T13:00:00Z',
    ended_at: null,
    target_minutes: 240,
    used_minutes: 110,
    left_minutes: 130,
    warned_at: null,
    breached_at: null,
    seen_late_minutes: 0,
    ...part,
  };
}

describe('a policy in words', () => {
  it('says for which tickets it is', () => {
    const conditions = {
      ...NO_CONDITIONS,
      priorities: ['critical' as const, 'high' as const],
      team_ids: ['t-1'],
      requester_domains: ['customer.example'],
    };
    expect(conditionsText({ conditions }, new Map([['t-1', 'Network']]))).toBe(
      'Critical or High priority · of team Network · from customer.example',
    );
    expect(conditionsText({ conditions: NO_CONDITIONS }, new Map())).toBe(
      'Every ticket that is left',
    );
  });

  it('says what it promises', () => {
    expect(targetsText(aPolicy())).toBe('First answer in 30 min, solution in 4 h');
  });
});

describe('a clock in words', () => {
  it.each([
    [{}, 'Due in 2 h 10 min of working time'],
    [{ state: 'late' as const, left_minutes: -25 }, 'Late by 25 min of working time'],
    [{ state: 'paused' as const }, '2 h 10 min of working time left; the time stands still'],
    [{ state: 'met' as const, used_minutes: 60 }, 'Done in 1 h of working time'],
    [{ state: null }, 'Closed before it was due'],
  ])('%o', (part, text) => {
    expect(clockText(aClock(part))).toBe(text);
  });
});

describe('order', () => {
  it('moves by one place and stops at the ends', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    const list = ['a', 'b'];
    expect(moved(list, 0, -1)).toBe(list);
  });
});

describe('the due panel of a ticket', () => {
  const staff = aPerson({ role: 'technician', is_technician: true });

  it('counts in working time and says when it opens again', async () => {
    answer(
      'get',
      '/tickets/ticket-1/service-level',
      aServiceLevel({ is_open_now: false, clocks: [aClock()] }),
    );
    show(<DuePanel ticketId="ticket-1" />, { me: staff });
    const clock = within(await screen.findByTestId('clock-solution'));
    expect(clock.getByText('Due in 2 h 10 min of working time')).toBeInTheDocument();
    expect(
      screen.getByText(/in the hours of Office\. Closed now; opens 2 Mar/),
    ).toBeInTheDocument();
  });

  it('says so when nothing was promised', async () => {
    answer('get', '/tickets/ticket-1/service-level', aServiceLevel({ policy: null }));
    show(<DuePanel ticketId="ticket-1" />, { me: staff });
    expect(await screen.findByText('No service level applies to this ticket.')).toBeInTheDocument();
  });
});

describe('the badge of a list', () => {
  it('turns late by itself when its time has passed', () => {
    const due = {
      due_at: '2026-03-02T13:00:00Z',
      due_kind: 'first_response' as const,
      due_state: 'running' as const,
    };
    show(<DueBadge due={due} />);
    expect(screen.getByTestId('due')).toHaveTextContent(/^First answer late by \d+ d$/);
  });

  it('is not there when everything is done', () => {
    show(<DueBadge due={{ due_at: null, due_kind: null, due_state: 'met' }} />);
    expect(screen.queryByTestId('due')).not.toBeInTheDocument();
  });
});
