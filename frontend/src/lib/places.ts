/** The addresses of the app, and which of them may follow a sign-in. */

export const places = {
  home: '/',
  signIn: '/sign-in',
  signUp: '/sign-up',
  forgot: '/forgot-password',
  reset: '/reset-password',
  submit: '/submit',
  mine: '/my-tickets',
  queue: '/queue',
  inQueue: (id: string) => `/queue/${id}`,
  tickets: '/tickets',
  ticket: (id: string) => `/tickets/${id}`,
  overview: '/overview',
  waiting: '/waiting',
  review: '/review',
  model: '/model',
  whatIf: '/what-if',
  whatIfRun: (id: string) => `/what-if/${id}`,
  people: '/people',
  serviceLevels: '/service-levels',
  rules: '/rules',
  onCall: '/on-call',
  templates: '/templates',
  schedules: '/schedules',
  lifecycle: '/lifecycle',
  feedback: '/feedback',
  audit: '/audit',
  privacy: '/privacy',
  operations: '/operations',
  settings: '/settings',
};

/** Is this the short name that people call a ticket by, like TK-10432? */
export function isReference(words: string): boolean {
  return /^tk-\d+$/i.test(words);
}

/** Accept only a path of our own: anything else could send a person to a foreign site. */
export function safeReturn(target: string | null): string {
  if (!target || !/^\/(?![/\\])/.test(target) || target.startsWith(places.signIn)) {
    return places.home;
  }
  return target;
}

export function signInFor(target: string): string {
  return target === places.home
    ? places.signIn
    : `${places.signIn}?return_to=${encodeURIComponent(target)}`;
}
