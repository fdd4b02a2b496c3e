/** An address that leads nowhere. */

import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from 'react-router';
import { places } from '@/lib/places';
import { Empty } from '@/ui/states';

export function NotFoundPage() {
  return (
    <Empty
      isPage
      icon={IconMapQuestion}
      title="There is no such page"
      action={
        <Button component={Link} to={places.home}>
          Go to the start
        </Button>
      }
    >
      The address may be old or mistyped. Nothing is lost.
    </Empty>
  );
}
