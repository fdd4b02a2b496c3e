/** What the model made of a ticket and why: confidence, probabilities, words, corrections. */

import { Accordion, Badge, Group, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconEyeCheck } from '@tabler/icons-react';
import type { TriageDetail } from '@/api/types';
import { momentOf, percent, words } from '@/lib/format';
import { ToneBadge } from '@/ui/badge';
import { ShareBars } from '@/ui/bars';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { PriorityBadge } from '@/ui/status-badges';
import { CATEGORIES, LEVELS, PRIORITIES, SENTIMENTS } from '@/ui/vocabulary';
import { triageQueries } from './queries';
import { WordWeights } from './word-weights';

export function TriagePanel({ ticketId }: { ticketId: string }) {
  const query = useQuery(triageQueries.of(ticketId));
  return (
    <Panel title="What Tikify read" testId="triage">
      <Loaded query={query}>
        {(triage) => (triage.state === 'pending' ? <Pending /> : <Scored triage={triage} />)}
      </Loaded>
    </Panel>
  );
}

function Pending() {
  return (
    <Group gap="xs" role="status">
      <Loader size="xs" />
      <Text size="sm" c="dimmed">
        Reading the ticket. Priority and category follow in a moment.
      </Text>
    </Group>
  );
}

function labelled(
  shares: Record<string, number> | null,
  table: Record<string, string | { label: string }>,
) {
  return Object.entries(shares ?? {}).map(([name, value]) => {
    const look = table[name];
    return { name, value, label: typeof look === 'string' ? look : (look?.label ?? words(name)) };
  });
}

function Scored({ triage }: { triage: TriageDetail }) {
  const sentiment = triage.sentiment ? SENTIMENTS[triage.sentiment] : null;
  return (
    <Stack gap="md">
      <Group gap="xs">
        <PriorityBadge priority={triage.priority} />
        {triage.category && (
          <Badge variant="default" radius="sm" tt="none" fw={540}>
            {CATEGORIES[triage.category]}
          </Badge>
        )}
        {sentiment && (
          <ToneBadge tone={sentiment.tone} icon={sentiment.icon}>
            {sentiment.label}
          </ToneBadge>
        )}
      </Group>
      {triage.confidence !== null && (
        <Text size="sm" data-testid="confidence">
          {percent(triage.confidence)} sure.{' '}
          <Text span size="sm" c="dimmed">
            {triage.needs_review
              ? 'Below the floor, so a person will look at it.'
              : 'Sure enough to act on.'}
          </Text>
        </Text>
      )}
      {triage.needs_review && (
        <ToneBadge tone="violet" icon={IconEyeCheck}>
          Needs review
        </ToneBadge>
      )}
      <WordWeights words={triage.words} />
      <Probabilities triage={triage} />
      <Overrides triage={triage} />
      {triage.model_version && (
        <Text size="xs" c="dimmed">
          Model {triage.model_version}
          {triage.scored_at ? `, ${momentOf(triage.scored_at)}` : ''}
        </Text>
      )}
    </Stack>
  );
}

function Probabilities({ triage }: { triage: TriageDetail }) {
  const groups = [
    {
      name: 'Priority',
      chosen: triage.priority,
      shares: labelled(triage.priority_probabilities, PRIORITIES),
    },
    {
      name: 'Category',
      chosen: triage.category,
      shares: labelled(triage.category_probabilities, CATEGORIES),
    },
    {
      name: 'Impact',
      chosen: triage.impact,
      shares: labelled(triage.impact_probabilities, LEVELS),
    },
    {
      name: 'Urgency',
      chosen: triage.urgency,
      shares: labelled(triage.urgency_probabilities, LEVELS),
    },
  ].filter(({ shares }) => shares.length > 0);
  if (groups.length === 0) return null;
  return (
    <Accordion variant="default" order={3} defaultValue="Priority">
      {groups.map(({ name, chosen, shares }) => (
        <Accordion.Item key={name} value={name}>
          <Accordion.Control px={0} fz="sm">
            {name} probabilities
          </Accordion.Control>
          <Accordion.Panel styles={{ content: { paddingInline: 0 } }}>
            <ShareBars shares={shares} chosen={chosen} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Overrides({ triage }: { triage: TriageDetail }) {
  if (triage.overridden.length === 0) return null;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={560}>
        Corrected by people
      </Text>
      {triage.overridden.map((change) => (
        <Text key={`${change.field}${change.at}`} size="sm" c="dimmed">
          {words(change.field)}: {words(change.from ?? 'nothing')} → {words(change.to ?? 'nothing')}
          , {change.by?.name ?? 'somebody'}, {momentOf(change.at)}
        </Text>
      ))}
    </Stack>
  );
}
