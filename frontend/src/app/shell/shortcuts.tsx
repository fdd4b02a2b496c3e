/** The keyboard of the whole app: its own keys, those of the page, the palette, and the dialog that lists them. */

import { useDisclosure, useWindowEvent } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useMe } from '@/api/session';
import { shortcutsOf, useAllCommands, useCommands, type Command } from '@/lib/commands';
import { places } from '@/lib/places';
import { isWriting, matcher } from '@/lib/shortcuts';
import { homeOf } from '@/routes/home';
import { closePicker, useQuestion } from '@/ui/picker-store';
import { undoLast } from '@/ui/undo';
import { placesFor } from './navigation';
import { useOpenPalette } from './use-palette';

const loadPicker = () => import('@/ui/picker');
const Picker = lazy(loadPicker);
const ShortcutHelp = lazy(() => import('./shortcut-help'));
const HELP = 'tikify:shortcuts';

export function openShortcutHelp(): void {
  window.dispatchEvent(new Event(HELP));
}

/** The letter after `g` that goes to a place. */
const LETTERS: Record<string, string> = {
  [places.queue]: 'q',
  [places.tickets]: 't',
  [places.waiting]: 'w',
  [places.people]: 'p',
  [places.overview]: 'o',
  [places.review]: 'r',
  [places.feedback]: 'f',
  [places.mine]: 'm',
  [places.submit]: 'n',
};

function useGlobalCommands(help: () => void, openPalette: () => void): Command[] {
  const me = useMe();
  const navigate = useNavigate();
  return useMemo(() => {
    const go = (to: string) => () => void navigate(to);
    const own: Command[] = [
      { id: 'help', keys: '?', label: 'Show all keys', group: 'Everywhere', run: help },
      { id: 'search', keys: '/', label: 'Search', group: 'Everywhere', run: openPalette },
      {
        id: 'undo',
        keys: 'z',
        label: 'Take back the last change',
        group: 'Everywhere',
        run: undoLast,
      },
      { id: 'home', keys: 'g h', label: 'Start', group: 'Go to', run: go(homeOf(me)) },
      { id: 'settings', keys: 'g s', label: 'Settings', group: 'Go to', run: go(places.settings) },
    ];
    const reachable = placesFor(me).map(({ to, label }): Command => {
      const letter = LETTERS[to];
      return { id: `go ${to}`, keys: letter && `g ${letter}`, label, group: 'Go to', run: go(to) };
    });
    return [...own, ...reachable];
  }, [help, openPalette, me, navigate]);
}

export function Shortcuts() {
  const [opened, { open, close }] = useDisclosure(false);
  const question = useQuestion();
  const openPalette = useOpenPalette();
  useCommands(useGlobalCommands(open, openPalette));
  const commands = useAllCommands();
  const match = useMemo(() => matcher(shortcutsOf(commands)), [commands]);
  useWindowEvent('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      if (question) closePicker();
      else openPalette();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isWriting(event.target)) return;
    // The picker is on its way: what is typed now is meant for it, not for the page.
    if (question) return;
    // A dialog keeps its own keys.
    if (document.querySelector('[role="dialog"], [role="menu"]')) return;
    // Enter on a link or button is theirs.
    if (event.key === 'Enter' && event.target !== document.body) return;
    const found = match(event.key);
    if (!found) return;
    event.preventDefault();
    found.run();
  });
  useEffect(() => {
    // Loaded before it is asked for, so that the first key is answered as fast as the next.
    const timer = setTimeout(() => void loadPicker(), 1_500);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    window.addEventListener(HELP, open);
    return () => window.removeEventListener(HELP, open);
  }, [open]);
  return (
    <Suspense fallback={null}>
      {question && <Picker key={question.title} question={question} />}
      {opened && <ShortcutHelp commands={commands} onClose={close} />}
    </Suspense>
  );
}
