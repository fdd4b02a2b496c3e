/** On which tickets a question is asked: one's own, a made-up desk's, or those of files. */

import {
  Code,
  FileInput,
  NumberInput,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Switch,
  Text,
} from '@mantine/core';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { useState } from 'react';
import type { Change } from './composer';
import { PERIODS, type Draft } from './question';

const KINDS = [
  { value: 'history', label: 'Our own' },
  { value: 'generated', label: 'Made up' },
  { value: 'csv', label: 'From files' },
];
/** What the server takes of one file. */
const MOST_CHARACTERS = 450_000;

interface Props {
  draft: Draft;
  change: Change;
}

export function SourceFields({ draft, change }: Props) {
  return (
    <Stack gap="sm">
      <SegmentedControl
        data={KINDS}
        value={draft.kind}
        onChange={(kind) => change({ kind: kind as Draft['kind'] })}
        aria-label="Tickets"
        w="fit-content"
        maw="100%"
      />
      {draft.kind === 'history' && <Period draft={draft} change={change} />}
      {draft.kind === 'generated' && <Desk draft={draft} change={change} />}
      {draft.kind === 'csv' && <Files draft={draft} change={change} />}
    </Stack>
  );
}

function Period({ draft, change }: Props) {
  return (
    <Stack gap={6}>
      <SegmentedControl
        data={PERIODS.map((days) => ({ value: String(days), label: `${days} days` }))}
        value={String(draft.days)}
        onChange={(days) => change({ days: Number(days) })}
        aria-label="The last"
        size="sm"
        w="fit-content"
        maw="100%"
      />
      <Text size="sm" c="dimmed">
        Replays the tickets of these last days as they came, with the people who were there. How
        long each took is read from the time it was in progress.
      </Text>
    </Stack>
  );
}

function Desk({ draft, change }: Props) {
  const { desk } = draft;
  const set = (part: Partial<Draft['desk']>) => change({ desk: { ...desk, ...part } });
  return (
    <>
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        <NumberInput
          label="Technicians"
          min={2}
          max={200}
          value={desk.technicians}
          onChange={(value) => set({ technicians: Number(value) })}
        />
        <NumberInput
          label="Tickets"
          min={50}
          max={20_000}
          step={100}
          value={desk.tickets}
          onChange={(value) => set({ tickets: Number(value) })}
        />
        <NumberInput
          label="How busy"
          suffix=" %"
          min={30}
          max={120}
          step={5}
          value={Math.round(desk.load * 100)}
          onChange={(value) => set({ load: Number(value) / 100 })}
        />
        <NumberInput
          label="Storms"
          min={0}
          max={10}
          value={desk.storms}
          onChange={(value) => set({ storms: Number(value) })}
        />
      </SimpleGrid>
      <Switch
        label="Open around the clock"
        checked={desk.roundTheClock}
        onChange={(event) => set({ roundTheClock: event.currentTarget.checked })}
      />
    </>
  );
}

function Files({ draft, change }: Props) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <CsvInput
          label="Tickets"
          onText={(tickets) => change({ files: { ...draft.files, tickets } })}
        />
        <CsvInput
          label="Technicians"
          onText={(technicians) => change({ files: { ...draft.files, technicians } })}
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        Tickets need the columns <Code>arrived_at</Code>, <Code>category</Code>,{' '}
        <Code>priority</Code> and <Code>effort_minutes</Code>; technicians <Code>name</Code> and{' '}
        <Code>skills</Code> (<Code>network:0.9 email:0.5</Code>), and may have <Code>capacity</Code>
        , <Code>speed</Code>, <Code>begins</Code> and <Code>ends</Code>.
      </Text>
    </>
  );
}

function CsvInput({ label, onText }: { label: string; onText: (text: string) => void }) {
  const [error, setError] = useState<string | null>(null);
  const read = async (file: File | null) => {
    const text = file ? await file.text() : '';
    const tooLong = text.length > MOST_CHARACTERS;
    setError(tooLong ? 'This file is larger than 450 kB.' : null);
    onText(tooLong ? '' : text);
  };
  return (
    <FileInput
      label={label}
      placeholder="Choose a CSV file"
      accept=".csv,text/csv"
      clearable
      leftSection={<IconFileTypeCsv size={17} />}
      error={error}
      onChange={(file) => void read(file)}
    />
  );
}
