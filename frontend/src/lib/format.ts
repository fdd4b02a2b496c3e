/** Times, sizes and closed words as people read them. */

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** '4 min. ago'; a date once it is more than a week away. */
export function ago(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const seconds = (at.getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) > 7 * 86_400) return dayOf(iso);
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return RELATIVE.format(Math.round(seconds / size), unit);
  }
  return 'just now';
}

/** '21 Nov 2026' */
export function dayOf(iso: string): string {
  return new Date(iso).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
}

/** '21 Nov 2026, 14:05', in the reader's own time zone. */
export function momentOf(iso: string): string {
  return new Date(iso).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** '14:05' today, 'Mon 14:05' within a week, else '21 Nov'. */
export function shortMomentOf(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const days = Math.abs(at.getTime() - now.getTime()) / 86_400_000;
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  if (at.toDateString() === now.toDateString()) return at.toLocaleTimeString('en-GB', time);
  if (days < 6) return at.toLocaleString('en-GB', { weekday: 'short', ...time });
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

/** 130 -> '2 h 10 min' */
export function durationOf(minutes: number): string {
  const whole = Math.abs(Math.trunc(minutes));
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** '34 kB' */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** '87 %' */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `in_progress` -> 'In progress' */
export function words(value: string): string {
  const spaced = value.replace(/[_-]+/g, ' ').trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** One noun with its number: '1 ticket', '3 tickets'. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** A stretch of time as short as it stays telling: '26 min', '7 h 40', '3 d'. */
export function remainingOf(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  if (minutes < 1) return 'under 1 min';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} d`;
  return hours >= 10 ? `${hours} h` : `${hours} h ${String(minutes % 60).padStart(2, '0')}`;
}

/** A clock that ticks: '0:26:41'. */
export function countdownOf(milliseconds: number): string {
  const seconds = Math.floor(Math.abs(milliseconds) / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
