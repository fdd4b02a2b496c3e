/** Loading, empty and failed: what a page shows when it has no rows to show. */

import { Alert, Button, Group, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconRefresh, IconWifiOff, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiProblem, sentenceOf } from '@/api/problem';

export function RowSkeletons({ rows = 6, height = 56 }: { rows?: number; height?: number }) {
  return (
    <Stack gap="xs" aria-busy="true" aria-label="Loading" role="status">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="md" />
      ))}
    </Stack>
  );
}

export function PageSkeleton() {
  return (
    <Stack gap="md" aria-busy="true" aria-label="Loading" role="status">
      <Skeleton height={30} width="40%" />
      <Skeleton height={16} width="65%" />
      <Skeleton height={120} radius="lg" />
      <Skeleton height={240} radius="lg" />
    </Stack>
  );
}

interface EmptyProps {
  icon: Icon;
  title: string;
  children: ReactNode;
  action?: ReactNode;
  /** The whole page is empty, so this is its heading. */
  isPage?: boolean;
}

/** Says why there is nothing and what to do next. */
export function Empty({ icon: Shape, title, children, action, isPage }: EmptyProps) {
  return (
    <Stack align="center" gap="sm" py={48} px="md" ta="center">
      <ThemeIcon size={52} radius="xl" variant="light" aria-hidden>
        <Shape size={26} stroke={1.6} />
      </ThemeIcon>
      <Title order={isPage ? 1 : 2} size="h3">
        {title}
      </Title>
      <Text c="dimmed" maw={420} size="sm">
        {children}
      </Text>
      {action}
    </Stack>
  );
}

interface FailedProps {
  error: unknown;
  onRetry?: () => void;
  title?: string;
}

/** Says what failed, offers the retry, and gives the number that support will ask for. */
export function Failed({ error, onRetry, title = 'This could not be loaded' }: FailedProps) {
  const problem = error instanceof ApiProblem ? error : null;
  const offline = problem?.status === 0;
  return (
    <Alert
      color={offline ? 'gray' : 'red'}
      icon={offline ? <IconWifiOff /> : <IconAlertTriangle />}
      title={offline ? 'No connection' : title}
      role="alert"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{sentenceOf(error)}</Text>
        {problem?.requestId && (
          <Text size="xs" c="dimmed">
            Request {problem.requestId}
          </Text>
        )}
        {onRetry && (
          <Group>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={14} />}
              onClick={onRetry}
            >
              Try again
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
