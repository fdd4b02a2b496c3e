/** The two pages of a forgotten password. */

import { Anchor } from '@mantine/core';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { AuthFrame } from '@/features/auth/auth-frame';
import { ForgotForm, ResetForm } from '@/features/auth/reset-forms';
import { places } from '@/lib/places';
import { tell } from '@/ui/toast';

export function ForgotPage() {
  return (
    <AuthFrame
      title="Forgot your password?"
      about="We send you a link to set a new one."
      below={
        <Anchor component={Link} to={places.signIn} size="sm">
          Back to sign in
        </Anchor>
      }
    >
      <ForgotForm />
    </AuthFrame>
  );
}

export function ResetPage() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  return (
    <AuthFrame title="Set a new password" about="Every other session of yours ends with it.">
      <ResetForm
        token={search.get('token') ?? ''}
        onDone={() => {
          tell('Your new password is set. Sign in with it.');
          void navigate(places.signIn, { replace: true });
        }}
      />
    </AuthFrame>
  );
}
