/** The ways of repeating that people choose from, as iCalendar rules and back. */

export const REPEATS = {
  once: 'Once',
  daily: 'Every day',
  weekdays: 'Monday to Friday',
  weekly: 'Every week',
  monthly: 'Every month, same day',
  monthEnd: 'Every month, last day',
  yearly: 'Every year',
  custom: 'A rule of my own',
} as const;
export type Repeat = keyof typeof REPEATS;

const RULES: Record<Exclude<Repeat, 'custom'>, string | null> = {
  once: null,
  daily: 'FREQ=DAILY',
  weekdays: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  weekly: 'FREQ=WEEKLY',
  monthly: 'FREQ=MONTHLY',
  monthEnd: 'FREQ=MONTHLY;BYMONTHDAY=-1',
  yearly: 'FREQ=YEARLY',
};

export const CLOSED_DAYS = {
  keep: 'Keep the date',
  skip: 'Leave it out',
  next: 'The next working day',
  previous: 'The working day before',
} as const;

export const MISSED = {
  one: 'One ticket, marked late',
  all: 'A ticket for each',
} as const;

export type Ending = 'never' | 'until' | 'count';

export interface Choice {
  repeat: Repeat;
  ending: Ending;
  until: string;
  count: number;
  custom: string;
}

export const ONCE: Choice = { repeat: 'once', ending: 'never', until: '', count: 10, custom: '' };

/** The rule of a choice; nothing for a ticket that comes once. */
export function ruleOf({ repeat, ending, until, count, custom }: Choice): string | null {
  if (repeat === 'custom') return custom.trim() || null;
  const rule = RULES[repeat];
  if (rule === null || ending === 'never') return rule;
  if (ending === 'until') return until ? `${rule};UNTIL=${until.replaceAll('-', '')}` : rule;
  return `${rule};COUNT=${count}`;
}

/** The choice that a rule stands for; one that nothing stands for is a rule of somebody's own. */
export function choiceOf(rule: string | null): Choice {
  if (rule === null) return ONCE;
  const parts = rule.split(';');
  const end = parts.find((part) => /^(UNTIL|COUNT)=/.test(part));
  const plain = parts.filter((part) => part !== end).join(';');
  const repeat = (Object.keys(RULES) as (keyof typeof RULES)[]).find((key) => RULES[key] === plain);
  if (!repeat) return { ...ONCE, repeat: 'custom', custom: rule };
  const value = end?.slice(6) ?? '';
  if (end?.startsWith('UNTIL')) {
    const until = `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6, 8)}`;
    return { ...ONCE, repeat, ending: 'until', until };
  }
  return end ? { ...ONCE, repeat, ending: 'count', count: Number(value) } : { ...ONCE, repeat };
}
