import { describe, expect, it } from 'vitest';
import { aWeek, triageSettings } from '../../../tests/builders';
import { planFor, pointsOf, sentenceOfPlan } from './coverage';
import { changeOf, FIGURES, figureText } from './figures';
import {
  accuracySeries,
  categoriesOf,
  confidenceSeries,
  mixSeries,
  totalsOf,
  weekLabel,
} from './weeks';

const CURVE = triageSettings().risk_coverage;
const figure = (name: string) => {
  const found = FIGURES.find((one) => one.name === name);
  if (!found) throw new Error(`no figure ${name}`);
  return found;
};

describe('what follows from a wanted accuracy', () => {
  it.each([
    [0.8, 0.3, 1],
    [0.91, 0.6, 0.78],
    [0.95, 0.9, 0.4],
    [0.99, null, 0],
  ])('%d: floor %s, %d alone', (wanted, floor, alone) => {
    expect(planFor(CURVE, wanted)).toEqual({ floor, alone });
  });

  it('is not decided by a lucky dip of the curve', () => {
    const dip = [{ floor: 0.2, share: 1, right: 0.95 }, ...CURVE];
    expect(planFor(dip, 0.91).floor).toBe(0.6);
  });

  it('is a sentence', () => {
    expect(sentenceOfPlan(0.91, 0.78)).toBe(
      'At 91 % the model decides 78 % of tickets alone, 22 % go to a person.',
    );
    expect(sentenceOfPlan(0.8, 1)).toBe('At 80 % the model decides all tickets alone.');
    expect(sentenceOfPlan(0.99, 0)).toMatch(/every ticket goes to a person/);
  });

  it('is a line from the few surest tickets to all', () => {
    expect(pointsOf(CURVE).map(({ alone, Right }) => [alone, Right])).toEqual([
      [40, 97],
      [78, 92],
      [100, 86],
    ]);
  });
});

describe('figures', () => {
  it('read as people write them', () => {
    expect(figureText(0.874)).toBe('87 %');
    expect(figureText(0.004)).toBe('0.4 %');
    expect(figureText(0)).toBe('0 %');
    expect(figureText(0.813, { isScore: true })).toBe('0.81');
  });

  it('know which way is better', () => {
    expect(changeOf(figure('priority_accuracy'), 0.87, 0.84)).toEqual({
      text: '+3.0 points',
      isBetter: true,
    });
    expect(changeOf(figure('critical_called_low'), 0.004, 0.01)).toEqual({
      text: '−0.6 points',
      isBetter: true,
    });
    expect(changeOf(figure('macro_f1'), 0.79, 0.81)).toEqual({ text: '−0.02', isBetter: false });
  });

  it('say nothing about what did not change or was not measured', () => {
    expect(changeOf(figure('macro_f1'), 0.81, 0.81)).toBeNull();
    expect(changeOf(figure('macro_f1'), 0.81, undefined)).toBeNull();
  });
});

describe('weeks', () => {
  const first = aWeek({
    week: '2026-02-23',
    scored: 10,
    reviewed: 4,
    corrected: 1,
    accuracy: 0.75,
    confidence_histogram: [0, 0, 0, 0, 0, 5, 5, 0, 0, 0],
    category_mix: { network: 6, hr: 4, billing: 0 },
  });
  const quiet = ['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23'].map((week) =>
    aWeek({ week }),
  );

  it('are named by their Monday in any time zone', () => {
    expect(weekLabel('2026-03-02')).toBe('2 Mar');
  });

  it('keep a gap where nobody looked', () => {
    expect(accuracySeries([first, ...quiet]).map(({ Priority }) => Priority)).toEqual([
      75,
      null,
      null,
      null,
      null,
    ]);
  });

  it('compare the newest four with those before', () => {
    const bins = confidenceSeries([first, ...quiet]);
    expect(bins[5]).toEqual({ confidence: '50–60', Before: 50, 'Last 4 weeks': 0 });
    expect(bins).toHaveLength(10);
  });

  it('name only categories that occurred', () => {
    expect(categoriesOf([first])).toEqual(['network', 'hr']);
    expect(mixSeries([first])).toEqual([{ week: '23 Feb', Network: 6, HR: 4 }]);
  });

  it('are summed up with each look counting the same', () => {
    const other = aWeek({ scored: 5, reviewed: 12, corrected: 12, accuracy: 0.25 });
    expect(totalsOf([first, other])).toEqual({
      scored: 15,
      reviewed: 16,
      corrected: 13,
      left: 6 / 16,
    });
    expect(totalsOf(quiet).left).toBeNull();
  });
});
