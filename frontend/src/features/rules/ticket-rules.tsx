/** What rules propose for a ticket, to take or dismiss with one click, and what they did to it. */

import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconBulb, IconCircleCheck, IconCircleX, IconRefreshAlert } from '@tabler/icons-react';
import { keys } from '@/api/keys';
import type { RuleFiring, TicketDetail } from '@/api/types';
import { shortMomentOf } from '@/lib/format';
import { ToneBadge } from '@/ui/badge';
import { Panel } from '@/ui/page';
import { tell, tellFailure } from '@/ui/toast';
import { answerSuggestion, ruleQueries } from './queries';

const SHOWN = 5;
const OUTCOMES = {
  fired: { tone: 'green', icon: IconCircleCheck, label: 'Ran' },
  taken: { tone: 'green', icon: IconCircleCheck, label: 'Taken' },
  dismissed: { tone: 'grey', icon: IconCircleX, label: 'Dismissed' },
  held_back: { tone: 'orange', icon: IconRefreshAlert, label: 'Held back' },
  suggested: { tone: 'blue', icon: IconBulb, label: 'Suggests' },
} as const;

export function TicketRules({ ticket }: { ticket: TicketDetail }) {
  const query = useQuery(ruleQueries.ofTicket(ticket.id));
  const { suggestions = [], firings = [] } = query.data ?? {};
  // Most tickets meet no rule: a panel that says so would only be in the way.
  if (suggestions.length + firings.length === 0) return null;
  return (
    <Panel title="Rules" testId="ticket-rules">
      <Stack gap="md">
        {suggestions.map((one) => (
          <Suggestion key={one.id} ticketId={ticket.id} suggestion={one} />
        ))}
        {firings.slice(0, SHOWN).map((one) => (
          <Firing key={one.id} firing={one} />
        ))}
      </Stack>
    </Panel>
  );
}

interface SuggestionProps {
  ticketId: string;
  suggestion: RuleFiring;
}

function Suggestion({ ticketId, suggestion }: SuggestionProps) {
  const client = useQueryClient();
  const answer = useMutation({
    mutationFn: (wanted: 'take' | 'dismiss') => answerSuggestion(ticketId, suggestion.id, wanted),
    onSuccess: (_, wanted) => {
      if (wanted === 'take') tell(`Done, as “${suggestion.rule}” suggested.`);
    },
    onError: tellFailure,
    onSettled: () => client.invalidateQueries({ queryKey: keys.tickets.one(ticketId) }),
  });
  return (
    <Stack gap={6} data-testid="suggestion">
      <Head firing={suggestion} />
      <Text size="sm">{told(suggestion)}</Text>
      <Group gap="xs">
        <Button
          size="compact-sm"
          loading={answer.isPending && answer.variables === 'take'}
          disabled={answer.isPending}
          onClick={() => answer.mutate('take')}
        >
          Do it
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={answer.isPending}
          onClick={() => answer.mutate('dismiss')}
        >
          Dismiss
        </Button>
      </Group>
    </Stack>
  );
}

function Firing({ firing }: { firing: RuleFiring }) {
  return (
    <Stack gap={2} data-testid="firing">
      <Head firing={firing} />
      <Text size="sm">{firing.outcome === 'held_back' ? firing.why : told(firing)}</Text>
      <Text size="xs" c="dimmed">
        {shortMomentOf(firing.answered_at ?? firing.at)}
        {firing.answered_by && `, ${firing.answered_by.name}`}
        {firing.outcome !== 'held_back' && firing.why && ` · ${firing.why}`}
      </Text>
    </Stack>
  );
}

function Head({ firing }: { firing: RuleFiring }) {
  const look = OUTCOMES[firing.outcome];
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <Text size="sm" fw={560} miw={0}>
        {firing.rule}
      </Text>
      <ToneBadge tone={look.tone} icon={look.icon}>
        {look.label}
      </ToneBadge>
    </Group>
  );
}

/** 'Set priority from low to high, added tag “x”.' */
function told({ did }: RuleFiring): string {
  const text = did.join(', ');
  return text === ''
    ? 'Nothing was left to do.'
    : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
