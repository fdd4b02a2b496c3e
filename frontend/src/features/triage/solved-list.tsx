/** Solved tickets with what solved them. */

import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconStarFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { SolvedTicket } from '@/api/types';
import { percent } from '@/lib/format';
import { places } from '@/lib/places';
import { Folded } from '@/ui/folded';
import { Moment } from '@/ui/moment';
import { CATEGORIES } from '@/ui/vocabulary';
import { likeness } from './likeness';
import classes from './similar.module.css';

const AT_FIRST = 3;

export function SolvedList({ tickets, label }: { tickets: SolvedTicket[]; label: string }) {
  const [all, showAll] = useState(false);
  const shown = all ? tickets : tickets.slice(0, AT_FIRST);
  const rest = tickets.length - shown.length;
  return (
    <Stack gap="sm">
      <Stack gap="sm" component="ul" className={classes.list} aria-label={label}>
        {shown.map((ticket) => (
          <Solved key={`${ticket.solved_at}${ticket.solution}`} ticket={ticket} />
        ))}
      </Stack>
      {rest > 0 && (
        <Button size="compact-sm" variant="subtle" w="fit-content" onClick={() => showAll(true)}>
          Show {rest} more
        </Button>
      )}
    </Stack>
  );
}

function Solved({ ticket }: { ticket: SolvedTicket }) {
  const about = ticket.reference ?? 'this solution';
  return (
    <li className={classes.item} data-testid="similar-solved">
      {ticket.ticket_id ? (
        <Anchor component={Link} to={places.ticket(ticket.ticket_id)} size="sm" fw={580}>
          {ticket.subject}
        </Anchor>
      ) : (
        <Text size="sm" fw={580}>
          What helped somebody else
        </Text>
      )}
      <Text size="xs" c="dimmed">
        <Likeness similarity={ticket.similarity} />
        {ticket.category && ` · ${CATEGORIES[ticket.category]}`}
        {ticket.reference && ` · ${ticket.reference}`}
      </Text>
      <div className={classes.solution}>
        <Folded text={ticket.solution} about={about} />
      </div>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <IconCircleCheck size={14} aria-hidden className={classes.mark} />
        <Text size="xs" c="dimmed" component="div">
          {ticket.solved_by ? `Solved by ${ticket.solved_by.name}, ` : 'Solved '}
          <Moment at={ticket.solved_at} span size="xs" />
          {ticket.rating !== null && <Stars score={ticket.rating} />}
        </Text>
      </Group>
    </li>
  );
}

function Stars({ score }: { score: number }) {
  return (
    <Text span size="xs">
      {' '}
      · <IconStarFilled size={11} aria-hidden className={classes.star} /> {score} of 5
    </Text>
  );
}

export function Likeness({ similarity }: { similarity: number }) {
  return (
    <span className="tk-number">
      {likeness(similarity)}, {percent(similarity)}
    </span>
  );
}
