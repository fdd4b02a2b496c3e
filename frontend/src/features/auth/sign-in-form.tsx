/** Sign in with e-mail and password, or through a provider. */

import { Alert, Anchor, Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { IconAlertTriangle, IconLogin2 } from '@tabler/icons-react';
import { Link } from 'react-router';
import { sentenceOf } from '@/api/problem';
import type { Session } from '@/api/types';
import { places } from '@/lib/places';
import { providerAddress, signIn } from './commands';

interface Props {
  providers: Session['providers'];
  returnTo: string;
  notice: string | null;
  onSignedIn: (session: Session) => void;
}

export function SignInForm({ providers, returnTo, notice, onSignedIn }: Props) {
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '', password: '' } });
  const attempt = useMutation({ mutationFn: signIn, onSuccess: onSignedIn });
  const problem = attempt.isError ? sentenceOf(attempt.error) : notice;
  return (
    <Stack>
      {problem && (
        <Alert color="red" icon={<IconAlertTriangle />} role="alert">
          {problem}
        </Alert>
      )}
      <form onSubmit={form.onSubmit((values) => attempt.mutate(values))} aria-label="Sign in">
        <Stack gap="sm">
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            autoFocus
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            {...form.getInputProps('password')}
          />
          <Anchor component={Link} to={places.forgot} size="sm" w="fit-content">
            Forgot your password?
          </Anchor>
          <Button type="submit" size="md" loading={attempt.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
      {providers.length > 0 && <Divider label="or" />}
      {providers.map(({ name, label }) => (
        <Button
          key={name}
          component="a"
          href={providerAddress(name, returnTo)}
          variant="default"
          size="md"
          leftSection={<IconLogin2 size={18} />}
        >
          Continue with {label}
        </Button>
      ))}
    </Stack>
  );
}
