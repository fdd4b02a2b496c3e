/** The frame of every page before sign-in. */

import { Box, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Logo } from '@/ui/logo';
import classes from './auth-frame.module.css';

interface Props {
  title: string;
  about: ReactNode;
  children: ReactNode;
  below?: ReactNode;
}

export function AuthFrame({ title, about, children, below }: Props) {
  useDocumentTitle(`${title} · Tikify`);
  return (
    <Box className={classes.page}>
      <Box className={classes.story} visibleFrom="md" aria-hidden>
        <Group gap={10}>
          <Logo size={30} />
          <Text fw={640} fz="lg">
            Tikify
          </Text>
        </Group>
        <Stack gap="lg" maw={430}>
          <Text className={classes.claim}>Every request read, ranked and in the right hands.</Text>
          <ExampleCard />
        </Stack>
        <Text size="sm" opacity={0.8}>
          And always with the reason why.
        </Text>
      </Box>
      <Box component="main" className={classes.form} id="main">
        <Stack w="100%" maw={380} gap="lg">
          <Group gap={10} hiddenFrom="md">
            <Logo size={30} />
            <Text fw={640} fz="lg">
              Tikify
            </Text>
          </Group>
          <div>
            <Title order={1}>{title}</Title>
            <Text size="sm" c="dimmed" mt={4} component="div">
              {about}
            </Text>
          </div>
          {children}
          {below}
        </Stack>
      </Box>
    </Box>
  );
}

/** What happens to a request, told by one: decoration beside the form. */
function ExampleCard() {
  return (
    <Card className={classes.example} radius="lg" p="md">
      <Text fw={580} size="sm">
        “Nobody on the second floor can print, and invoices go out at three”
      </Text>
      <Stack gap={6} mt="sm">
        {[
          ['Priority', 'High: “nobody”, “invoices”, “at three”'],
          ['Category', 'Hardware, 94 % sure'],
          ['Given to', 'Ann: online, knows printers, 2 of 6'],
        ].map(([name, value]) => (
          <Group key={name} gap="sm" wrap="nowrap" align="baseline">
            <Text size="xs" w={64} opacity={0.75} style={{ flex: 'none' }}>
              {name}
            </Text>
            <Text size="sm">{value}</Text>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
