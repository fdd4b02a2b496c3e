/** Rows of the API with defaults; a test names only what it is about. */

import type {
  AssignmentDetail,
  Me,
  MyQueue,
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
  Presence,
} from '@/api/types';

export * from './builders-of-models';

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
    archived: false,
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
