/** The facts of a ticket; whoever may change one does it in place. */

import { Group, Select, Stack, TagsInput, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { TicketDetail } from '@/api/types';
import { words } from '@/lib/format';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/page';
import { Person } from '@/ui/person';
import { useTicketCommand } from '@/ui/ticket-command';
import { CATEGORIES, choices, LEVELS, PRIORITIES } from '@/ui/vocabulary';
import { changeTicket, type TicketChange } from './commands';
import { ticketQueries } from './queries';

export function Facts({ ticket }: { ticket: TicketDetail }) {
  return (
    <Panel title="Facts" testId="facts">
      <Stack gap={10}>
        <Fact label="Requester">
          <Person person={ticket.requester} />
        </Fact>
        <Fact label="Assignee">
          <Person person={ticket.assignee} />
        </Fact>
        {ticket.team && <Fact label="Team">{ticket.team.name}</Fact>}
        {!ticket.may.edit && (
          <Fact label="Category">
            {ticket.category ? CATEGORIES[ticket.category] : 'Not known yet'}
          </Fact>
        )}
        <Fact label="Came by">{words(ticket.channel)}</Fact>
        <Fact label="Opened">
          <Moment at={ticket.created_at} />
        </Fact>
        <Fact label="Changed">
          <Moment at={ticket.updated_at} />
        </Fact>
        {ticket.solved_at && (
          <Fact label="Solved">
            <Moment at={ticket.solved_at} />
          </Fact>
        )}
      </Stack>
      {ticket.may.edit && <Corrections ticket={ticket} />}
    </Panel>
  );
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="md" mih={24}>
      <Text size="sm" c="dimmed" style={{ flex: 'none' }}>
        {label}
      </Text>
      <Text size="sm" component="div" ta="right" miw={0}>
        {children}
      </Text>
    </Group>
  );
}

function Corrections({ ticket }: { ticket: TicketDetail }) {
  const tags = useQuery(ticketQueries.tags());
  const command = useTicketCommand<TicketChange>({
    send: (change) => changeTicket(ticket.id, change),
    ahead: ({ version, ...part }) => ({ id: ticket.id, part }),
    done: 'Saved. Corrections teach the next model.',
  });
  const change = (part: Omit<TicketChange, 'version'>) =>
    command.mutate({ version: ticket.version, ...part });
  const shared = { size: 'xs', allowDeselect: false, disabled: command.isPending } as const;
  return (
    <Stack gap="xs" mt="md" pt="md" style={{ borderTop: '1px solid var(--tk-line)' }}>
      {ticket.may.override_priority && (
        <Select
          {...shared}
          label="Set priority"
          data={choices(PRIORITIES)}
          value={ticket.priority}
          onChange={(value) => change({ priority: value as TicketChange['priority'] })}
        />
      )}
      <Select
        {...shared}
        label="Set category"
        data={choices(CATEGORIES)}
        value={ticket.category}
        onChange={(value) => change({ category: value as TicketChange['category'] })}
      />
      <Group grow>
        <Select
          {...shared}
          label="Impact"
          data={choices(LEVELS)}
          value={ticket.impact}
          onChange={(value) => change({ impact: value as TicketChange['impact'] })}
        />
        <Select
          {...shared}
          label="Urgency"
          data={choices(LEVELS)}
          value={ticket.urgency}
          onChange={(value) => change({ urgency: value as TicketChange['urgency'] })}
        />
      </Group>
      <TagsInput
        size="xs"
        label="Tags"
        placeholder={ticket.tags.length === 0 ? 'Add a tag' : ''}
        data={tags.data ?? []}
        value={ticket.tags}
        onChange={(value) => change({ tags: value })}
        disabled={command.isPending}
      />
    </Stack>
  );
}
