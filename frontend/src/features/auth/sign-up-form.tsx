/** Make an account. */

import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { isEmail, isNotEmpty, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiProblem, sentenceOf } from '@/api/problem';
import type { Session } from '@/api/types';
import { passwordFault } from '@/lib/password';
import { signUp } from './commands';

export function SignUpForm({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', email: '', password: '' },
    validate: {
      name: isNotEmpty('Tell us your name.'),
      email: isEmail('That is not an e-mail address.'),
      password: passwordFault,
    },
  });
  const attempt = useMutation({
    mutationFn: signUp,
    onSuccess: onSignedIn,
    onError: (error) => {
      if (error instanceof ApiProblem) form.setErrors(error.byField());
    },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => attempt.mutate(values))}
      aria-label="Sign up"
    >
      <Stack gap="sm">
        {attempt.isError && (
          <Alert color="red" icon={<IconAlertTriangle />} role="alert">
            {sentenceOf(attempt.error)}
          </Alert>
        )}
        <TextInput
          label="Name"
          autoComplete="name"
          required
          autoFocus
          {...form.getInputProps('name')}
        />
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          description="At least 10 characters; a short sentence is good."
          autoComplete="new-password"
          required
          {...form.getInputProps('password')}
        />
        <Button type="submit" size="md" loading={attempt.isPending}>
          Create account
        </Button>
      </Stack>
    </form>
  );
}
