/** Every query key of the app. Queries and the realtime map read them here; nobody else spells one. */

export type Filters = Record<string, unknown>;

export const keys = {
  session: ['session'] as const,
  tickets: {
    all: ['tickets'] as const,
    lists: ['tickets', 'list'] as const,
    list: (filters: Filters) => ['tickets', 'list', filters] as const,
    counts: ['tickets', 'counts'] as const,
    review: ['tickets', 'review'] as const,
    waiting: ['tickets', 'waiting'] as const,
    queue: ['tickets', 'queue'] as const,
    one: (id: string) => ['tickets', 'one', id] as const,
    detail: (id: string) => ['tickets', 'one', id, 'detail'] as const,
    messages: (id: string) => ['tickets', 'one', id, 'messages'] as const,
    history: (id: string) => ['tickets', 'one', id, 'history'] as const,
    triage: (id: string) => ['tickets', 'one', id, 'triage'] as const,
    rating: (id: string) => ['tickets', 'one', id, 'rating'] as const,
    begun: (id: string) => ['tickets', 'one', id, 'begun'] as const,
    assignment: (id: string) => ['tickets', 'one', id, 'assignment'] as const,
    serviceLevel: (id: string) => ['tickets', 'one', id, 'service-level'] as const,
  },
  // Apart from its ticket: a message or a move changes nothing about what it is like.
  similar: (id: string, triagedAt: string | null) => ['similar', id, triagedAt] as const,
  preview: (subject: string, description: string) => ['preview', subject, description] as const,
  learning: {
    all: ['learning'] as const,
    models: ['learning', 'models'] as const,
    settings: ['learning', 'settings'] as const,
    quality: (weeks: number) => ['learning', 'quality', weeks] as const,
  },
  whatIf: {
    all: ['what-if'] as const,
    list: ['what-if', 'list'] as const,
    one: (id: string) => ['what-if', 'one', id] as const,
  },
  serviceLevels: {
    all: ['service-levels'] as const,
    current: ['service-levels', 'current'] as const,
    versions: ['service-levels', 'versions'] as const,
    preview: (policies: unknown) => ['service-levels', 'preview', policies] as const,
  },
  savedViews: ['saved-views'] as const,
  tags: ['tags'] as const,
  people: {
    all: ['people'] as const,
    list: (filters: Filters) => ['people', filters] as const,
  },
  technicians: ['technicians'] as const,
  technicianList: (filters: Filters) => ['technicians', 'list', filters] as const,
  shift: (id: string) => ['technicians', 'shift', id] as const,
  timeOff: (id: string) => ['technicians', 'time-off', id] as const,
  peopleSettings: ['people-settings'] as const,
  calendars: {
    all: ['calendars'] as const,
    list: ['calendars', 'list'] as const,
    countries: ['calendars', 'countries'] as const,
    names: ['calendars', 'names'] as const,
    preview: (hours: unknown) => ['calendars', 'preview', hours] as const,
  },
  assignmentSettings: {
    all: ['assignment-settings'] as const,
    teams: ['assignment-settings', 'teams'] as const,
    one: (scope: string) => ['assignment-settings', scope] as const,
    versions: (scope: string) => ['assignment-settings', scope, 'versions'] as const,
  },
  teams: ['teams'] as const,
  presence: ['presence'] as const,
  notifications: {
    all: ['notifications'] as const,
    list: ['notifications', 'list'] as const,
    unread: ['notifications', 'unread'] as const,
    settings: ['notifications', 'settings'] as const,
  },
  feedback: {
    all: ['feedback'] as const,
    list: ['feedback', 'list'] as const,
    summary: ['feedback', 'summary'] as const,
  },
  tokens: ['tokens'] as const,
  parked: ['parked'] as const,
};
