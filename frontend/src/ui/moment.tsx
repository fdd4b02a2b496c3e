/** A time as people say it, with the exact moment on hover. */

import { Text, type TextProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ago, momentOf } from '@/lib/format';

const TICK_MS = 30_000;

export function Moment({ at, ...rest }: { at: string } & TextProps) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <Text component="time" dateTime={at} title={momentOf(at)} size="sm" c="dimmed" {...rest}>
      {ago(at, now)}
    </Text>
  );
}
