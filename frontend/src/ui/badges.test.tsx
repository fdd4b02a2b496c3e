import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Priority, TicketStatus } from '@/api/types';
import { show } from '../../tests/render';
import { hueOf, initialsOf } from './person';
import { PriorityBadge, StatusBadge } from './status-badges';
import { PRIORITIES, skillLabel, STATUSES } from './vocabulary';

it.each(Object.keys(PRIORITIES) as Priority[])('says %s in words and a shape', (priority) => {
  show(<PriorityBadge priority={priority} />);
  const badge = screen.getByTestId('priority');
  expect(badge).toHaveTextContent(PRIORITIES[priority].label);
  expect(badge.querySelector('svg')).not.toBeNull();
});

it('says that a ticket is not scored yet', () => {
  show(<PriorityBadge priority={null} />);
  expect(screen.getByText('Not scored yet')).toBeInTheDocument();
});

it('gives every status a label of its own', () => {
  const statuses = Object.keys(STATUSES) as TicketStatus[];
  expect(new Set(statuses.map((status) => STATUSES[status].label)).size).toBe(statuses.length);
  expect(new Set(statuses.map((status) => STATUSES[status].icon)).size).toBe(statuses.length);
});

it('shows a status in words', () => {
  show(<StatusBadge status="waiting_on_requester" />);
  expect(screen.getByTestId('status')).toHaveTextContent('Waiting on requester');
});

it('makes initials of any name', () => {
  expect(initialsOf('Ann Okafor')).toBe('AO');
  expect(initialsOf('  uma  ')).toBe('U');
  expect(initialsOf('Åsa von Ärlig')).toBe('ÅÄ');
  expect(initialsOf('')).toBe('');
});

it('gives one person always one colour', () => {
  expect(hueOf('abc')).toBe(hueOf('abc'));
  expect(hueOf('abc')).toBeLessThan(6);
});

it('names a skill like its category', () => {
  expect(skillLabel('hr')).toBe('HR');
  expect(skillLabel('cold_fusion')).toBe('Cold fusion');
});
