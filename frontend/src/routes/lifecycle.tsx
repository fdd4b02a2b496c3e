/** The administrator's page about a ticket's way: approval before it, what follows a solution. */

import { Stack } from '@mantine/core';
import { ApprovalRules } from '@/features/approvals/approval-rules';
import { LifecyclePanel } from '@/features/feedback/lifecycle-panel';
import { Page } from '@/ui/page';

export function LifecyclePage() {
  return (
    <Page
      title="Lifecycle"
      about="Which requests somebody has to approve first, and what happens by itself after a solution."
      width={960}
    >
      <Stack gap="md">
        <ApprovalRules />
        <LifecyclePanel />
      </Stack>
    </Page>
  );
}
