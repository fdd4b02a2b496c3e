import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { ScopeSettings, SettingsVersion, ShiftDetail, WeeklySpan } from '@/api/types';
import { aPerson, aTechnician, aTechnicianUser } from '../../../tests/builders';
import { show } from '../../../tests/render';
import { answer, page, problem } from '../../../tests/server';
import { CalendarList } from './calendar-list';
import { OwnTimeOff } from './own-time-off';
import { SettingsDrawer } from './settings-drawer';
import { ShiftEditor } from './shift-editor';
import { TeamList } from './team-list';
import { TechnicianTable } from './technician-table';
import { differenceOf } from './versions';
import { OFFICE, sentenceOf } from './week';

const ADMINISTRATOR = aPerson({ role: 'administrator' });
const ANN = { id: 'tech-1', name: 'Ann Okafor' };
const TIME_OFF = {
  id: 'off-1',
  starts_at: '2027-03-01T00:00:00Z',
  ends_at: '2027-03-06T00:00:00Z',
  reason: 'Holiday',
  made_by_id: 'tech-1',
  created_at: '2026-03-02T09:00:00Z',
};
const SETTINGS: ScopeSettings['settings'] = {
  strategy: 'weighted_least_load',
  patience: 0.5,
  late_share: 0.3,
  targets_before_ageing: 8,
  ceiling_hours: 40,
  critical_first: true,
  stickiness: 4,
  pin_at_once: false,
  interrupt: false,
  ahead: 1,
  hand_over_after_minutes: 120,
  hand_over_lower_after_minutes: null,
  late_in_shift: 1,
  strict_lists: false,
  offer_timeout_minutes: null,
  offline_grace_minutes: 1,
  targets: { critical: 15, high: 60, medium: 240, low: 480 },
};

function aScope(part: Partial<ScopeSettings> = {}): ScopeSettings {
  return { team: null, is_own: false, version: 0, changed_at: null, settings: SETTINGS, ...part };
}

function aShift(part: Partial<ShiftDetail> = {}): ShiftDetail {
  return {
    kind: 'always',
    calendar_id: null,
    hours: null,
    is_on_shift: true,
    changes_at: null,
    ...part,
  };
}

const span = (day: WeeklySpan['day'], opens: string, closes: string): WeeklySpan => ({
  day,
  opens,
  closes,
});

it('tells a week in a sentence', () => {
  expect(sentenceOf(OFFICE)).toBe('Monday to Friday 09:00–17:00');
  expect(sentenceOf([span('monday', '08:00', '12:00'), span('monday', '13:00', '17:00')])).toBe(
    'Monday 08:00–12:00 and 13:00–17:00',
  );
  expect(sentenceOf([span('friday', '22:00', '06:00'), span('sunday', '22:00', '06:00')])).toBe(
    'Friday 22:00–06:00, Sunday 22:00–06:00',
  );
  expect(sentenceOf([])).toBe('Never');
});

it('says what a version of the settings changed', () => {
  const after = { ...SETTINGS, strategy: 'round_robin' as const, ahead: 3, ceiling_hours: null };
  expect(differenceOf(after, SETTINGS)).toBe('In turn, Ceiling hours 40 → off, Ahead 1 → 3');
  expect(differenceOf(SETTINGS, null)).toBe('Least work ahead');
  expect(differenceOf(null, SETTINGS)).toContain('Follows');
});

it('shows who is off shift until when, and searches at the server', async () => {
  const off = aTechnician({ is_on_shift: false, shift_changes_at: '2099-03-02T09:00:00Z' });
  const asked = answer('get', '/technicians', page([off]));
  const { user } = show(<TechnicianTable editable searchable />, { me: ADMINISTRATOR });
  const row = await screen.findByTestId('technician-row');
  expect(row).toHaveTextContent(/Off shift, back 2 Mar 2099/);
  await user.type(screen.getByLabelText('Search technicians'), 'ann');
  await waitFor(() => expect(asked.at(-1)?.search.get('q')).toBe('ann'));
});

it('gives a technician hours of their own, and takes them back', async () => {
  answer('get', '/technicians/tech-1/shift', aShift());
  answer('get', '/calendars', page([]));
  const saved = answer('put', '/technicians/tech-1/shift', (seen) =>
    aShift(seen.body as Partial<ShiftDetail>),
  );
  const { user } = show(<ShiftEditor person={ANN} />, { me: ADMINISTRATOR });
  await user.click(await screen.findByText('Own hours'));
  await user.click(screen.getByRole('button', { name: 'Remove Friday' }));
  await user.click(screen.getByRole('button', { name: 'Add hours on Saturday' }));
  expect(screen.getByTestId('week-sentence')).toHaveTextContent(
    'Monday to Thursday 09:00–17:00, Saturday 09:00–17:00',
  );
  await user.click(screen.getByRole('button', { name: 'Save shift' }));
  expect(await screen.findByText('Ann Okafor: shift saved.')).toBeInTheDocument();
  const body = saved[0]?.body as { kind: string; hours: { weekly: WeeklySpan[] } };
  expect(body.kind).toBe('own');
  expect(body.hours.weekly.map(({ day }) => day)).toEqual([
    'monday',
    'tuesday',
    'wednesday',
    'thursday',
    'saturday',
  ]);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(saved[1]?.body).toMatchObject({ kind: 'always', hours: null }));
});

it('takes time off back, and puts it down again on undo', async () => {
  answer('get', '/technicians/tech-1/shift', aShift());
  answer('get', '/people/settings', { own_time_off: true });
  answer('get', '/technicians/tech-1/time-off', page([TIME_OFF]));
  const dropped = answer('delete', '/time-off/off-1', null, 204);
  const planned = answer('post', '/technicians/tech-1/time-off', TIME_OFF, 201);
  const { user } = show(<OwnTimeOff />, { me: aTechnicianUser() });
  const row = await screen.findByTestId('time-off-row');
  expect(row).toHaveTextContent('Holiday');
  await user.click(await within(row).findByRole('button', { name: /Take back/ }));
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(planned[0]?.body).toMatchObject({ reason: 'Holiday' }));
  expect(dropped).toHaveLength(1);
});

it('only shows time off where administrators plan it', async () => {
  answer('get', '/technicians/tech-1/shift', aShift());
  answer('get', '/people/settings', { own_time_off: false });
  answer('get', '/technicians/tech-1/time-off', page([TIME_OFF]));
  show(<OwnTimeOff />, { me: aTechnicianUser() });
  expect(await screen.findByText(/Administrators plan time off here/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /Take back/ })).not.toBeInTheDocument();
  expect(screen.queryByRole('form', { name: 'Plan time off' })).not.toBeInTheDocument();
});

it('tells of each team how it hands out tickets, and who looks after it', async () => {
  const team = { id: 'team-1', name: 'Networks', leads: [ANN], members: 4, created_at: '' };
  answer('get', '/teams', page([team]));
  answer('get', '/technicians', page([aTechnician()]));
  answer('get', '/assignment/settings', page([aScope({ team })]));
  answer('get', '/assignment/settings/organisation', aScope());
  show(<TeamList />, { me: ADMINISTRATOR });
  const row = await screen.findByTestId('team-row');
  expect(row).toHaveTextContent('4 technicians');
  await waitFor(() => expect(row).toHaveTextContent('Least work ahead. As the organisation.'));
  expect(row).toHaveTextContent('Ann Okafor');
});

it('gives a team settings of its own, and undoing lets it follow again', async () => {
  const team = { id: 'team-1', name: 'Networks' };
  answer('get', '/assignment/settings/team-1', aScope({ team }));
  const saved = answer('put', '/assignment/settings/team-1', (_, call) =>
    aScope({ team, is_own: true, version: call }),
  );
  const { user } = show(
    <SettingsDrawer scope="team-1" name="Networks" onClose={() => undefined} />,
    { me: ADMINISTRATOR },
  );
  await user.click(await screen.findByText('Of its own'));
  await user.click(screen.getByRole('radio', { name: /Best skill/ }));
  await user.click(screen.getByRole('switch', { name: /Critical tickets may pause lower work/ }));
  await user.click(screen.getByRole('button', { name: 'Save settings' }));
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(saved[0]?.body).toEqual({
    version: 0,
    settings: { ...SETTINGS, strategy: 'skill_first', interrupt: true },
  });
  await waitFor(() => expect(saved[1]?.body).toEqual({ version: 1, settings: null }));
});

it('says which setting is refused', async () => {
  answer('get', '/assignment/settings/organisation', aScope());
  answer('put', '/assignment/settings/organisation', () =>
    problem(422, 'setting_out_of_range', 'Ahead must be from 0 to 20, not 21.'),
  );
  const { user } = show(
    <SettingsDrawer scope="organisation" name="Everybody" onClose={() => undefined} />,
    { me: ADMINISTRATOR },
  );
  await user.click(await screen.findByRole('radio', { name: /By hand/ }));
  await user.click(screen.getByRole('button', { name: 'Save settings' }));
  expect(await screen.findByText('Ahead must be from 0 to 20, not 21.')).toBeInTheDocument();
});

it('brings an earlier version back', async () => {
  const version = (number: number, ahead: number): SettingsVersion => ({
    version: number,
    settings: { ...SETTINGS, ahead },
    restores: null,
    by: { id: 'person-1', name: 'Uma Patel' },
    at: '2026-03-02T09:00:00Z',
  });
  answer('get', '/assignment/settings/organisation', aScope({ version: 2, is_own: true }));
  answer('get', '/assignment/settings/organisation/versions', page([version(2, 3), version(1, 2)]));
  const back = answer('post', '/assignment/settings/organisation/restore', aScope({ version: 3 }));
  const { user } = show(
    <SettingsDrawer scope="organisation" name="Everybody" onClose={() => undefined} />,
    { me: ADMINISTRATOR },
  );
  await user.click(await screen.findByRole('tab', { name: 'History' }));
  const rows = await screen.findAllByTestId('settings-version');
  expect(rows[0]).toHaveTextContent('Version 2 · counts now');
  expect(rows[0]).toHaveTextContent('Ahead 2 → 3');
  await user.click(screen.getByRole('button', { name: 'Bring back version 1' }));
  await waitFor(() => expect(back[0]?.body).toEqual({ version: 1 }));
});

it('teaches what a calendar is, previews one while it is written, and saves it', async () => {
  answer('get', '/calendars', page([]));
  answer('get', '/calendars/countries', [{ code: 'DE', regions: ['BY'] }]);
  const previewed = answer('post', '/calendars/preview', {
    is_open: false,
    changes_at: null,
    days: [{ date: '2026-12-25', spans: [], closed_for: 'Christmas Day' }],
  });
  const made = answer('post', '/calendars', { id: 'calendar-1' }, 201);
  const { user } = show(<CalendarList />, { me: ADMINISTRATOR });
  expect(await screen.findByText('No calendars yet')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'New calendar' }));
  await user.type(screen.getByRole('textbox', { name: /^Name( \*)?$/ }), 'Office');
  await user.click(screen.getByRole('button', { name: 'Around the clock' }));
  expect(screen.getByTestId('week-sentence')).toHaveTextContent('Monday to Sunday 00:00–24:00');
  expect(await screen.findByTestId('preview-day')).toHaveTextContent('Closed (Christmas Day)');
  await user.click(screen.getByRole('button', { name: 'Save calendar' }));
  await waitFor(() => expect(made[0]?.body).toMatchObject({ name: 'Office', country: null }));
  expect(previewed.length).toBeGreaterThan(0);
});
