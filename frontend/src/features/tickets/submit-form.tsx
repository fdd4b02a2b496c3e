/** The form of a new ticket. Words first; everything else may be left to the model. */

import {
  Alert,
  Button,
  Group,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { IconAlertTriangle, IconSend } from '@tabler/icons-react';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { ApiProblem, sentenceOf } from '@/api/problem';
import type { TicketDetail } from '@/api/types';
import { CATEGORIES, choices } from '@/ui/vocabulary';
import { AttachmentField, takePastedFiles } from './attachment-field';
import { submitTicket } from './commands';
import {
  bodyOf,
  EMPTY_DRAFT,
  faultsOf,
  forgetDraft,
  idempotencyKeyFor,
  isEmptyDraft,
  loadDraft,
  saveDraft,
  type Draft,
} from './draft';
import { ticketQueries } from './queries';
import classes from './submit-form.module.css';
import { useAttachments } from './use-attachments';

const IMPACTS = [
  { value: 'high', label: 'Many people or the whole site' },
  { value: 'medium', label: 'My team' },
  { value: 'low', label: 'Only me' },
];
const URGENCIES = [
  { value: 'high', label: 'Work stops, or a deadline passes' },
  { value: 'medium', label: 'I can work, but with trouble' },
  { value: 'low', label: 'It can wait' },
];

interface Props {
  onSubmitted: (ticket: TicketDetail) => void;
  /** Stands beside the words, or below them where there is no room. */
  advice?: (draft: Draft, change: (part: Partial<Draft>) => void) => ReactNode;
}

export function SubmitForm({ onSubmitted, advice }: Props) {
  const [draft, setDraft] = useState<Draft>(loadDraft);
  const [faults, setFaults] = useState<Partial<Record<string, string>>>({});
  const tags = useQuery(ticketQueries.tags());
  const attachments = useAttachments(draft.attachments, (change) =>
    setDraft((before) => ({ ...before, attachments: change(before.attachments) })),
  );
  useEffect(() => saveDraft(draft), [draft]);

  const submission = useMutation({
    mutationFn: () => {
      const body = bodyOf(draft);
      return submitTicket(body, idempotencyKeyFor(body));
    },
    onSuccess: (ticket) => {
      forgetDraft();
      onSubmitted(ticket);
    },
    onError: (error) => setFaults(error instanceof ApiProblem ? error.byField() : {}),
  });

  const set = <K extends keyof Draft>(field: K, value: Draft[K]) => {
    setDraft((before) => ({ ...before, [field]: value }));
    setFaults((before) => ({ ...before, [field]: undefined }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(draft);
    setFaults(found);
    if (Object.keys(found).length === 0) submission.mutate();
  };

  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label="New ticket"
      className={advice ? classes.advised : undefined}
    >
      <Stack gap="md" className={classes.words}>
        {submission.isError && (
          <Alert color="red" icon={<IconAlertTriangle />} title="Not sent yet" role="alert">
            {sentenceOf(submission.error)} Your words are kept here.
          </Alert>
        )}
        <TextInput
          label="Subject"
          placeholder="VPN drops every few minutes"
          maxLength={250}
          required
          autoFocus
          value={draft.subject}
          error={faults.subject}
          onChange={(event) => set('subject', event.currentTarget.value)}
        />
        <Textarea
          label="Description"
          description="What happened, since when, and what it keeps you from doing."
          autosize
          minRows={6}
          maxRows={18}
          required
          value={draft.description}
          error={faults.description}
          onChange={(event) => set('description', event.currentTarget.value)}
          onPaste={(event) => takePastedFiles(event, attachments)}
        />
      </Stack>
      {advice && (
        <div className={classes.advice}>
          {advice(draft, (part) => setDraft((before) => ({ ...before, ...part })))}
        </div>
      )}
      <Stack gap="md" className={classes.rest}>
        <AttachmentField field={attachments} />
        <Details draft={draft} set={set} tags={tags.data ?? []} faults={faults} />
        <Group justify="space-between">
          <Button
            variant="subtle"
            color="gray"
            disabled={isEmptyDraft(draft)}
            onClick={() => {
              setDraft(EMPTY_DRAFT);
              setFaults({});
            }}
          >
            Clear
          </Button>
          <Button
            type="submit"
            size="md"
            loading={submission.isPending}
            disabled={attachments.busy}
            leftSection={<IconSend size={17} />}
          >
            Submit ticket
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface DetailsProps {
  draft: Draft;
  set: <K extends keyof Draft>(field: K, value: Draft[K]) => void;
  tags: string[];
  faults: Partial<Record<string, string>>;
}

function Details({ draft, set, tags, faults }: DetailsProps) {
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        You can leave the rest empty. Tikify reads your words and shows what it made of them.
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Select
          label="How many are affected?"
          placeholder="Let Tikify decide"
          clearable
          data={IMPACTS}
          value={draft.impact}
          error={faults.impact}
          onChange={(value) => set('impact', value as Draft['impact'])}
        />
        <Select
          label="How pressing is it?"
          placeholder="Let Tikify decide"
          clearable
          data={URGENCIES}
          value={draft.urgency}
          error={faults.urgency}
          onChange={(value) => set('urgency', value as Draft['urgency'])}
        />
        <Select
          label="Category"
          placeholder="Let Tikify decide"
          clearable
          searchable
          data={choices(CATEGORIES)}
          value={draft.category}
          error={faults.category}
          onChange={(value) => set('category', value as Draft['category'])}
        />
        <TagsInput
          label="Tags"
          placeholder={draft.tags.length === 0 ? 'Optional' : ''}
          data={tags}
          value={draft.tags}
          error={faults.tags}
          onChange={(value) => set('tags', value)}
        />
      </SimpleGrid>
    </Stack>
  );
}
