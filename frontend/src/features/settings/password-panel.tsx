/** Change the password; end every session. */

import { Button, Divider, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiProblem } from '@/api/problem';
import { endSession } from '@/api/session';
import { passwordFault } from '@/lib/password';
import { Panel } from '@/ui/page';
import { Failed } from '@/ui/states';
import { tell, tellFailure } from '@/ui/toast';
import { changePassword, signOutEverywhere } from './queries';

export function PasswordPanel() {
  const client = useQueryClient();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { current_password: '', new_password: '' },
    validate: { new_password: passwordFault },
  });
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      form.reset();
      tell('The password is changed.');
    },
    onError: (error) => {
      if (error instanceof ApiProblem) form.setErrors(error.byField());
    },
  });
  const leave = useMutation({
    mutationFn: signOutEverywhere,
    onSuccess: () => endSession(client),
    onError: tellFailure,
  });
  return (
    <Panel title="Password and sessions">
      <form onSubmit={form.onSubmit((values) => change.mutate(values))} noValidate>
        <Stack gap="sm">
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            required
            {...form.getInputProps('current_password')}
          />
          <PasswordInput
            label="New password"
            autoComplete="new-password"
            required
            {...form.getInputProps('new_password')}
          />
          {change.isError && <Failed error={change.error} title="Not changed" />}
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
      <Divider my="md" />
      <Group justify="space-between">
        <Text size="sm" c="dimmed" maw={300}>
          Lost a device? End every session, this one too.
        </Text>
        <Button
          color="red"
          variant="light"
          loading={leave.isPending}
          onClick={() => leave.mutate()}
        >
          Sign out everywhere
        </Button>
      </Group>
    </Panel>
  );
}
