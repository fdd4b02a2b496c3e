/** The navigation of a role with live counts, and the lists worth coming back to. */

import { Fragment } from 'react';
import { NavLink, ScrollArea, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconBookmark } from '@tabler/icons-react';
import { Link, NavLink as RouterLink, useLocation } from 'react-router';
import { countsQuery } from '@/api/counts';
import { isStaff, useMe } from '@/api/session';
import { filtersFrom, sameFilters, searchOf } from '@/features/tickets/filters';
import { ticketQueries } from '@/features/tickets/queries';
import { STAFF_VIEWS, useSavedViews } from '@/features/tickets/saved-views';
import { places } from '@/lib/places';
import { placesFor, type Group, type Place } from './navigation';
import classes from './shell.module.css';

const GROUPS: Group[] = ['Set up', 'Look after'];

export function Sidebar({ onLeave }: { onLeave: () => void }) {
  const me = useMe();
  const counts = useQuery(countsQuery);
  const all = placesFor(me);
  const own = all.filter(({ access }) => access === 'anybody');
  const work = all.filter(({ access, group }) => access !== 'anybody' && !group);
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
      <Stack gap={1}>
        {work.map(link)}
        {isStaff(me) && <Views counts={counts.data} onLeave={onLeave} />}
        {isStaff(me) && <div className={classes.group}>My own requests</div>}
        {own.map(link)}
        {GROUPS.map((name) => {
          const within = all.filter(({ group }) => group === name);
          return within.length === 0 ? null : (
            <Fragment key={name}>
              <div className={classes.group}>{name}</div>
              {within.map(link)}
            </Fragment>
          );
        })}
      </Stack>
    </ScrollArea>
  );
}

/** More than this is more than a page counts. */
const MANY = 10_000;

function Count({ count }: { count: number | undefined | null }) {
  if (!count) return null;
  return (
    <span className={classes.number}>
      {count >= MANY ? `${(MANY / 1000).toFixed(0)}k+` : count}
    </span>
  );
}

interface EntryProps {
  place: Place;
  count: number | undefined;
  onLeave: () => void;
}

function Entry({ place, count, onLeave }: EntryProps) {
  const { pathname, search } = useLocation();
  const Shape = place.icon;
  // A view of the list below is the nearer place.
  const isView = place.to === places.tickets && pathname.startsWith(place.to) && search !== '';
  return (
    <NavLink
      component={isView ? Link : RouterLink}
      to={place.to}
      label={place.label}
      className={classes.link}
      leftSection={<Shape size={17} stroke={1.8} />}
      rightSection={<Count count={count} />}
      onClick={onLeave}
    />
  );
}

/** Which number of the navigation a built-in view shows. */
const COUNTED: Record<string, string> = {
  Open: 'open',
  Mine: 'mine_open',
  Unassigned: 'unassigned',
  'Needs review': 'needs_review',
};

interface ViewsProps {
  counts: Record<string, number> | undefined;
  onLeave: () => void;
}

function Views({ counts, onLeave }: ViewsProps) {
  const { pathname, search } = useLocation();
  const saved = useSavedViews();
  const { data: numbers } = useQuery({
    ...ticketQueries.viewCounts(),
    enabled: saved.length > 0,
  });
  const shown = filtersFrom(new URLSearchParams(search));
  const views = [
    ...STAFF_VIEWS.filter(({ name }) => name in COUNTED).map(({ name, filters }) => ({
      ...{ id: name, name, filters },
      count: counts?.[COUNTED[name] ?? ''],
    })),
    ...saved.map(({ id, name, shown: filters }) => ({ id, name, filters, count: numbers?.[id] })),
  ];
  return (
    <nav aria-label="Views">
      <div className={classes.group}>Views</div>
      {views.map(({ id, name, filters, count }) => (
        <NavLink
          key={id}
          component={Link}
          to={`${places.tickets}?${searchOf(filters).toString()}`}
          label={name}
          className={classes.link}
          data-here={
            (pathname.startsWith(places.tickets) && sameFilters(filters, shown)) || undefined
          }
          leftSection={<IconBookmark size={17} stroke={1.8} />}
          rightSection={<Count count={count} />}
          onClick={onLeave}
        />
      ))}
    </nav>
  );
}
