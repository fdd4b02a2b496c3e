/** Rows of the API with defaults; a test names only what it is about. */

import type {
  AssignmentDetail,
  Me,
  MyQueue,
  ModelRow,
  ModelsPage,
  ServiceLevels,
  ServicePolicy,
  Session,
  SimilarTickets,
  SolvedTicket,
  TechnicianRow,
  TicketDetail,
  TicketRow,
  TicketServiceLevel,
  TriageDetail,
  TriagePreview,
  TriageSettings,
  WeekOfTriage,
  Presence,
  WhatIfAnswer,
  WhatIfRun,
  WhatIfWay,
} from '@/api/types';

const AT = '2026-03-02T09:00:00Z';

export function aPerson(part: Partial<Me> = {}): Me {
  return {
    id: 'person-1',
    email: 'uma@example.com',
    name: 'Uma Patel',
    role: 'user',
    permissions: [],
    is_technician: false,
    presence: null,
    ...part,
  };
}

export function aTechnicianUser(part: Partial<Me> = {}): Me {
  return aPerson({
    id: 'tech-1',
    name: 'Ann Okafor',
    email: 'ann@example.com',
    role: 'technician',
    is_technician: true,
    presence: 'online',
    ...part,
  });
}

export function aSession(user: Me | null, part: Partial<Session> = {}): Session {
  return { user, csrf_token: user ? 'csrf-1' : '', providers: [], ...part };
}

export function aTicketRow(part: Partial<TicketRow> = {}): TicketRow {
  return {
    id: 'ticket-1',
    reference: 'TK-10001',
    subject: 'VPN drops',
    status: 'assigned',
    priority: 'high',
    category: 'network',
    requester: { id: 'person-1', name: 'Uma Patel' },
    assignee: { id: 'tech-1', name: 'Ann Okafor' },
    commitment: 'soft',
    confidence: 0.8,
    needs_review: false,
    created_at: AT,
    updated_at: AT,
    version: 3,
    tags: [],
    message_count: 1,
    waiting_reason: null,
    due_at: null,
    due_kind: null,
    due_state: null,
    ...part,
  };
}

export function aTicket(part: Partial<TicketDetail> = {}): TicketDetail {
  return {
    ...aTicketRow(),
    description: 'It drops every five minutes.',
    impact: 'medium',
    urgency: 'high',
    sentiment: 'neutral',
    channel: 'web',
    triaged_at: AT,
    assigned_at: AT,
    first_response_at: null,
    solved_at: null,
    closed_at: null,
    attachments: [],
    watchers: [],
    allowed_moves: [],
    may: {
      reply: true,
      note: true,
      edit: true,
      assign: true,
      take: false,
      solve: true,
      reopen: false,
      close: false,
      rate: false,
      override_priority: true,
    },
    team: null,
    ...part,
  };
}

export function aTechnician(part: Partial<TechnicianRow> = {}): TechnicianRow {
  return {
    id: 'tech-1',
    name: 'Ann Okafor',
    email: 'ann@example.com',
    presence: 'online',
    presence_since: AT,
    stays_online: false,
    team: null,
    capacity: 6,
    comfortable_capacity: 4,
    active: 2,
    weighted_load: 2,
    skills: [{ skill: 'network', proficiency: 0.9 }],
    languages: [],
    channels: [],
    is_on_shift: true,
    shift_changes_at: null,
    last_assigned_at: null,
    ...part,
  };
}

const LEVELS = ['high', 'medium', 'low'] as const;
const PRIORITIES = ['critical', 'high', 'medium', 'low', 'low'] as const;
const MATRIX = LEVELS.flatMap((impact, row) =>
  LEVELS.map((urgency, column) => ({
    impact,
    urgency,
    priority: PRIORITIES[row + column] ?? 'low',
  })),
);

export function aTriage(part: Partial<TriageDetail> = {}): TriageDetail {
  return {
    state: 'scored',
    priority: 'high',
    category: 'network',
    impact: 'medium',
    urgency: 'high',
    sentiment: 'neutral',
    confidence: 0.81,
    needs_review: false,
    priority_probabilities: { critical: 0.1, high: 0.81, medium: 0.07, low: 0.02 },
    category_probabilities: null,
    impact_probabilities: null,
    urgency_probabilities: null,
    words: [
      { word: 'drops', weight: 0.4 },
      { word: 'morning', weight: -0.1 },
    ],
    alarms: [],
    matrix: MATRIX,
    requester_said: {},
    model_version: 'm-1',
    scored_at: AT,
    overridden: [],
    ...part,
  };
}

export function anAssignment(part: Partial<AssignmentDetail> = {}): AssignmentDetail {
  return {
    state: 'assigned',
    assignee: { id: 'tech-1', name: 'Ann Okafor' },
    commitment: 'soft',
    decided_at: AT,
    strategy: 'weighted_least_load',
    strategy_version: 1,
    sentence: 'Assigned to Ann Okafor: online, network 0.9, 2 of 6.',
    factors: [
      { name: 'load', label: 'Least work ahead', points: 60, runner_up_points: null, weight: 0.7 },
    ],
    runner_up: null,
    candidates: [],
    duration_ms: 1.2,
    history: [],
    ...part,
  };
}

export function aQueue(part: Partial<MyQueue> = {}): MyQueue {
  return {
    now: null,
    next: [],
    likely: [],
    waiting_on_requester: [],
    paused: [],
    offers: [],
    active: 2,
    capacity: 6,
    ...part,
  };
}

export function aPresence(presence: Presence = 'online') {
  return { presence, since: AT, stays_online: false };
}

export function aSolvedTicket(part: Partial<SolvedTicket> = {}): SolvedTicket {
  return {
    ticket_id: 'ticket-7',
    reference: 'TK-10007',
    subject: 'VPN drops at home',
    category: 'network',
    similarity: 0.82,
    solved_at: AT,
    solution: 'Use the new profile.',
    solved_by: { id: 'tech-1', name: 'Ann Okafor' },
    rating: null,
    ...part,
  };
}

export function similarTickets(part: Partial<SimilarTickets> = {}): SimilarTickets {
  return { solved: [], duplicates: [], complete: true, ...part };
}

export function aPreview(part: Partial<TriagePreview> = {}): TriagePreview {
  return {
    priority: 'medium',
    priority_probabilities: { critical: 0.05, high: 0.15, medium: 0.72, low: 0.08 },
    category: 'network',
    category_probabilities: { network: 1 },
    confidence: 0.72,
    words: [{ word: 'drops', weight: 0.3 }],
    similar: [],
    model_version: 'm-1',
    ...part,
  };
}

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

export function aPolicy(part: Partial<ServicePolicy> = {}): ServicePolicy {
  return {
    id: 'policy-1',
    name: 'Critical',
    conditions: {
      priorities: ['critical'],
      categories: [],
      team_ids: [],
      requester_roles: [],
      requester_domains: [],
    },
    calendar_id: null,
    targets: {
      first_response_minutes: 30,
      next_response_minutes: null,
      solution_minutes: 240,
    },
    warnings: { percents: [50], minutes_before: [] },
    ...part,
  };
}

export function serviceLevels(part: Partial<ServiceLevels> = {}): ServiceLevels {
  return {
    version: 0,
    policies: [aPolicy()],
    restores: null,
    changed_at: null,
    changed_by: null,
    ...part,
  };
}

export function aServiceLevel(part: Partial<TicketServiceLevel> = {}): TicketServiceLevel {
  return {
    policy: 'Critical',
    policy_version: 1,
    calendar: 'Office',
    is_open_now: true,
    opens_at: AT,
    clocks: [],
    ...part,
  };
}
