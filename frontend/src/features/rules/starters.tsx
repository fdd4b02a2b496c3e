/** Rules that many need: each is switched on with one click, and off again with one more. */

import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import type { Rule, RuleBook } from '@/api/types';
import { Panel } from '@/ui/page';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { restoreRules, ruleQueries, saveRules } from './queries';

export function Starters({ book }: { book: RuleBook }) {
  const client = useQueryClient();
  const query = useQuery(ruleQueries.starters());
  const refresh = () => client.invalidateQueries({ queryKey: keys.rules.all });
  const undo = useMutation({
    mutationFn: (seen: number) => restoreRules(book.version, seen),
    onError: tellFailure,
    onSettled: refresh,
  });
  const add = useMutation({
    mutationFn: (rule: Rule) =>
      saveRules(book.version, [...book.rules.map((one) => one.rule), rule]),
    onSuccess: async ({ version }, { name }) => {
      await refresh();
      tellUndoable({
        name: 'rules',
        message: `“${name}” is on.`,
        undo: () => undo.mutate(version),
      });
    },
    onError: tellFailure,
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title="Starters" testId="starters">
      <Stack gap="md">
        {items.map(({ name, sentence, missing, rule }) => (
          <Group key={name} justify="space-between" wrap="nowrap" align="flex-start">
            <Text size="sm" miw={0}>
              <Text span fw={560} display="block">
                {name}
              </Text>
              {sentence}
              {missing && (
                <Text span c="dimmed" display="block" size="xs">
                  {missing}
                </Text>
              )}
            </Text>
            <Button
              size="compact-sm"
              variant="light"
              style={{ flex: 'none' }}
              disabled={rule === null}
              loading={add.isPending && add.variables.name === name}
              aria-label={`Switch “${name}” on`}
              onClick={() => rule && add.mutate(rule)}
            >
              Switch on
            </Button>
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}
