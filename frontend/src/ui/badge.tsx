/** The small labels of the product. Each says its thing in words and a shape; colour only underlines. */

import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './badge.module.css';

export type Tone =
  | 'critical'
  | 'red'
  | 'orange'
  | 'amber'
  | 'blue'
  | 'violet'
  | 'lagoon'
  | 'green'
  | 'grey'
  | 'pink';

interface Props {
  tone: Tone;
  icon: Icon;
  children: ReactNode;
  plain?: boolean;
  title?: string;
  testId?: string;
}

export function ToneBadge({ tone, icon: Shape, children, plain, title, testId }: Props) {
  return (
    <span
      className={classes.badge}
      data-tone={tone}
      data-plain={plain || undefined}
      data-testid={testId}
      title={title}
    >
      <Shape size={15} stroke={2} aria-hidden />
      {children}
    </span>
  );
}
