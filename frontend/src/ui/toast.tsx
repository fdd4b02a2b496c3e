/** Short messages about what just happened. */

import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { sentenceOf } from '@/api/problem';

export function tell(message: string): void {
  notifications.show({ message, color: 'lagoon', icon: <IconCheck size={18} /> });
}

export function tellFailure(error: unknown): void {
  notifications.show({
    title: 'That did not work',
    message: sentenceOf(error),
    color: 'red',
    icon: <IconAlertTriangle size={18} />,
    autoClose: 8_000,
  });
}
