/** The addresses that rules may call. A secret is shown once. */

import { ActionIcon, Button, Code, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { keys } from '@/api/keys';
import type { RuleWebhookMade } from '@/api/types';
import { Loaded } from '@/ui/loaded';
import { Panel } from '@/ui/page';
import { tell, tellFailure } from '@/ui/toast';
import { makeWebhook, removeWebhook, ruleQueries } from './queries';

export function Webhooks() {
  const client = useQueryClient();
  const query = useQuery(ruleQueries.webhooks());
  const [made, setMade] = useState<RuleWebhookMade | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: keys.rules.webhooks });
  const remove = useMutation({
    mutationFn: removeWebhook,
    onSuccess: () => tell('The webhook is gone.'),
    onError: tellFailure,
    onSettled: refresh,
  });
  return (
    <Panel title="Webhooks" testId="webhooks">
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          Addresses that rules may call. Each call is signed with the webhook’s secret
          (X-Tikify-Signature, HMAC-SHA-256 over time and body) and repeated until it is answered.
        </Text>
        <Loaded query={query}>
          {({ items }) => (
            <>
              {items.map(({ id, name, url }) => (
                <Group key={id} justify="space-between" wrap="nowrap" data-testid="webhook">
                  <Text size="sm" miw={0} style={{ overflowWrap: 'anywhere' }}>
                    <Text span fw={560} display="block">
                      {name}
                    </Text>
                    {url}
                  </Text>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="lg"
                    aria-label={`Remove ${name}`}
                    onClick={() => remove.mutate(id)}
                  >
                    <IconTrash size={17} />
                  </ActionIcon>
                </Group>
              ))}
            </>
          )}
        </Loaded>
        {made && <Secret made={made} onSeen={() => setMade(null)} />}
        <NewWebhook
          onMade={(one) => {
            setMade(one);
            void refresh();
          }}
        />
      </Stack>
    </Panel>
  );
}

function Secret({ made, onSeen }: { made: RuleWebhookMade; onSeen: () => void }) {
  return (
    <Stack gap="xs" role="status" data-testid="secret">
      <Text size="sm">The secret of “{made.name}” is shown only now:</Text>
      <Code block>{made.secret}</Code>
      <Group gap="xs">
        <CopyButton value={made.secret}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="light" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button size="compact-sm" variant="subtle" onClick={onSeen}>
          I have it
        </Button>
      </Group>
    </Stack>
  );
}

function NewWebhook({ onMade }: { onMade: (made: RuleWebhookMade) => void }) {
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const make = useMutation({
    mutationFn: () => makeWebhook(name.trim(), url.trim()),
    onSuccess: (made) => {
      onMade(made);
      setName('');
      setUrl('');
    },
    onError: tellFailure,
  });
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Group gap="xs" align="flex-end">
        <TextInput
          label="Name"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Address"
          type="url"
          placeholder="https://"
          maxLength={500}
          flex="1 1 220px"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="light"
          loading={make.isPending}
          disabled={!name.trim() || !url.trim()}
        >
          Add webhook
        </Button>
      </Group>
    </form>
  );
}
