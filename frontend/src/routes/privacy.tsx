/** The administrator's page about people's data. */

import { Stack } from '@mantine/core';
import { ErasureList } from '@/features/privacy/erasure-list';
import { ExportList } from '@/features/privacy/export-list';
import { PersonPanel } from '@/features/privacy/person-panel';
import { RetentionPanel } from '@/features/privacy/retention-panel';
import { Page } from '@/ui/page';

export function PrivacyPage() {
  return (
    <Page
      title="Privacy"
      width={860}
      about="Give people their data, erase it, and say how long closed tickets keep their words."
    >
      <Stack gap="md">
        <PersonPanel />
        <ErasureList />
        <ExportList />
        <RetentionPanel />
      </Stack>
    </Page>
  );
}
