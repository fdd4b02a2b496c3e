/** Answers of the pages on models and what-if, as the API gives them. */

import type {
  ModelRow,
  ModelsPage,
  TriageSettings,
  WeekOfTriage,
  WhatIfAnswer,
  WhatIfRun,
  WhatIfWay,
} from '@/api/types';

const AT = '2026-03-02T09:00:00Z';

export function aModel(part: Partial<ModelRow> = {}): ModelRow {
  return {
    version: 'local-2',
    state: 'candidate',
    origin: 'trained',
    metrics: { priority_accuracy: 0.87, critical_called_low: 0.004, macro_f1: 0.81 },
    baseline_version: 'shipped-1',
    baseline_metrics: { priority_accuracy: 0.84, critical_called_low: 0.01, macro_f1: 0.81 },
    labels: 320,
    trained_at: AT,
    promoted_at: null,
    promoted_by: null,
    note: null,
    error: null,
    ...part,
  };
}

/** As it is on the first day: the shipped model serves and nothing was trained. */
export function aModelsPage(part: Partial<ModelsPage> = {}): ModelsPage {
  const shipped = aModel({
    version: 'shipped-1',
    state: 'serving',
    origin: 'shipped',
    baseline_version: null,
    baseline_metrics: null,
    labels: 0,
    trained_at: null,
  });
  return { serving: shipped, shipped, shadow: null, items: [], next_cursor: null, ...part };
}

export function triageSettings(part: Partial<TriageSettings> = {}): TriageSettings {
  return {
    wanted_accuracy: 0.91,
    floor: 0.6,
    expected_share_alone: 0.78,
    model_version: 'shipped-1',
    risk_coverage: [
      { floor: 0.3, share: 1, right: 0.86 },
      { floor: 0.6, share: 0.78, right: 0.92 },
      { floor: 0.9, share: 0.4, right: 0.97 },
    ],
    changed_by: null,
    changed_at: null,
    ...part,
  };
}

export function aWeek(part: Partial<WeekOfTriage> = {}): WeekOfTriage {
  return {
    week: '2026-03-02',
    scored: 0,
    reviewed: 0,
    corrected: 0,
    accuracy: null,
    category_accuracy: null,
    mean_confidence: null,
    confidence_histogram: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    category_mix: {},
    needs_review_share: null,
    ...part,
  };
}

const sure = (value: number, half: number | null = null) => ({ value, half });

export function aWay(part: Partial<WhatIfWay> = {}, late = 0.12): WhatIfWay {
  const alike = <T>(value: T) => ({
    all: value,
    critical: value,
    high: value,
    medium: value,
    low: value,
  });
  const times = { mean: sure(30), p50: sure(12), p95: sure(95 + late), p99: sure(300) };
  return {
    key: 'today',
    label: 'Least work ahead',
    kind: 'today',
    strategy: 'weighted_least_load',
    figures: {
      late_first_responses: alike(sure(late, 0.01)),
      to_assignment: alike(times),
      first_response: alike(times),
      solution: alike(times),
      longest_wait_hours: alike(sure(7.5)),
      weighted_solution: sure(60),
      utilisation: sure(0.8),
      fairness: sure(0.98),
      moves: sure(0.4),
      unsolved: sure(0),
      queue: [
        { hours: 0, waiting: 0 },
        { hours: 10, waiting: 14 },
      ],
    },
    ...part,
  };
}

export function anAnswer(part: Partial<WhatIfAnswer> = {}): WhatIfAnswer {
  return {
    sentence: 'With two more people in the evening, first responses later than promised fall.',
    notes: [],
    tickets: 1200,
    technicians: 10,
    days: 30.2,
    seeds: 5,
    ways: [
      aWay(),
      aWay({ key: 'least_busy', label: 'Fewest tickets', kind: 'asked' }, 0.04),
      aWay({ key: 'hourly', label: 'By hand', kind: 'traditional', strategy: null }, 0.3),
    ],
    ...part,
  };
}

export function aRun(part: Partial<WhatIfRun> = {}): WhatIfRun {
  return {
    id: 'run-1',
    asked_by: { id: 'person-1', name: 'Uma Patel' },
    asked_at: AT,
    state: 'done',
    question: {
      source: { kind: 'history', begin: '2026-02-01', end: '2026-03-01', zone: 'UTC' },
      strategies: ['least_busy'],
      settings: null,
      more_people: [
        { count: 2, skills: ['network'], begins: 14, ends: 22, weekdays: [0, 1, 2, 3, 4] },
      ],
      seeds: 5,
    },
    progress: 1,
    simulated: 42_000,
    started_at: AT,
    ended_at: AT,
    sentence: 'With two more people in the evening, first responses later than promised fall.',
    error: null,
    answer: null,
    ...part,
  };
}
