/** One line when the page is not live: no network, or no events. */

import { Alert } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlugConnectedX, IconWifiOff } from '@tabler/icons-react';
import type { ConnectionState } from '@/api/realtime';

/** A reconnect of a second or two is not worth a banner. */
const PATIENCE_MS = 4_000;

export function Banner({ online, connection }: { online: boolean; connection: ConnectionState }) {
  const [settled] = useDebouncedValue(connection, PATIENCE_MS);
  if (!online) {
    return (
      <Alert icon={<IconWifiOff />} color="orange" mb="md" role="status" title="You are offline">
        What you see may be old. What you write stays here until you send it.
      </Alert>
    );
  }
  if (settled === 'lost' && connection === 'lost') {
    return (
      <Alert icon={<IconPlugConnectedX />} color="gray" mb="md" role="status">
        Live updates are interrupted. The page asks the server every few seconds until they are
        back.
      </Alert>
    );
  }
  return null;
}
