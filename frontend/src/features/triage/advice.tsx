/** Beside a new ticket while it is written: what the model makes of it, and what helped others. */

import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconBulb, IconFlame, IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import type { TriagePreview, Urgency } from '@/api/types';
import { percent } from '@/lib/format';
import { PriorityBadge } from '@/ui/status-badges';
import { CATEGORIES } from '@/ui/vocabulary';
import { isEnough, readable, withReason } from './advice-words';
import { triageQueries } from './queries';
import { SolvedList } from './solved-list';
import { WordWeights } from './word-weights';

const PAUSE_MS = 600;

export interface Writing {
  subject: string;
  description: string;
  urgency: Urgency | null;
}

interface Props {
  writing: Writing;
  onChange: (change: Partial<Writing>) => void;
}

export function Advice({ writing, onChange }: Props) {
  const typed = readable(writing);
  // One string, so that the pause counts from the last key and not from a new object.
  const [settled] = useDebouncedValue(JSON.stringify(typed), PAUSE_MS);
  const asked = JSON.parse(settled) as typeof typed;
  const enough = isEnough(typed) && isEnough(asked);
  const query = useQuery({
    ...triageQueries.preview(asked.subject, asked.description),
    enabled: enough,
  });
  if (!enough) return <Teaching />;
  // Advice is a gift: without it the form works as ever, so a failure is not worth a word.
  if (query.isError || !query.data) return null;
  return (
    <Stack gap="lg" data-testid="advice" aria-busy={query.isFetching}>
      <Opinion preview={query.data}>
        <MoreUrgent writing={writing} preview={query.data} onChange={onChange} />
      </Opinion>
      <Help preview={query.data} />
    </Stack>
  );
}

function Teaching() {
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start" className="tk-wide-only">
      <IconBulb size={18} aria-hidden style={{ flex: 'none' }} />
      <Text size="sm" c="dimmed">
        After a sentence or two Tikify shows here how it reads your words, and what solved the same
        trouble before.
      </Text>
    </Group>
  );
}

function Opinion({ preview, children }: { preview: TriagePreview; children: React.ReactNode }) {
  return (
    <Stack gap="sm" component="section" aria-label="How Tikify reads it">
      <Title order={2} size="h3">
        <Group gap={6} component="span">
          <IconSparkles size={16} aria-hidden /> How Tikify reads it
        </Group>
      </Title>
      <Text size="sm" component="div" role="status" data-testid="advice-opinion">
        <Group gap={6} component="span">
          <PriorityBadge priority={preview.priority} />
          <span>in {CATEGORIES[preview.category]}</span>
        </Group>
        <Text span size="xs" c="dimmed" display="block" mt={4}>
          {percent(preview.confidence)} sure. A person can always change it.
        </Text>
      </Text>
      <WordWeights words={preview.words} />
      {children}
    </Stack>
  );
}

function MoreUrgent({ writing, preview, onChange }: Props & { preview: TriagePreview }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  if (writing.urgency === 'high') {
    return (
      <Text size="xs" c="dimmed" data-testid="advice-urgent">
        You said that it is pressing. Whoever takes it sees that, and your reason.
      </Text>
    );
  }
  if (preview.priority === 'critical') return null;
  if (!open) {
    return (
      <Button
        size="xs"
        variant="default"
        w="fit-content"
        leftSection={<IconFlame size={15} />}
        onClick={() => setOpen(true)}
      >
        It is more urgent than that
      </Button>
    );
  }
  const add = () => {
    const why = reason.trim();
    if (!why) return;
    onChange({ urgency: 'high', description: withReason(writing.description, why) });
    setReason('');
    setOpen(false);
  };
  return (
    <Stack gap="xs">
      <TextInput
        label="Why is it urgent?"
        description="It becomes part of the description."
        placeholder="Payroll must go out by four today"
        maxLength={200}
        data-autofocus
        autoFocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          // The field stands in the form of the ticket, which Enter would send.
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      />
      <Group gap="xs">
        <Button size="xs" disabled={!reason.trim()} onClick={add}>
          Add the reason
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}

function Help({ preview }: { preview: TriagePreview }) {
  if (preview.similar.length === 0) return null;
  return (
    <Stack gap="sm" component="section" aria-label="This may already help you">
      <Title order={2} size="h3">
        This may already help you
      </Title>
      <SolvedList tickets={preview.similar} label="Solutions of similar tickets" />
    </Stack>
  );
}
