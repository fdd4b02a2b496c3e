/** The command palette: everything that can be done here, tickets by reference or words, and people. */

import { IconBolt, IconSearch, IconTicket, IconUser } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { http, take } from '@/api/http';
import { isStaff, useMe } from '@/api/session';
import { commandsNow } from '@/lib/commands';
import { isReference, places } from '@/lib/places';
import { pick, type Choice } from '@/ui/picker-store';
import { STATUSES } from '@/ui/vocabulary';

const FOUND = 8;

/** Where a search leads. */
export function searchTarget(typed: string, staff: boolean): string | null {
  const words = typed.trim();
  if (!words) return null;
  if (isReference(words)) return places.ticket(words.toUpperCase());
  return `${staff ? places.tickets : places.mine}?${new URLSearchParams({ q: words }).toString()}`;
}

export function useOpenPalette(): () => void {
  const me = useMe();
  const navigate = useNavigate();
  return useCallback(() => {
    const staff = isStaff(me);
    const go = (to: string) => () => void navigate(to);
    const search = async (typed: string, signal: AbortSignal): Promise<Choice[]> => {
      if (typed.length < 2) return [];
      const tickets = foundTickets(typed, signal, go);
      const people = staff ? foundPeople(typed, signal, go) : Promise.resolve([]);
      return (await Promise.all([tickets, people])).flat();
    };
    pick({
      title: 'Search and commands',
      placeholder: 'Search tickets and people, or type what to do …',
      choices: (typed) => [...commandChoices(), ...wordsChoice(typed, staff, go)],
      search: { key: 'palette', load: search },
      empty: 'Nothing fits. Search finds whole words, and references such as TK-10432.',
    });
  }, [me, navigate]);
}

type Go = (to: string) => () => void;

function commandChoices(): Choice[] {
  const groups = ['Ticket', 'List', 'Go to', 'Everywhere'];
  return commandsNow()
    .filter(({ id, isMove }) => !isMove && id !== 'search')
    .toSorted((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group))
    .map(({ id, label, group, keys, run }) => ({
      ...{ id, label, group, run, icon: IconBolt },
      ...(keys ? { keys } : {}),
    }));
}

function wordsChoice(typed: string, staff: boolean, go: Go): Choice[] {
  const target = searchTarget(typed, staff);
  if (!target) return [];
  const label = isReference(typed) ? `Open ${typed.toUpperCase()}` : `${typed.trim()}: all tickets`;
  return [{ id: 'words', label, group: 'Search', icon: IconSearch, run: go(target) }];
}

async function foundTickets(typed: string, signal: AbortSignal, go: Go): Promise<Choice[]> {
  const query = { q: typed, limit: FOUND };
  const { items } = await take(http.GET('/api/v1/tickets', { signal, params: { query } }));
  return items.map(({ id, reference, subject, status }) => ({
    id,
    label: `${reference} ${subject}`,
    about: STATUSES[status].label,
    group: 'Tickets',
    icon: IconTicket,
    run: go(places.ticket(id)),
  }));
}

async function foundPeople(typed: string, signal: AbortSignal, go: Go): Promise<Choice[]> {
  const query = { q: typed, limit: 5 };
  const { items } = await take(http.GET('/api/v1/people', { signal, params: { query } }));
  return items.map(({ id, name, email }) => ({
    id,
    label: name,
    about: `${email}: their tickets`,
    group: 'People',
    icon: IconUser,
    run: go(`${places.tickets}?requester=${id}`),
  }));
}
