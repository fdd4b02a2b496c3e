/** The bell and its drawer: what happened while one looked elsewhere. */

import {
  ActionIcon,
  Box,
  Button,
  Drawer,
  Group,
  Indicator,
  Stack,
  Text,
  UnstyledButton,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconBell, IconChecks } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import { keys } from '@/api/keys';
import type { Notification } from '@/api/types';
import { places } from '@/lib/places';
import { Endless } from '@/ui/endless';
import { Moment } from '@/ui/moment';
import { Empty } from '@/ui/states';
import { tellFailure } from '@/ui/toast';
import classes from './inbox.module.css';
import { markAllRead, markRead, notificationQueries } from './queries';

export function NotificationBell() {
  const [opened, { open, close }] = useDisclosure(false);
  const { data } = useQuery(notificationQueries.unread());
  const unread = data?.unread ?? 0;
  return (
    <>
      <Indicator
        label={unread > 99 ? '99+' : unread}
        size={17}
        offset={6}
        disabled={unread === 0}
        color="red.8"
      >
        <ActionIcon
          onClick={open}
          aria-label={unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`}
          data-testid="notification-bell"
          data-unread={unread}
        >
          <IconBell size={20} />
        </ActionIcon>
      </Indicator>
      <Drawer opened={opened} onClose={close} position="right" title="Notifications" size={420}>
        {opened && <Inbox onLeave={close} />}
      </Drawer>
    </>
  );
}

function Inbox({ onLeave }: { onLeave: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const query = useInfiniteQuery(notificationQueries.list());
  const refresh = () => client.invalidateQueries({ queryKey: keys.notifications.all });
  const readAll = useMutation({
    mutationFn: markAllRead,
    onSuccess: refresh,
    onError: tellFailure,
  });
  const readOne = useMutation({ mutationFn: markRead, onSuccess: refresh, onError: tellFailure });
  const openIt = (notification: Notification) => {
    if (!notification.read_at) readOne.mutate(notification.id);
    if (!notification.ticket_id) return;
    onLeave();
    void navigate(places.ticket(notification.ticket_id));
  };
  return (
    <Endless
      query={query}
      empty={
        <Empty icon={IconBell} title="All quiet">
          Replies, assignments and solutions of your tickets will appear here.
        </Empty>
      }
    >
      {(rows) => (
        <Stack gap="xs">
          <Group justify="flex-end">
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconChecks size={15} />}
              loading={readAll.isPending}
              disabled={rows.every((row) => row.read_at !== null)}
              onClick={() => readAll.mutate()}
            >
              Mark all as read
            </Button>
          </Group>
          <ul className={classes.list} aria-label="Notifications">
            {rows.map((row) => (
              <li key={row.id}>
                <Entry row={row} onOpen={() => openIt(row)} />
              </li>
            ))}
          </ul>
        </Stack>
      )}
    </Endless>
  );
}

function Entry({ row, onOpen }: { row: Notification; onOpen: () => void }) {
  return (
    <UnstyledButton className={classes.entry} onClick={onOpen} data-testid="notification">
      <Box className={classes.dot} data-unread={row.read_at === null || undefined} aria-hidden />
      <Box miw={0} flex={1}>
        <Text size="sm" fw={row.read_at ? 450 : 620}>
          {row.title}
        </Text>
        <Text size="sm" c="dimmed" lineClamp={2}>
          {row.body}
        </Text>
        <Group gap={6}>
          {row.ticket_reference && (
            <Text size="xs" c="dimmed">
              {row.ticket_reference}
            </Text>
          )}
          <Moment at={row.created_at} size="xs" />
        </Group>
      </Box>
    </UnstyledButton>
  );
}
