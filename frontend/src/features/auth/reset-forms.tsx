/** Ask for a link, and set a new password with it. */

import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { IconMailCheck } from '@tabler/icons-react';
import { passwordFault } from '@/lib/password';
import { Failed } from '@/ui/states';
import { confirmReset, requestReset } from './commands';

export function ForgotForm() {
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '' } });
  const request = useMutation({ mutationFn: requestReset });
  if (request.isSuccess) {
    return (
      <Alert icon={<IconMailCheck />} title="Look into your mail" role="status">
        If there is an account with this address, a link is on its way. It works for one hour.
      </Alert>
    );
  }
  return (
    <form onSubmit={form.onSubmit((values) => request.mutate(values))} aria-label="Forgot password">
      <Stack gap="sm">
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          autoFocus
          {...form.getInputProps('email')}
        />
        {request.isError && <Failed error={request.error} title="Not sent yet" />}
        <Button type="submit" size="md" loading={request.isPending}>
          Send the link
        </Button>
      </Stack>
    </form>
  );
}

export function ResetForm({ token, onDone }: { token: string; onDone: () => void }) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: passwordFault },
  });
  const confirm = useMutation({ mutationFn: confirmReset, onSuccess: onDone });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ password }) => confirm.mutate({ token, password }))}
      aria-label="New password"
    >
      <Stack gap="sm">
        <PasswordInput
          label="New password"
          autoComplete="new-password"
          required
          autoFocus
          {...form.getInputProps('password')}
        />
        {confirm.isError && <Failed error={confirm.error} title="Not changed" />}
        <Button type="submit" size="md" loading={confirm.isPending}>
          Set the password
        </Button>
      </Stack>
    </form>
  );
}
