/** The most tickets of one channel that somebody holds at once. */

import { ActionIcon, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { ChannelLimit, WorkChannel } from '@/api/types';
import { choices } from '@/ui/vocabulary';

const CHANNELS: Record<WorkChannel, string> = {
  web: 'Web form',
  api: 'API',
  email: 'E-mail',
  chat: 'Chat',
};

interface Props {
  limits: ChannelLimit[];
  capacity: number;
  onChange: (limits: ChannelLimit[]) => void;
}

export function ChannelLimits({ limits, capacity, onChange }: Props) {
  const named = new Set(limits.map(({ channel }) => channel));
  const free = choices(CHANNELS).filter(({ value }) => !named.has(value as WorkChannel));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        Limits per channel
      </Text>
      {limits.map(({ channel, capacity: most }) => (
        <Group key={channel} wrap="nowrap">
          <Text size="sm" w={90}>
            {CHANNELS[channel]}
          </Text>
          <NumberInput
            aria-label={`Most tickets by ${CHANNELS[channel]}`}
            size="xs"
            w={90}
            min={1}
            max={capacity}
            value={most}
            onChange={(value) =>
              onChange(
                limits.map((one) =>
                  one.channel === channel ? { channel, capacity: Number(value) } : one,
                ),
              )
            }
          />
          <Text size="sm" c="dimmed">
            of {capacity}
          </Text>
          <ActionIcon
            aria-label={`No limit for ${CHANNELS[channel]}`}
            onClick={() => onChange(limits.filter((one) => one.channel !== channel))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      {free.length > 0 && (
        <Select
          aria-label="Limit a channel"
          placeholder="Limit a channel"
          data={free}
          value={null}
          onChange={(channel) =>
            channel &&
            onChange([
              ...limits,
              { channel: channel as WorkChannel, capacity: Math.min(3, capacity) },
            ])
          }
        />
      )}
    </Stack>
  );
}
