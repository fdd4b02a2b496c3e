import { describe, expect, it } from 'vitest';
import { ago, counted, percent, sizeOf, words } from './format';
import { passwordFault } from './password';
import { safeReturn, signInFor } from './places';
import { isWriting, matcher } from './shortcuts';

describe('format', () => {
  const now = new Date('2026-03-02T12:00:00Z');

  it.each([
    ['2026-03-02T11:59:40Z', 'just now'],
    ['2026-03-02T11:56:00Z', '4 min. ago'],
    ['2026-03-02T09:00:00Z', '3 hr. ago'],
    ['2026-03-01T11:00:00Z', 'yesterday'],
    ['2026-01-05T11:00:00Z', '5 Jan 2026'],
  ])('%s is %s', (at, said) => {
    expect(ago(at, now)).toBe(said);
  });

  it('reads sizes, shares, words and counts as people do', () => {
    expect(sizeOf(812)).toBe('812 B');
    expect(sizeOf(34_400)).toBe('34 kB');
    expect(sizeOf(2_500_000)).toBe('2.5 MB');
    expect(percent(0.874)).toBe('87 %');
    expect(words('waiting_on_requester')).toBe('Waiting on requester');
    expect(counted(1, 'ticket')).toBe('1 ticket');
    expect(counted(0, 'try', 'tries')).toBe('0 tries');
  });
});

describe('the way back after a sign-in', () => {
  it.each([
    ['/tickets/1?tab=history', '/tickets/1?tab=history'],
    ['https://evil.example/', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/sign-in?return_to=/x', '/'],
    [null, '/'],
  ])('%s leads to %s', (asked, target) => {
    expect(safeReturn(asked)).toBe(target);
  });

  it('is kept in the address of the sign-in page', () => {
    expect(signInFor('/tickets?q=a b')).toBe('/sign-in?return_to=%2Ftickets%3Fq%3Da%20b');
    expect(signInFor('/')).toBe('/sign-in');
  });
});

describe('shortcuts', () => {
  const shortcut = (keys: string) => ({ keys, label: keys, run: () => undefined });

  it('finds single keys and pairs', () => {
    const match = matcher([shortcut('?'), shortcut('g q')]);
    expect(match('?')?.keys).toBe('?');
    expect(match('g')).toBeNull();
    expect(match('q')?.keys).toBe('g q');
    expect(match('q')).toBeNull();
  });

  it('forgets the first key of a pair after a while', () => {
    let time = 0;
    const match = matcher([shortcut('g q')], () => time);
    match('g');
    time = 5_000;
    expect(match('q')).toBeNull();
  });

  it('leaves letters to whoever is writing', () => {
    expect(isWriting(document.createElement('textarea'))).toBe(true);
    expect(isWriting(document.createElement('button'))).toBe(false);
  });
});

it('asks for a password of ten characters', () => {
  expect(passwordFault('123456789')).toMatch(/10 characters/);
  expect(passwordFault('1234567890')).toBeNull();
});
