/** The numbers that matter now; each leads to the list that confirms it. */

import { Skeleton, SimpleGrid, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import {
  IconEyeCheck,
  IconInbox,
  IconUserCheck,
  IconUserQuestion,
  type Icon,
} from '@tabler/icons-react';
import { Link } from 'react-router';
import { countsQuery } from '@/api/counts';
import { Failed } from '@/ui/states';
import classes from './count-cards.module.css';

interface Count {
  name: string;
  label: string;
  to: string;
  icon: Icon;
}

const OPEN =
  'status=new&status=triaged&status=assigned&status=in_progress&status=waiting_on_requester&status=reopened';

const COUNTS: Count[] = [
  { name: 'open', label: 'Open tickets', to: `/tickets?${OPEN}`, icon: IconInbox },
  { name: 'unassigned', label: 'Unassigned', to: '/waiting', icon: IconUserQuestion },
  { name: 'needs_review', label: 'Need review', to: '/review', icon: IconEyeCheck },
  { name: 'mine_open', label: 'Mine', to: `/tickets?assignee=me&${OPEN}`, icon: IconUserCheck },
];

export function CountCards() {
  const { data, isPending, isError, error, refetch } = useQuery(countsQuery);
  if (isError && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
      {COUNTS.map(({ name, label, to, icon: Shape }) => (
        <UnstyledButton
          key={name}
          component={Link}
          to={to}
          className={classes.card}
          data-testid={`count-${name}`}
        >
          <Shape size={20} stroke={1.7} aria-hidden />
          {isPending ? (
            <Skeleton height={30} width={50} />
          ) : (
            <Text fz={28} fw={640} lh={1.1} className="tk-number">
              {data?.[name] ?? 0}
            </Text>
          )}
          <Text size="sm" c="dimmed">
            {label}
          </Text>
        </UnstyledButton>
      ))}
    </SimpleGrid>
  );
}
