/** Sign in, and go where one wanted to go. */

import { Anchor, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate, useSearchParams } from 'react-router';
import { beginSession, sessionQuery } from '@/api/session';
import { AuthFrame } from '@/features/auth/auth-frame';
import { providerProblem } from '@/features/auth/commands';
import { SignInForm } from '@/features/auth/sign-in-form';
import { places, safeReturn } from '@/lib/places';

export function SignInPage() {
  const client = useQueryClient();
  const [search] = useSearchParams();
  const { data } = useQuery(sessionQuery);
  const returnTo = safeReturn(search.get('return_to'));
  if (data?.user) return <Navigate to={returnTo} replace />;
  return (
    <AuthFrame
      title="Welcome back"
      about="Sign in to your tickets."
      below={
        <Text size="sm" c="dimmed">
          New here?{' '}
          <Anchor component={Link} to={places.signUp} size="sm" underline="always">
            Create an account
          </Anchor>
        </Text>
      }
    >
      <SignInForm
        providers={data?.providers ?? []}
        returnTo={returnTo}
        notice={providerProblem(search.get('error'))}
        onSignedIn={(session) => beginSession(client, session)}
      />
    </AuthFrame>
  );
}
