/** A ticket that waits for a yes or a no, until it goes on to somebody else. */

import { Anchor, Button, Card, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconX } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Offer, TicketRow } from '@/api/types';
import { countdownOf, counted } from '@/lib/format';
import { places } from '@/lib/places';
import { useSeconds } from '@/lib/use-now';
import { PriorityBadge } from '@/ui/status-badges';
import { useTicketCommand } from '@/ui/ticket-command';
import classes from './work-queue.module.css';
import { acceptTicket } from './queries';
import { ReleaseDialog } from './release-dialog';

/** 'for 4 minutes more'; below a minute it is said so. */
export function timeLeft(until: string, now: number): string {
  const minutes = Math.floor((new Date(until).getTime() - now) / 60_000);
  return minutes < 1 ? 'for less than a minute' : `for ${counted(minutes, 'minute')} more`;
}

export function OfferCard({ offer, ticket }: { offer: Offer; ticket: TicketRow }) {
  const [declining, decline] = useDisclosure(false);
  const now = useSeconds();
  const accept = useTicketCommand<{ version: number }>({
    send: (body) => acceptTicket(ticket.id, body),
    done: (taken) => `${taken.reference} is yours and stays with you.`,
  });
  return (
    <Card className={classes.offer} p="md" radius="lg" data-testid="offer">
      <Group justify="space-between" gap="sm">
        <Stack gap={4} miw={0} flex="1 1 220px">
          <Group gap="xs">
            <PriorityBadge priority={ticket.priority} />
            <Anchor component={Link} to={places.inQueue(ticket.id)} fw={560}>
              {ticket.subject}
            </Anchor>
          </Group>
          <Text size="sm" c="dimmed">
            {ticket.reference} from {ticket.requester.name} is offered to you{' '}
            {timeLeft(offer.until, now)}, then to somebody else.
          </Text>
        </Stack>
        <Group gap="sm">
          <Text
            fw={620}
            className="tk-number"
            role="timer"
            aria-live="off"
            aria-label="Left to answer"
          >
            {countdownOf(Math.max(0, new Date(offer.until).getTime() - now))}
          </Text>
          <Button
            leftSection={<IconCheck size={16} />}
            loading={accept.isPending}
            onClick={() => accept.mutate({ version: ticket.version })}
          >
            Accept
          </Button>
          <Button variant="default" leftSection={<IconX size={16} />} onClick={decline.open}>
            Decline
          </Button>
        </Group>
      </Group>
      <ReleaseDialog ticket={ticket} opened={declining} onClose={decline.close} isOffer />
    </Card>
  );
}
