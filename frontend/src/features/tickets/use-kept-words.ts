/** What one writes on a ticket: kept at once here, soon after by the server, found again on any device. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import { useMe } from '@/api/session';
import { fromWire, labelOf, toWire, type Named } from '@/lib/mentions';
import { noteWriting, stopWriting } from '@/lib/writing';
import {
  forgetLocally,
  keepLocally,
  laterOf,
  localWords,
  thisDevice,
  type Kind,
  type Words,
} from './local-words';

const SAVE_AFTER_MS = 1_500;
const at = (ticketId: string) => ({ params: { path: { ticket_id: ticketId } } });

interface State {
  kind: Kind;
  text: string;
  chosen: ReadonlyMap<string, string>;
}

const EMPTY: State = { kind: 'reply', text: '', chosen: new Map() };

function stateOf(words: Words): State {
  const [text, chosen] = fromWire(words.text, words.mentions);
  return { kind: words.kind, text, chosen };
}

export interface KeptWords extends State {
  /** Words of another device that are later than ours, or that ours took the place of. */
  other: Words | null;
  /** The text as it is sent. */
  wire: () => string;
  write: (text: string) => void;
  turnTo: (kind: Kind) => void;
  /** Name somebody: `put` makes the new text from the name that stands for him. */
  mention: (person: Named, put: (label: string) => string) => void;
  sent: () => void;
  useOther: () => void;
  keepMine: () => void;
}

export function useKeptWords(ticketId: string, enabled: boolean): KeptWords {
  const me = useMe();
  const client = useQueryClient();
  const [state, setState] = useState<State>(EMPTY);
  const [other, setOther] = useState<Words | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const pending = useRef<Words | null>(null);
  const touched = useRef(false);

  const stored = useQuery({
    queryKey: keys.draft(ticketId),
    queryFn: () => take(http.GET('/api/v1/tickets/{ticket_id}/draft', at(ticketId))),
    enabled,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

  const save = useCallback(
    async (words: Words) => {
      clearTimeout(timer.current);
      try {
        const { kept, draft } = await take(
          http.PUT('/api/v1/tickets/{ticket_id}/draft', {
            ...at(ticketId),
            body: {
              kind: words.kind,
              text: words.text,
              device: words.device,
              edited_at: words.edited_at,
            },
          }),
        );
        if (!kept) setOther(draft);
        if (pending.current !== words) return;
        pending.current = null;
        forgetLocally(me.id, ticketId);
      } catch {
        // They lie in this browser; the next letter, or the line coming back, tries again.
        return;
      }
    },
    [me.id, ticketId],
  );

  const keep = useCallback(
    (next: State) => {
      const words: Words = {
        kind: next.kind,
        text: toWire(next.text, next.chosen),
        mentions: [...next.chosen].map(([name, id]) => ({ id, name })),
        device: thisDevice(),
        edited_at: new Date().toISOString(),
      };
      touched.current = true;
      pending.current = words;
      keepLocally(me.id, ticketId, words);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(words), SAVE_AFTER_MS);
    },
    [me.id, save, ticketId],
  );

  // Once, when the server has said what it keeps, or cannot say it.
  const settled = stored.isSuccess || stored.isError;
  useEffect(() => {
    if (!settled || touched.current) return;
    touched.current = true;
    const local = localWords(me.id, ticketId);
    const kept = stored.data ?? null;
    const words = laterOf(local, kept);
    if (!words) return;
    // eslint-disable-next-line react-hooks/set-state-in-effect -- two stores outside React, read once
    setState(stateOf(words));
    const lost = words === local ? kept : local;
    if (lost && lost.text !== words.text) setOther(lost);
    if (words === local) void save(words);
  }, [me.id, save, settled, stored.data, ticketId]);

  // The line is back, or the page goes: what the server lacks is sent.
  useEffect(() => {
    const flush = () => {
      if (pending.current) void save(pending.current);
    };
    window.addEventListener('online', flush);
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('online', flush);
      window.removeEventListener('pagehide', flush);
      flush();
      stopWriting(ticketId);
    };
  }, [save, ticketId]);

  const change = (next: State) => {
    setState(next);
    keep(next);
  };
  return {
    ...state,
    other,
    wire: () => (state.kind === 'note' ? toWire(state.text, state.chosen) : state.text),
    write: (text) => {
      if (text) noteWriting(ticketId);
      change({ ...state, text });
    },
    turnTo: (kind) => (state.text ? change({ ...state, kind }) : setState({ ...state, kind })),
    mention: (person, put) => {
      const label = labelOf(person, state.chosen);
      const chosen = new Map(state.chosen).set(label, person.id);
      change({ ...state, chosen, text: put(label) });
    },
    sent: () => {
      clearTimeout(timer.current);
      pending.current = null;
      forgetLocally(me.id, ticketId);
      client.setQueryData(keys.draft(ticketId), null);
      stopWriting(ticketId);
      setOther(null);
      setState({ ...EMPTY, kind: state.kind });
    },
    useOther: () => {
      if (other) change(stateOf(other));
      setOther(null);
    },
    keepMine: () => {
      keep(state);
      setOther(null);
    },
  };
}
