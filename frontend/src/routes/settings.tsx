/** A person's own settings. */

import { Stack } from '@mantine/core';
import { NotificationPanel } from '@/features/settings/notification-panel';
import { PasswordPanel } from '@/features/settings/password-panel';
import { ProfilePanel } from '@/features/settings/profile-panel';
import { TokenPanel } from '@/features/settings/token-panel';
import { Page } from '@/ui/page';

export function SettingsPage() {
  return (
    <Page title="Settings" width={720}>
      <Stack gap="md">
        <ProfilePanel />
        <NotificationPanel />
        <PasswordPanel />
        <TokenPanel />
      </Stack>
    </Page>
  );
}
