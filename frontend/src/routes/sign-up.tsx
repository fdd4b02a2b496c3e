/** Make an account and begin. */

import { Anchor, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate } from 'react-router';
import { beginSession, sessionQuery } from '@/api/session';
import { AuthFrame } from '@/features/auth/auth-frame';
import { SignUpForm } from '@/features/auth/sign-up-form';
import { places } from '@/lib/places';

export function SignUpPage() {
  const client = useQueryClient();
  const { data } = useQuery(sessionQuery);
  if (data?.user) return <Navigate to={places.home} replace />;
  return (
    <AuthFrame
      title="Create your account"
      about="You can submit your first ticket right after."
      below={
        <Text size="sm" c="dimmed">
          You have an account?{' '}
          <Anchor component={Link} to={places.signIn} size="sm" underline="always">
            Sign in
          </Anchor>
        </Text>
      }
    >
      <SignUpForm onSignedIn={(session) => beginSession(client, session)} />
    </AuthFrame>
  );
}
