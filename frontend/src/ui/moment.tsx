/** A time as people say it, with the exact moment on hover. */

import { Text, type TextProps } from '@mantine/core';
import { ago, momentOf } from '@/lib/format';
import { useHalfMinutes } from '@/lib/use-now';

export function Moment({ at, ...rest }: { at: string } & TextProps) {
  const now = useHalfMinutes();
  return (
    <Text component="time" dateTime={at} title={momentOf(at)} size="sm" c="dimmed" {...rest}>
      {ago(at, new Date(now))}
    </Text>
  );
}
