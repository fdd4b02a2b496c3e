/** The navigation of a role, with live counts. */

import { Badge, NavLink, ScrollArea, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { NavLink as RouterLink } from 'react-router';
import { countsQuery } from '@/api/counts';
import { isStaff, useMe } from '@/api/session';
import { places } from '@/lib/places';
import { placesFor, type Place } from './navigation';
import classes from './shell.module.css';

export function Sidebar({ onLeave }: { onLeave: () => void }) {
  const me = useMe();
  const counts = useQuery(countsQuery);
  const all = placesFor(me);
  const own = all.filter(({ access }) => access === 'anybody');
  const work = all.filter(({ access }) => access !== 'anybody');
  const link = (place: Place) => (
    <Entry
      key={place.to}
      place={place}
      count={place.count ? counts.data?.[place.count] : undefined}
      onLeave={onLeave}
    />
  );
  return (
    <ScrollArea>
      <Stack gap={2}>
        {work.map(link)}
        {isStaff(me) && (
          <Text size="xs" c="dimmed" fw={560} mt="md" mb={4} px={10}>
            My own requests
          </Text>
        )}
        {own.map(link)}
      </Stack>
    </ScrollArea>
  );
}

interface EntryProps {
  place: Place;
  count: number | undefined;
  onLeave: () => void;
}

function Entry({ place, count, onLeave }: EntryProps) {
  const Shape = place.icon;
  return (
    <NavLink
      component={RouterLink}
      to={place.to}
      end={place.to === places.tickets}
      label={place.label}
      className={classes.link}
      leftSection={<Shape size={18} stroke={1.8} />}
      rightSection={
        count ? (
          <Badge size="sm" variant="light" color="gray" className="tk-number">
            {count}
          </Badge>
        ) : null
      }
      onClick={onLeave}
    />
  );
}
