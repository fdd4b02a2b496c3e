/** The frame of every page: title in the tab and on the page, an explanation, and its actions. */

import { Box, Card, Group, Stack, Text, Title, type CardProps } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  about?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  width?: number | string;
}

export function Page({ title, about, actions, children, width = 1180 }: Props) {
  useDocumentTitle(`${title} · Tikify`);
  return (
    <Stack gap="lg" maw={width} mx="auto" w="100%">
      <Group justify="space-between" align="flex-end" gap="sm">
        <Box miw={0}>
          <Title order={1}>{title}</Title>
          {about && (
            <Text c="dimmed" size="sm" mt={4} component="div">
              {about}
            </Text>
          )}
        </Box>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

interface PanelProps extends CardProps {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  testId?: string;
}

/** A titled card. */
export function Panel({ title, aside, children, testId, ...rest }: PanelProps) {
  return (
    <Card component="section" className="tk-card" p="md" radius="lg" data-testid={testId} {...rest}>
      <Group justify="space-between" mb="sm" wrap="nowrap">
        <Title order={2} size="h3">
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </Card>
  );
}
