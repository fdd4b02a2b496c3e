/** Confirm what the model said, or correct it. */

import { Button, Group, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconCheck, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import type { Category, Impact, Priority, TicketRow, Urgency } from '@/api/types';
import { useTicketCommand } from '@/ui/ticket-command';
import { CATEGORIES, choices, LEVELS, PRIORITIES } from '@/ui/vocabulary';
import { reviewTicket, type Review } from './queries';

interface Props {
  ticket: Pick<TicketRow, 'id' | 'version' | 'priority' | 'category' | 'reference'>;
  impact?: Impact | null;
  urgency?: Urgency | null;
}

export function ReviewForm({ ticket, impact = null, urgency = null }: Props) {
  const [priority, setPriority] = useState<Priority | null>(ticket.priority);
  const [category, setCategory] = useState<Category | null>(ticket.category);
  const [chosenImpact, setImpact] = useState<Impact | null>(impact);
  const [chosenUrgency, setUrgency] = useState<Urgency | null>(urgency);
  const command = useTicketCommand<Review>({
    send: (body) => reviewTicket(ticket.id, body),
    done: (reviewed) => `${reviewed.reference} is reviewed. The model learns from it.`,
  });
  const corrected = priority !== ticket.priority || category !== ticket.category;
  return (
    <Stack gap="sm" data-testid="review-form">
      <SimpleGrid cols={2} spacing="sm">
        <Select
          size="xs"
          label="Right priority"
          data={choices(PRIORITIES)}
          value={priority}
          onChange={(value) => setPriority(value as Priority)}
          allowDeselect={false}
        />
        <Select
          size="xs"
          label="Right category"
          data={choices(CATEGORIES)}
          value={category}
          onChange={(value) => setCategory(value as Category)}
          allowDeselect={false}
        />
        <Select
          size="xs"
          label="Impact"
          data={choices(LEVELS)}
          value={chosenImpact}
          onChange={(value) => setImpact(value as Impact | null)}
          clearable
        />
        <Select
          size="xs"
          label="Urgency"
          data={choices(LEVELS)}
          value={chosenUrgency}
          onChange={(value) => setUrgency(value as Urgency | null)}
          clearable
        />
      </SimpleGrid>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          Both answers become a label.
        </Text>
        <Button
          size="xs"
          disabled={!priority || !category}
          loading={command.isPending}
          leftSection={corrected ? <IconPencil size={15} /> : <IconCheck size={15} />}
          onClick={() => {
            if (!priority || !category) return;
            command.mutate({
              version: ticket.version,
              priority,
              category,
              impact: chosenImpact,
              urgency: chosenUrgency,
            });
          }}
        >
          {corrected ? 'Correct' : 'Confirm'}
        </Button>
      </Group>
    </Stack>
  );
}
