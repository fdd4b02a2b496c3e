/** What the model made of a ticket and why: probabilities, the matrix, words, corrections. */

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
import { CATEGORIES, SENTIMENTS } from '@/ui/vocabulary';
import { Matrix, priorityAt } from './matrix';
import { triageQueries } from './queries';
import { WordWeights } from './word-weights';
import { labelOf, sharesOf } from './words-of';

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

function Scored({ triage }: { triage: TriageDetail }) {
  return (
    <Stack gap="md">
      <Verdict triage={triage} />
      {triage.priority_probabilities && (
        <ShareBars
          shares={sharesOf('priority', triage.priority_probabilities)}
          chosen={triage.priority}
          isScale
        />
      )}
      <WordWeights words={triage.words} />
      <Reasoning triage={triage} />
      <Suggested said={triage.requester_said} />
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

function Verdict({ triage }: { triage: TriageDetail }) {
  const sentiment = triage.sentiment ? SENTIMENTS[triage.sentiment] : null;
  return (
    <>
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
        {triage.needs_review && (
          <ToneBadge tone="violet" icon={IconEyeCheck}>
            Needs review
          </ToneBadge>
        )}
      </Group>
      {triage.confidence !== null && (
        <Text size="sm" data-testid="confidence">
          The model was {percent(triage.confidence)} sure.{' '}
          {triage.needs_review && (
            <Text span size="sm" c="dimmed">
              {whyReviewed(triage)}
            </Text>
          )}
        </Text>
      )}
    </>
  );
}

const GROUPS = [
  { field: 'category', title: 'Category' },
  { field: 'impact', title: 'Impact' },
  { field: 'urgency', title: 'Urgency' },
] as const;

function Reasoning({ triage }: { triage: TriageDetail }) {
  const groups = GROUPS.map(({ field, title }) => ({
    field,
    title,
    chosen: triage[field],
    shares: sharesOf(field, triage[`${field}_probabilities`]),
  })).filter(({ shares }) => shares.length > 0);
  return (
    <Accordion variant="default" order={3} multiple defaultValue={['matrix']}>
      {triage.impact && triage.urgency && (
        <Part name="matrix" title="Impact and urgency">
          <Matrix cells={triage.matrix} impact={triage.impact} urgency={triage.urgency} />
          <Text size="xs" c="dimmed" mt={6}>
            {besideTheMatrix(triage)}
          </Text>
        </Part>
      )}
      {groups.map(({ field, title, chosen, shares }) => (
        <Part key={field} name={field} title={`${title} probabilities`}>
          <ShareBars shares={shares} chosen={chosen} isScale={field !== 'category'} />
        </Part>
      ))}
    </Accordion>
  );
}

/** Says why a person is asked to look. */
export function whyReviewed({ alarms, priority }: TriageDetail): string {
  if (priority !== 'low' || alarms.length === 0)
    return 'A person will look at it: that is too little.';
  return `A person will look at it: the words name ${alarms.join(', ')}.`;
}

/** Says why a priority is, or is not, the one in the marked place of the matrix. */
export function besideTheMatrix(triage: TriageDetail): string {
  if (!triage.impact || !triage.urgency || !triage.priority) return '';
  const marked = priorityAt(triage.matrix, triage.impact, triage.urgency);
  if (!marked) return '';
  if (marked === triage.priority) return `The marked place gives ${labelOf('priority', marked)}.`;
  const byPerson = triage.overridden.some(({ field }) => field === 'priority');
  const why = byPerson
    ? 'a person set it'
    : 'the model weighs all places by how likely they are, not the likeliest one alone';
  return (
    `The marked place alone gives ${labelOf('priority', marked)}; ` +
    `it is ${labelOf('priority', triage.priority)} because ${why}.`
  );
}

function Part({
  name,
  title,
  children,
}: {
  name: string;
  title: string;
  children: React.ReactNode;
}) {
  return (
    <Accordion.Item value={name}>
      <Accordion.Control px={0} fz="sm">
        {title}
      </Accordion.Control>
      <Accordion.Panel styles={{ content: { paddingInline: 0 } }}>{children}</Accordion.Panel>
    </Accordion.Item>
  );
}

function Suggested({ said }: { said: TriageDetail['requester_said'] }) {
  const parts = Object.entries(said).map(
    ([field, value]) => `${words(field).toLowerCase()} ${labelOf(field, value).toLowerCase()}`,
  );
  if (parts.length === 0) return null;
  return (
    <Text size="sm" data-testid="requester-said">
      The requester said: {parts.join(', ')}.
    </Text>
  );
}

function Overrides({ triage }: { triage: TriageDetail }) {
  if (triage.overridden.length === 0) return null;
  return (
    <Stack gap={4} data-testid="overrides">
      <Text size="sm" fw={560}>
        Changed by people
      </Text>
      {triage.overridden.map((change) => (
        <Text key={`${change.field}${change.at}`} size="sm" c="dimmed">
          {words(change.field)}: {labelOf(change.field, change.from)} →{' '}
          {labelOf(change.field, change.to)}, {change.by?.name ?? 'somebody'}, {momentOf(change.at)}
        </Text>
      ))}
    </Stack>
  );
}
