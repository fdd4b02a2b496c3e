/** Where the workspace is: which ticket is open beside which list, and whether only the ticket is shown. */

import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useMemo } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';

export const FOCUS = 'focus';

export function useWorkspace(base: string) {
  const { ticketId } = useParams();
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const wide = useMediaQuery('(min-width: 62em)', window.innerWidth >= 992);
  const isFocused = search.has(FOCUS);
  const query = search.toString();

  const addressOf = useCallback(
    (id: string | null) => {
      const path = id ? `${base}/${id}` : base;
      return query ? `${path}?${query}` : path;
    },
    [base, query],
  );
  const open = useCallback(
    // Walking on leaves one step in the history, not one for each ticket on the way.
    (id: string, isWalk: boolean) => void navigate(addressOf(id), { replace: isWalk }),
    [navigate, addressOf],
  );
  const close = useCallback(() => {
    if (!ticketId) return;
    const kept = new URLSearchParams(query);
    kept.delete(FOCUS);
    void navigate(kept.size > 0 ? `${base}?${kept.toString()}` : base);
  }, [ticketId, query, navigate, base]);
  const toggleFocus = useCallback(() => {
    setSearch((now) => {
      const next = new URLSearchParams(now);
      if (next.has(FOCUS)) next.delete(FOCUS);
      else next.set(FOCUS, '1');
      return next;
    });
  }, [setSearch]);

  return useMemo(
    () => ({
      base,
      ticketId: ticketId ?? null,
      wide,
      isFocused: isFocused && ticketId !== undefined,
      addressOf,
      open,
      close,
      toggleFocus,
    }),
    [base, ticketId, wide, isFocused, addressOf, open, close, toggleFocus],
  );
}

export type WorkspacePlace = ReturnType<typeof useWorkspace>;
