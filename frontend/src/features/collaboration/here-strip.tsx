/** Who else has this ticket open, and who is writing to it: said while it is so, kept nowhere. */

import { Group, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconEye, IconPencil } from '@tabler/icons-react';
import { useEffect } from 'react';
import { keys } from '@/api/keys';
import type { SomebodyHere } from '@/api/types';
import { useIsWriting } from '@/lib/writing';
import classes from './here-strip.module.css';
import { hereQuery, sayGone, sayHere } from './queries';

/** Well within the time after which the server takes a silent page for closed. */
const SAY_EVERY_MS = 15_000;

/** Names as one says them: Ann, Bob and 2 others. */
export function namesOf(people: SomebodyHere[]): string {
  const [first, second, ...rest] = people.map(({ person }) => person.name);
  if (rest.length > 0) return `${first}, ${second} and ${rest.length} more`;
  return second ? `${first} and ${second}` : (first ?? '');
}

function useHere(ticketId: string): SomebodyHere[] {
  const client = useQueryClient();
  const doing = useIsWriting(ticketId) ? 'writing' : 'looking';
  const { data } = useQuery(hereQuery(ticketId));
  useEffect(() => {
    const say = () => {
      // A page in the background looks at nothing.
      if (document.hidden) return;
      sayHere(ticketId, doing).then(
        (others) => client.setQueryData(keys.here(ticketId), others),
        // Nobody waits for this; the next one is seconds away.
        () => undefined,
      );
    };
    say();
    const timer = setInterval(say, SAY_EVERY_MS);
    document.addEventListener('visibilitychange', say);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', say);
    };
  }, [client, doing, ticketId]);
  useEffect(() => {
    const leave = () => void sayGone(ticketId).catch(() => undefined);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [ticketId]);
  return data ?? [];
}

export function HereStrip({ ticketId }: { ticketId: string }) {
  const here = useHere(ticketId);
  const writing = here.filter(({ doing }) => doing === 'writing');
  const looking = here.filter(({ doing }) => doing === 'looking');
  return (
    <div role="status" aria-live="polite" data-testid="here">
      {here.length > 0 && (
        <Group className={classes.strip} data-writing={writing.length > 0 || undefined} gap="md">
          {writing.length > 0 && (
            <Text size="sm" fw={560} className={classes.line}>
              <IconPencil size={16} aria-hidden />
              {namesOf(writing)} {writing.length === 1 ? 'is' : 'are'} replying…
            </Text>
          )}
          {looking.length > 0 && (
            <Text size="sm" className={classes.line}>
              <IconEye size={16} aria-hidden />
              {namesOf(looking)} {looking.length === 1 ? 'is' : 'are'} looking at this too
            </Text>
          )}
        </Group>
      )}
    </div>
  );
}
