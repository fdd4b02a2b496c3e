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
  state_invalid: 'This sign-in took too long or was opened twice. Please try again.',
  provider_refused: 'The provider did not sign you in, or it was cancelled there.',
  provider_unavailable: 'The provider does not answer at the moment. Try again later.',
  id_token_invalid: 'What the provider said about you could not be verified.',
  email_missing: 'The provider did not tell us your e-mail address.',
  email_taken: 'There is an account with your e-mail address. Sign in with its password.',
  account_switched_off: 'Your account is switched off. Ask an administrator.',
};

/** The sentence for an error code that the provider's way back ended with. */
export function providerProblem(code: string | null): string | null {
  if (!code) return null;
  return PROVIDER_SENTENCES[code] ?? 'The sign-in at the provider did not work. Please try again.';
}
