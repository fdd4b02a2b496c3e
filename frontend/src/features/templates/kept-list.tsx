/** Templates or macros by folder, with search, change and remove; both lists look alike. */

import { ActionIcon, Box, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconPencil, IconSearch, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Macro, ReplyTemplate } from '@/api/types';
import { aboutOf, byFolder } from './template-words';

type Kept = ReplyTemplate | Macro;

export function SearchWords({
  value,
  onChange,
}: {
  value: string;
  onChange: (words: string) => void;
}) {
  return (
    <TextInput
      aria-label="Search"
      placeholder="Search by name or folder"
      leftSection={<IconSearch size={16} />}
      maxLength={80}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface Props<T extends Kept> {
  rows: T[];
  words: (row: T) => ReactNode;
  onEdit: (row: T) => void;
  onRemove: (row: T) => void;
}

export function KeptList<T extends Kept>({ rows, words, onEdit, onRemove }: Props<T>) {
  return (
    <Stack gap="lg">
      {byFolder(rows).map(([folder, members]) => (
        <Box key={folder} component="section">
          {folder && (
            <Title order={3} size="sm" mb="xs">
              {folder}
            </Title>
          )}
          <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {members.map((row) => (
              <Group
                key={row.id}
                component="li"
                className="tk-card"
                p="sm"
                wrap="nowrap"
                justify="space-between"
                align="flex-start"
                style={{ borderRadius: 10 }}
                data-testid="kept-row"
              >
                <Stack gap={2} miw={0} flex={1}>
                  <Text fw={560} style={{ overflowWrap: 'anywhere' }}>
                    {row.name}
                  </Text>
                  <Text size="sm" c="dimmed" lineClamp={2} component="div">
                    {words(row)}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {aboutOf(row)}
                  </Text>
                </Stack>
                {row.may_change && (
                  <Group gap={2} wrap="nowrap" style={{ flex: 'none' }}>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size="lg"
                      aria-label={`Change ${row.name}`}
                      onClick={() => onEdit(row)}
                    >
                      <IconPencil size={17} />
                    </ActionIcon>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size="lg"
                      aria-label={`Remove ${row.name}`}
                      onClick={() => onRemove(row)}
                    >
                      <IconTrash size={17} />
                    </ActionIcon>
                  </Group>
                )}
              </Group>
            ))}
          </Stack>
        </Box>
      ))}
    </Stack>
  );
}
