/** Everything a person does to come in, to go, or to get a password back. */

import { http, take } from '@/api/http';

export interface SignIn {
  email: string;
  password: string;
}

export const signIn = (body: SignIn) => take(http.POST('/api/v1/auth/sign-in', { body }));

export const signUp = (body: SignIn & { name: string }) =>
  take(http.POST('/api/v1/auth/sign-up', { body }));

export const signOut = () => take(http.POST('/api/v1/auth/sign-out'));

export const requestReset = (body: { email: string }) =>
  take(http.POST('/api/v1/auth/password-reset', { body }));

export const confirmReset = (body: { token: string; password: string }) =>
  take(http.POST('/api/v1/auth/password-reset/confirm', { body }));

/** Where an outside provider begins; it comes back to `returnTo`. */
export function providerAddress(provider: string, returnTo: string): string {
  const path = `/api/v1/auth/oidc/${encodeURIComponent(provider)}/start`;
  return `${path}?return_to=${encodeURIComponent(returnTo)}`;
}

const PROVIDER_SENTENCES: Record<string, string> = {
  access_denied: 'The sign-in was cancelled at the provider.',
  email_not_verified:
    'An account with this e-mail exists, and the provider has not verified the address. Sign in with your password.',
  email_taken: 'An account with this e-mail exists already. Sign in with your password.',
  state_mismatch: 'The sign-in took too long or was opened twice. Please try again.',
  account_disabled: 'This account may not sign in. Ask an administrator.',
};

/** The sentence for an error code that the provider's way back ended with. */
export function providerProblem(code: string | null): string | null {
  if (!code) return null;
  return PROVIDER_SENTENCES[code] ?? 'The sign-in at the provider did not work. Please try again.';
}
