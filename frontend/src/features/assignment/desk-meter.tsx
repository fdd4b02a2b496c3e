/** In the header: how many tickets one holds of how many, and what that means for the next one. */

import { RingProgress, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MyQueue, Presence } from '@/api/types';
import { assignmentQueries } from './queries';
import classes from './desk-meter.module.css';

const MEANS: Record<Presence, string> = {
  online: 'New tickets may come to you.',
  away: 'You keep your tickets; no new ones come.',
  offline: 'Nothing comes to you. Switch to online to begin.',
};

/** Whether the next ticket may come, in a sentence. */
export function meansOf(
  { active, capacity }: Pick<MyQueue, 'active' | 'capacity'>,
  here: Presence,
) {
  if (here === 'online' && active >= capacity) {
    return 'You are full: the next ticket comes when one is solved.';
  }
  return MEANS[here];
}

export function DeskMeter() {
  const { data: queue } = useQuery(assignmentQueries.queue());
  const { data: presence } = useQuery(assignmentQueries.presence());
  if (!queue || !presence) return null;
  const { active, capacity } = queue;
  const means = meansOf(queue, presence.presence);
  const share = capacity > 0 ? Math.min(100, (100 * active) / capacity) : 0;
  return (
    <Tooltip label={means} events={{ hover: true, focus: true, touch: true }}>
      {/* A button only so that whoever uses the keyboard can ask for the sentence, too. */}
      <UnstyledButton
        className={classes.meter}
        data-testid="desk"
        aria-label={`${active} of ${capacity} tickets. ${means}`}
      >
        <RingProgress
          size={26}
          thickness={4}
          sections={[{ value: share, color: active >= capacity ? 'orange' : 'lagoon' }]}
          aria-hidden
        />
        <Text span size="xs" className="tk-number" visibleFrom="sm">
          {active} of {capacity}
        </Text>
      </UnstyledButton>
    </Tooltip>
  );
}
