import { expect, it } from 'vitest';
import { anAnswer, aWay } from '../../../tests/builders';
import {
  bestIn,
  chanceText,
  COLUMNS,
  durationText,
  nameOf,
  queueRows,
  shareText,
  shownWays,
} from './columns';

const column = (key: string) => {
  const found = COLUMNS.find((one) => one.key === key);
  if (!found) throw new Error(key);
  return found;
};

it('marks the best simulated way, never what was recorded', () => {
  const { ways } = anAnswer();
  const recorded = aWay({ key: 'recorded', kind: 'recorded' }, 0);
  expect(bestIn(column('late'), [recorded, ...ways])).toEqual(new Set(['least_busy']));
});

it('marks nothing where all read alike, and where less is not better', () => {
  const { ways } = anAnswer();
  expect(bestIn(column('solution'), ways).size).toBe(0);
  expect(bestIn(column('moves'), ways).size).toBe(0);
});

it('says durations and shares with as many digits as help', () => {
  expect([0.5, 34, 150, 3000].map(durationText)).toEqual(['30 s', '34 min', '2.5 h', '2.1 days']);
  expect([0, 0.041, 0.37].map(shareText)).toEqual(['0.0 %', '4.1 %', '37 %']);
});

it('says chance only where it was thrown more than once', () => {
  expect(chanceText(column('late'), { value: 0.1, half: 0.02 })).toBe('± 2.0 %');
  expect(chanceText(column('late'), { value: 0.1, half: null })).toBeNull();
});

it('draws today, what was asked and the best traditional way', () => {
  const worse = aWay({ key: 'rules', label: 'Rules', kind: 'traditional' }, 0.8);
  const answer = anAnswer();
  const shown = shownWays({ ...answer, ways: [...answer.ways, worse] });
  expect(shown.map(nameOf)).toEqual([
    ...['Today: least work ahead', 'Asked: fewest tickets', 'By hand'],
  ]);
});

it('puts queues on one axis', () => {
  const rows = queueRows([aWay()]);
  expect(rows[0]).toEqual({ hours: 0, 'Today: least work ahead': 0 });
  expect(rows.at(-1)).toEqual({ hours: 10, 'Today: least work ahead': 14 });
});
