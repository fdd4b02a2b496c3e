/** One template: its words with variables, other languages, and how it reads on a real ticket. */

import {
  Alert,
  Box,
  Button,
  Drawer,
  Group,
  Select,
  Stack,
  Tabs,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import { sentenceOf } from '@/api/problem';
import type { ReplyTemplate } from '@/api/types';
import { tell, tellFailure } from '@/ui/toast';
import { saveTemplate, templateQueries } from './queries';
import { SharingFields, type Sharing } from './sharing-fields';
import { VariableMenu } from './variable-menu';

const TYPING_MS = 400;
const LANGUAGES = ['de', 'en', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'tr', 'uk', 'zh'];
// No code of a language: those have two or three letters.
const MAIN = 'main';

interface Props {
  template: ReplyTemplate | null;
  onClose: () => void;
}

export function TemplateEditor({ template, onClose }: Props) {
  const client = useQueryClient();
  const [sharing, setSharing] = useState<Sharing>({
    name: template?.name ?? '',
    folder: template?.folder ?? '',
    audience: template?.audience ?? 'own',
    team_id: template?.team?.id ?? null,
  });
  const [texts, setTexts] = useState<Record<string, string>>({
    [MAIN]: template?.text ?? '',
    ...template?.translations,
  });
  const [language, setLanguage] = useState(MAIN);
  const save = useMutation({
    mutationFn: () => {
      const { [MAIN]: text = '', ...rest } = texts;
      const translations = Object.fromEntries(
        Object.entries(rest).filter(([, words]) => words.trim() !== ''),
      );
      return saveTemplate(template?.id ?? null, {
        ...sharing,
        text,
        translations,
        version: template?.version ?? null,
      });
    },
    onSuccess: async ({ name }) => {
      await client.invalidateQueries({ queryKey: keys.templates.all });
      tell(`“${name}” is saved.`);
      onClose();
    },
    onError: tellFailure,
  });
  const text = texts[language] ?? '';
  const write = (words: string) => setTexts((before) => ({ ...before, [language]: words }));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={template ? template.name : 'New template'}
    >
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack>
          <SharingFields value={sharing} onChange={(part) => setSharing({ ...sharing, ...part })} />
          <Languages
            chosen={language}
            known={Object.keys(texts)}
            onChoose={setLanguage}
            onAdd={(code) => {
              setTexts({ ...texts, [code]: '' });
              setLanguage(code);
            }}
          />
          <Textarea
            label={language === MAIN ? 'Text' : `Text (${language})`}
            required={language === MAIN}
            autosize
            minRows={6}
            maxRows={18}
            maxLength={20_000}
            value={text}
            onChange={(event) => write(event.currentTarget.value)}
          />
          <VariableMenu onChoose={(name) => write(`${text}{{${name}}}`)} />
          <Preview text={text} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!sharing.name.trim() || !(texts[MAIN] ?? '').trim()}
            >
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

interface LanguagesProps {
  chosen: string;
  known: string[];
  onChoose: (code: string) => void;
  onAdd: (code: string) => void;
}

function Languages({ chosen, known, onChoose, onAdd }: LanguagesProps) {
  const left = LANGUAGES.filter((code) => !known.includes(code));
  return (
    <Group gap="xs" justify="space-between">
      <Tabs value={chosen} onChange={(code) => onChoose(code ?? MAIN)} variant="pills">
        <Tabs.List>
          {known.map((code) => (
            <Tabs.Tab key={code} value={code}>
              {code === MAIN ? 'Main text' : code}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Select
        aria-label="Add a language"
        placeholder="Add a language"
        size="xs"
        w={150}
        leftSection={<IconPlus size={14} />}
        data={left}
        value={null}
        onChange={(code) => code && onAdd(code)}
      />
    </Group>
  );
}

function Preview({ text }: { text: string }) {
  const [reference, setReference] = useState('');
  const [words] = useDebouncedValue(text, TYPING_MS);
  const [ticket] = useDebouncedValue(reference.trim(), TYPING_MS);
  const query = useQuery(templateQueries.preview(words, ticket));
  const faults = query.data?.faults ?? [];
  if (!text.trim()) return null;
  return (
    <Stack gap="xs" data-testid="template-preview">
      <Group justify="space-between" align="flex-end">
        <Text fw={560} size="sm">
          How it reads
        </Text>
        <TextInput
          size="xs"
          w={190}
          aria-label="On the ticket"
          placeholder="On a ticket: TK-10432"
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
      </Group>
      {faults.map((fault) => (
        <Alert key={`${fault.line}-${fault.column}`} color="orange" icon={<IconAlertTriangle />}>
          Line {fault.line}, character {fault.column}: {fault.sentence}
        </Alert>
      ))}
      {query.isError ? (
        <Alert color="orange" icon={<IconAlertTriangle />}>
          {sentenceOf(query.error)}
        </Alert>
      ) : (
        <Box
          className="tk-card"
          p="sm"
          style={{ borderRadius: 8, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
        >
          <Text size="sm" inherit={false}>
            {query.data?.text ?? '…'}
          </Text>
        </Box>
      )}
    </Stack>
  );
}
