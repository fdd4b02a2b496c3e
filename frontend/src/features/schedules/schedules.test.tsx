import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '@/api/types';
import { aTechnicianUser } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, page } from '../../../tests/server';
import { choiceOf, ONCE, ruleOf } from './repeats';
import { ScheduleList } from './schedule-list';

function aSchedule(part: Partial<Schedule> = {}): Schedule {
  return {
    id: 's-1',
    name: 'Backup test',
    owner: { id: 'p-1', name: 'Ann' },
    requester: { id: 'p-1', name: 'Ann' },
    subject: 'Test the backup',
    description: 'Bring one file back.',
    category: null,
    impact: null,
    urgency: null,
    tags: [],
    rule: 'FREQ=DAILY',
    starts: '2026-12-01T09:00',
    zone: 'Europe/Berlin',
    calendar_id: null,
    closed_days: 'keep',
    missed: 'one',
    is_active: true,
    next_at: '2026-12-01T08:00:00Z',
    sentence: 'Every day at 09:00 (Europe/Berlin), from 1 December 2026.',
    last: null,
    version: 1,
    may_change: true,
    ...part,
  };
}

describe('a choice and its rule', () => {
  it.each([
    null,
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20271231',
    'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=12',
    'FREQ=MONTHLY;BYDAY=2TU',
  ])('%s comes back as it was', (rule) => {
    expect(ruleOf(choiceOf(rule))).toBe(rule);
  });

  it('takes an unfinished end for none', () => {
    expect(ruleOf({ ...ONCE, repeat: 'daily', ending: 'until' })).toBe('FREQ=DAILY');
  });
});

describe('the list', () => {
  it('pauses, and lets it go on with an undo', async () => {
    answer('get', '/schedules', page([aSchedule()]));
    const sent = answer('put', '/schedules/s-1/state', aSchedule({ is_active: false }));
    const { user } = show(<ScheduleList />, { me: aTechnicianUser() });
    await user.click(await screen.findByRole('button', { name: 'Pause Backup test' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent.map(({ body }) => body)).toEqual([{ is_active: false }, { is_active: true }]);
  });

  it('says what is over and what came late', async () => {
    const last = {
      due_at: '2026-12-01T08:00:00Z',
      ticket_id: 't-1',
      late_seconds: 7200,
      stands_for: 2,
    };
    answer('get', '/schedules', page([aSchedule({ next_at: null, last, may_change: false })]));
    show(<ScheduleList />, { me: aTechnicianUser() });
    expect(await screen.findByText('Over: no date is left')).toBeInTheDocument();
    expect(screen.getByText(/2 h late, for 2 missed dates too/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Pause/ })).not.toBeInTheDocument();
  });
});
