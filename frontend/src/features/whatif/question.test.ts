import { expect, it } from 'vitest';
import { aRun } from '../../../tests/builders';
import { bodyOf, missingIn, newDraft, newGroup, sourceWords, titleOf } from './question';

const NOW = new Date(2026, 2, 2, 12);

it('asks about the last days up to today, in the reader’s zone', () => {
  const { source } = bodyOf({ ...newDraft(), days: 7 }, NOW);
  expect(source).toMatchObject({ kind: 'history', begin: '2026-02-23', end: '2026-03-02' });
  expect(source).toHaveProperty('zone', Intl.DateTimeFormat().resolvedOptions().timeZone);
});

it('turns people into hours and weekdays', () => {
  const groups = [
    { ...newGroup(), count: 3, skills: ['email'] },
    { ...newGroup(), everyDay: true },
  ];
  const { more_people: people } = bodyOf({ ...newDraft(), groups }, NOW);
  expect(people?.[0]).toEqual({
    ...{ count: 3, skills: ['email'], begins: 14, ends: 22 },
    weekdays: [0, 1, 2, 3, 4],
  });
  expect(people?.[1]?.weekdays).toHaveLength(7);
});

it('sends settings only when they differ from the usual ones', () => {
  expect(bodyOf(newDraft(), NOW).settings).toBeNull();
  expect(bodyOf({ ...newDraft(), interrupt: true }, NOW).settings).toMatchObject({
    interrupt: true,
    pin_at_once: false,
    patience: 0.5,
  });
});

it('makes up a desk from four figures', () => {
  const { source } = bodyOf({ ...newDraft(), kind: 'generated' }, NOW);
  expect(source).toMatchObject({ kind: 'generated', technicians: 12, skills: 4, load: 0.85 });
});

it('says what is missing', () => {
  const draft = newDraft();
  expect(missingIn(draft)).toBeNull();
  expect(missingIn({ ...draft, kind: 'csv' })).toBe('Choose both files first.');
  expect(missingIn({ ...draft, kind: 'generated', desk: { ...draft.desk, tickets: 0 } })).toMatch(
    /figures/,
  );
  expect(missingIn({ ...draft, groups: [{ ...newGroup(), count: 0 }] })).toMatch(/how many/);
});

it('says a question in words', () => {
  const { question } = aRun();
  expect(titleOf(question)).toBe(
    'What if: 2 more people for Network in the evening, “Fewest tickets”',
  );
  expect(titleOf({ ...question, more_people: [], strategies: [] })).toMatch(/today’s way/);
  const odd = { count: 1, skills: [], begins: 3, ends: 11, weekdays: [0] };
  expect(titleOf({ ...question, strategies: [], more_people: [odd] })).toBe(
    'What if: 1 more person from 3 to 11',
  );
});

it('says on which tickets it was asked', () => {
  const { question } = aRun();
  expect(sourceWords(question)).toBe('on your own tickets, 1 Feb 2026 to 1 Mar 2026');
  expect(sourceWords({ source: { kind: 'csv', ticket_lines: 40, technician_lines: 3 } })).toBe(
    'on your files with 40 tickets',
  );
});
