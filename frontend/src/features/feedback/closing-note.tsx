/** To the requester of a solved ticket: it closes by itself, or at once when it helped. */

import { Alert, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconCircleCheck } from '@tabler/icons-react';
import type { TicketDetail } from '@/api/types';
import { momentOf } from '@/lib/format';
import { useTicketCommand } from '@/ui/ticket-command';
import { confirmSolution, surveyQueries } from './survey-queries';

export function ClosingNote({ ticket }: { ticket: TicketDetail }) {
  const solved = ticket.status === 'solved';
  const query = useQuery({ ...surveyQueries.closing(ticket.id), enabled: solved });
  const confirm = useTicketCommand<{ version: number }>({
    send: ({ version }) => confirmSolution(ticket.id, version),
    done: ({ reference }) => `${reference} is closed. Thank you.`,
  });
  if (!solved || !ticket.may.close) return null;
  const closesAt = query.data?.closes_at;
  return (
    <Alert icon={<IconCircleCheck />} title="Did this help?" data-testid="closing-note">
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          If not, write below: the ticket opens again.
          {closesAt && ` Without a word from you it closes ${momentOf(closesAt)}.`}
        </Text>
        <Button
          size="xs"
          loading={confirm.isPending}
          onClick={() => confirm.mutate({ version: ticket.version })}
        >
          Yes, it helped
        </Button>
      </Group>
    </Alert>
  );
}
