/** The navigation under the thumb: the four nearest places, and the rest behind 'More'. */

import { UnstyledButton } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { NavLink } from 'react-router';
import { useMe } from '@/api/session';
import { places } from '@/lib/places';
import { placesFor } from './navigation';
import classes from './shell.module.css';

const SHOWN = 4;

export function BottomBar({ onMore }: { onMore: () => void }) {
  const all = placesFor(useMe());
  const near = all.slice(0, SHOWN);
  return (
    <nav className={classes.bar} aria-label="Nearest places">
      {near.map(({ to, label, short, icon: Shape }) => (
        <NavLink key={to} to={to} end={to === places.tickets} className={classes.tab}>
          <Shape size={21} stroke={1.8} aria-hidden />
          <span>{short ?? label}</span>
        </NavLink>
      ))}
      {all.length > SHOWN && (
        <UnstyledButton className={classes.tab} onClick={onMore}>
          <IconMenu2 size={21} stroke={1.8} aria-hidden />
          <span>More</span>
        </UnstyledButton>
      )}
    </nav>
  );
}
