/** Every model of this installation, and what can be done with it. */

import { Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconGhost2, IconPlayerPlay, IconSchool } from '@tabler/icons-react';
import type { ModelRow, ModelsPage } from '@/api/types';
import { momentOf } from '@/lib/format';
import { ToneBadge } from '@/ui/badge';
import { Panel } from '@/ui/page';
import { Empty } from '@/ui/states';
import { ActionsHeader, WideTable } from '@/ui/wide-table';
import { changeOf, FIGURES, figureText } from './figures';
import { STATES } from './model-states';
import { endShadow, promote, startShadow } from './queries';
import { useModelCommand } from './use-model-command';

const COLUMNS = FIGURES.filter(({ name }) =>
  ['priority_accuracy', 'hml_accuracy', 'critical_recall', 'critical_called_low'].includes(name),
);

interface Props {
  models: ModelsPage;
  items: ModelRow[];
  more?: () => void;
  isMoreLoading?: boolean;
}

export function ModelTable({ models, items, more, isMoreLoading }: Props) {
  return (
    <Panel title="Versions" testId="models">
      {items.length === 0 && <Teaching />}
      <WideTable label="Models" minWidth={860}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Version</Table.Th>
            <Table.Th>State</Table.Th>
            {COLUMNS.map(({ name, label }) => (
              <Table.Th key={name}>{label}</Table.Th>
            ))}
            <ActionsHeader />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((model) => (
            <Row key={model.version} model={model} models={models} />
          ))}
          <Row model={models.shipped} models={models} />
        </Table.Tbody>
      </WideTable>
      {more && (
        <Button variant="default" mx="auto" mt="sm" loading={isMoreLoading} onClick={more}>
          Show more
        </Button>
      )}
    </Panel>
  );
}

function Teaching() {
  return (
    <Empty icon={IconSchool} title="Nothing was trained here yet">
      Each answer in Review teaches. With 50 answers or more, run <Code>tikify ml train</Code> on
      the server: it learns from them, compares itself with the model in service on tickets that
      neither has seen, and takes over only if it is better.
    </Empty>
  );
}

function Row({ model, models }: { model: ModelRow; models: ModelsPage }) {
  const look = STATES[model.state];
  return (
    <Table.Tr data-testid="model-row">
      <Table.Td>
        <Text size="sm" fw={560} className="tk-number">
          {model.version}
        </Text>
        <Text size="xs" c="dimmed">
          {model.origin === 'shipped'
            ? 'Came with Tikify'
            : `${model.labels} labels${model.trained_at ? `, ${momentOf(model.trained_at)}` : ''}`}
        </Text>
        {model.note && (
          <Text size="xs" c="dimmed">
            {model.note}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Stack gap={4} align="flex-start">
          <ToneBadge tone={look.tone} icon={look.icon} title={look.means}>
            {look.label}
          </ToneBadge>
          {model.error && (
            <ToneBadge tone="red" icon={IconAlertTriangle} title={model.error}>
              Not loadable
            </ToneBadge>
          )}
        </Stack>
      </Table.Td>
      {COLUMNS.map((figure) => {
        const value = model.metrics?.[figure.name];
        const change = changeOf(figure, value, model.baseline_metrics?.[figure.name]);
        return (
          <Table.Td key={figure.name} className="tk-number">
            {value === undefined ? '–' : figureText(value, figure)}
            {change && (
              <Text size="xs" c="dimmed">
                {change.text}
              </Text>
            )}
          </Table.Td>
        );
      })}
      <Table.Td>
        <Actions model={model} models={models} />
      </Table.Td>
    </Table.Tr>
  );
}

function Actions({ model, models }: { model: ModelRow; models: ModelsPage }) {
  const command = useModelCommand();
  const { version } = model;
  const before = models.shadow?.model.version;
  if (model.state === 'serving') return null;
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      {model.state === 'shadow' && (
        <Button
          size="compact-sm"
          variant="default"
          loading={command.isPending}
          aria-label={`Stop the shadow ${version}`}
          onClick={() =>
            command.mutate({
              run: endShadow,
              done: `${version} no longer scores silently.`,
              back: () => startShadow(version),
            })
          }
        >
          Stop shadow
        </Button>
      )}
      {model.state !== 'shadow' && model.origin === 'trained' && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconGhost2 size={14} />}
          loading={command.isPending}
          aria-label={`Run ${version} as the shadow`}
          onClick={() =>
            command.mutate({
              run: () => startShadow(version),
              done: `${version} scores new tickets silently.`,
              back: () => (before ? startShadow(before) : endShadow()),
            })
          }
        >
          Shadow
        </Button>
      )}
      <Button
        size="compact-sm"
        leftSection={<IconPlayerPlay size={14} />}
        loading={command.isPending}
        aria-label={`Put ${version} into service`}
        onClick={() =>
          command.mutate({
            run: () => promote(version),
            done: `${version} is in service within seconds.`,
            back: () => promote(models.serving.version),
          })
        }
      >
        Promote
      </Button>
    </Group>
  );
}
