/** A person's own settings. */

import { Stack } from '@mantine/core';
import { useMe } from '@/api/session';
import { OwnTimeOff } from '@/features/people/own-time-off';
import { OwnDataPanel } from '@/features/privacy/own-data-panel';
import { LanguagePanel } from '@/features/settings/language-panel';
import { NotificationPanel } from '@/features/settings/notification-panel';
import { PasswordPanel } from '@/features/settings/password-panel';
import { ProfilePanel } from '@/features/settings/profile-panel';
import { TokenPanel } from '@/features/settings/token-panel';
import { Page } from '@/ui/page';

export function SettingsPage() {
  const me = useMe();
  return (
    <Page title="Settings" width={720}>
      <Stack gap="md">
        <ProfilePanel />
        {me.is_technician && <OwnTimeOff />}
        <LanguagePanel />
        <NotificationPanel />
        <PasswordPanel />
        <TokenPanel />
        <OwnDataPanel />
      </Stack>
    </Page>
  );
}
