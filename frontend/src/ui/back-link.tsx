/** The way back to the list a page came from. */

import { Anchor, Group } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from 'react-router';

export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <Anchor component={Link} to={to} size="sm" c="dimmed" underline="hover">
      <Group gap={4} component="span" display="inline-flex">
        <IconArrowLeft size={15} aria-hidden />
        {children}
      </Group>
    </Anchor>
  );
}
