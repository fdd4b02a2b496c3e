/** Five stars as five radio buttons: a mouse, a thumb, a keyboard and a screen reader all manage. */

import { VisuallyHidden } from '@mantine/core';
import { IconStar } from '@tabler/icons-react';
import { scoreLabel, SCORES } from './scores';
import classes from './star-field.module.css';

interface Props {
  score: number;
  onChange: (score: number) => void;
}

export function StarField({ score, onChange }: Props) {
  return (
    <fieldset className={classes.stars}>
      <VisuallyHidden component="legend">Rating</VisuallyHidden>
      {SCORES.map((_, index) => {
        const value = index + 1;
        return (
          <label
            key={value}
            className={classes.star}
            data-lit={value <= score || undefined}
            data-chosen={value === score || undefined}
          >
            <input
              type="radio"
              name="score"
              value={value}
              aria-label={`${value}: ${scoreLabel(value)}`}
              checked={value === score}
              onChange={() => onChange(value)}
            />
            <IconStar size={26} stroke={1.5} aria-hidden />
            <span aria-hidden>{scoreLabel(value)}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
