/** What the app reads and does about a person's own settings. */

import { queryOptions } from '@tanstack/react-query';
import { http, take } from '@/api/http';
import { keys } from '@/api/keys';
import type { NotificationSettings, Scope } from '@/api/types';

export const settingsQueries = {
  tokens: () =>
    queryOptions({
      queryKey: keys.tokens,
      queryFn: () =>
        take(http.GET('/api/v1/auth/tokens', { params: { query: { limit: 100 } } })).then(
          (page) => page.items,
        ),
    }),
  notifications: () =>
    queryOptions({
      queryKey: keys.notifications.settings,
      queryFn: () => take(http.GET('/api/v1/me/notification-settings')),
    }),
  language: () =>
    queryOptions({
      queryKey: keys.language,
      queryFn: () => take(http.GET('/api/v1/me/language')),
    }),
};

export const changePassword = (body: { current_password: string; new_password: string }) =>
  take(http.POST('/api/v1/auth/password', { body }));

export const signOutEverywhere = () => take(http.POST('/api/v1/auth/sign-out-everywhere'));

export interface NewToken {
  name: string;
  scopes: Scope[];
  expires_in_days: number | null;
}

export const createToken = (body: NewToken) => take(http.POST('/api/v1/auth/tokens', { body }));

export const deleteToken = (id: string) =>
  take(http.DELETE('/api/v1/auth/tokens/{token_id}', { params: { path: { token_id: id } } }));

export const saveNotificationSettings = (body: NotificationSettings) =>
  take(http.PUT('/api/v1/me/notification-settings', { body }));

export const sendTestPush = () => take(http.POST('/api/v1/push/test'));

export const chooseLanguage = (language: string | null) =>
  take(http.PUT('/api/v1/me/language', { body: { language } }));
