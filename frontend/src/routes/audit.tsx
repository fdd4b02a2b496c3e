/** The administrator's page about the sealed history. */

import { SimpleGrid, Stack } from '@mantine/core';
import { CheckPanel } from '@/features/audit/check-panel';
import { RootsPanel } from '@/features/audit/roots-panel';
import { StatusPanel } from '@/features/audit/status-panel';
import { TicketPanel } from '@/features/audit/ticket-panel';
import { Page } from '@/ui/page';

export function AuditPage() {
  return (
    <Page
      title="Audit"
      about="Every event is sealed. Here you prove that nothing was changed, taken out or put in."
    >
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <CheckPanel />
          <StatusPanel />
        </SimpleGrid>
        <TicketPanel />
        <RootsPanel />
      </Stack>
    </Page>
  );
}
