/** What stands beside the conversation on a wide page: the details, or the whole history. */

import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';

export function SideBySide({ details, history }: { details: ReactNode; history: ReactNode }) {
  return (
    <Tabs defaultValue="details" keepMounted={false}>
      <Tabs.List mb="md" aria-label="Beside the conversation">
        <Tabs.Tab value="details">Details</Tabs.Tab>
        <Tabs.Tab value="history">History</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="details">{details}</Tabs.Panel>
      <Tabs.Panel value="history">{history}</Tabs.Panel>
    </Tabs>
  );
}
