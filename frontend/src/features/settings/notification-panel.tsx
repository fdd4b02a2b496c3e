/** How a person wants to be told: e-mail, and push in this browser. */

import { Alert, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconInfoCircle } from '@tabler/icons-react';
import { keys } from '@/api/keys';
import { disablePush, enablePush, pushState, PushUnavailable, type PushState } from '@/api/push';
import type { NotificationSettings } from '@/api/types';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { tell, tellFailure } from '@/ui/toast';
import { saveNotificationSettings, sendTestPush, settingsQueries } from './queries';

const PUSH_STATE = ['push-state'] as const;

const SENTENCES: Record<PushState, string> = {
  unsupported: 'This browser cannot receive push messages. Everything else works.',
  denied: 'Notifications are blocked for this site. Allow them in the browser’s site settings.',
  off: 'Get a message from this browser even when Tikify is not open.',
  on: 'This browser gets a message when something needs you.',
};

export function NotificationPanel() {
  const query = useQuery(settingsQueries.notifications());
  return (
    <Panel title="Notifications">
      <Stack gap="lg">
        <Loaded query={query}>{(settings) => <Channels settings={settings} />}</Loaded>
        <PushHere />
      </Stack>
    </Panel>
  );
}

function Channels({ settings }: { settings: NotificationSettings }) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: saveNotificationSettings,
    onSuccess: (saved) => client.setQueryData(keys.notifications.settings, saved),
    onError: tellFailure,
  });
  const switchFor = (channel: keyof NotificationSettings, label: string, about: string) => (
    <Switch
      label={label}
      description={about}
      checked={settings[channel]}
      disabled={save.isPending}
      onChange={(event) => save.mutate({ ...settings, [channel]: event.currentTarget.checked })}
    />
  );
  return (
    <Stack gap="sm">
      {switchFor('email', 'E-mail', 'Replies, assignments and solutions by mail.')}
      {switchFor('push', 'Push', 'To every browser in which you switched it on.')}
    </Stack>
  );
}

function PushHere() {
  const client = useQueryClient();
  const { data: state } = useQuery({ queryKey: PUSH_STATE, queryFn: pushState });
  const refresh = () => client.invalidateQueries({ queryKey: PUSH_STATE });
  const change = useMutation({
    mutationFn: () => (state === 'on' ? disablePush() : enablePush()),
    onSettled: refresh,
  });
  const test = useMutation({
    mutationFn: sendTestPush,
    onSuccess: () => tell('A test message is on its way.'),
    onError: tellFailure,
  });
  if (!state) return null;
  const sentence =
    change.error instanceof PushUnavailable ? change.error.message : SENTENCES[state];
  return (
    <Alert
      icon={<IconInfoCircle />}
      color={change.isError ? 'orange' : 'gray'}
      title="Push in this browser"
      data-testid="push-panel"
    >
      <Stack gap="sm">
        <Text size="sm" aria-live="polite">
          {sentence}
        </Text>
        {state !== 'unsupported' && (
          <Group>
            <Button
              size="xs"
              variant={state === 'on' ? 'default' : 'filled'}
              disabled={state === 'denied'}
              loading={change.isPending}
              onClick={() => change.mutate()}
            >
              {state === 'on' ? 'Switch off push' : 'Switch on push'}
            </Button>
            {state === 'on' && (
              <Button
                size="xs"
                variant="default"
                loading={test.isPending}
                onClick={() => test.mutate()}
              >
                Send a test
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
