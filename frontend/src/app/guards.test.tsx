import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aPerson, aSession, aTechnicianUser } from '../../tests/builders';
import { show } from '../../tests/render';
import { answer, problem } from '../../tests/server';
import { ApiProblem } from '@/api/problem';
import { homeOf } from '@/routes/home';
import { RequireAccess, RequireSession, mayEnter, type Access } from './guards';
import { mayRetry } from './query-client';
import { placesFor } from './shell/navigation';
import { searchTarget } from './shell/use-palette';

const user = aPerson();
const technician = aTechnicianUser();
const administrator = aPerson({ role: 'administrator' });

describe('who may enter', () => {
  const table: [Access, boolean, boolean, boolean][] = [
    ['anybody', true, true, true],
    ['technician', false, true, false],
    ['staff', false, true, true],
    ['administrator', false, false, true],
  ];
  it.each(table)('%s: user %s, technician %s, administrator %s', (access, ...expected) => {
    const people = [user, technician, administrator];
    expect(people.map((person) => mayEnter(person, access))).toEqual(expected);
  });

  it('lets an administrator with a technician profile have a queue', () => {
    const both = { ...administrator, is_technician: true };
    expect(mayEnter(both, 'technician')).toBe(true);
    expect(placesFor(both).map(({ label }) => label)).toContain('My queue');
  });

  it('gives each role its own start and only its own places', () => {
    expect([user, technician, administrator].map(homeOf)).toEqual([
      '/my-tickets',
      '/queue',
      '/overview',
    ]);
    expect(placesFor(user).map(({ to }) => to)).toEqual(['/my-tickets', '/submit']);
    expect(placesFor(technician).map(({ to }) => to)).not.toContain('/review');
  });
});

const routes = [
  {
    element: <RequireSession />,
    children: [
      {
        element: <RequireAccess access="administrator" />,
        children: [{ path: '/review', element: <p>The review page</p> }],
      },
    ],
  },
  { path: '/sign-in', element: <p>Please sign in</p> },
];

describe('guards', () => {
  it('send a stranger to sign in and keep where they wanted to go', async () => {
    answer('get', '/auth/session', aSession(null));
    const { router } = show(null, { routes, at: '/review?cursor=2' });
    expect(await screen.findByText('Please sign in')).toBeInTheDocument();
    expect(router.state.location.search).toBe('?return_to=%2Freview%3Fcursor%3D2');
  });

  it('show a page to its role', async () => {
    answer('get', '/auth/session', aSession(administrator));
    show(null, { routes, at: '/review' });
    expect(await screen.findByText('The review page')).toBeInTheDocument();
  });

  it('explain to another role that the page is not theirs', async () => {
    answer('get', '/auth/session', aSession(technician));
    show(null, { routes, at: '/review' });
    expect(await screen.findByText('This page is not for your role')).toBeInTheDocument();
    expect(screen.queryByText('The review page')).not.toBeInTheDocument();
  });

  it('say so when the session cannot be read, and try again', async () => {
    answer('get', '/auth/session', (_, call) =>
      call === 1 ? problem(503, 'unavailable', 'Starting.') : aSession(administrator),
    );
    const { user: hand } = show(null, { routes, at: '/review' });
    await hand.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('The review page')).toBeInTheDocument();
  });
});

describe('what is tried again', () => {
  const refused = ApiProblem.from(404, {});
  const busy = ApiProblem.from(503, {});
  it('is what may work next time, twice', () => {
    expect(mayRetry(0, busy)).toBe(true);
    expect(mayRetry(2, busy)).toBe(false);
    expect(mayRetry(0, refused)).toBe(false);
    expect(mayRetry(0, new TypeError('a fault of ours'))).toBe(false);
  });
});

describe('search', () => {
  it('leads straight to a reference and otherwise to the list of the role', () => {
    expect(searchTarget(' tk-10001 ', true)).toBe('/tickets/TK-10001');
    expect(searchTarget('vpn drops', true)).toBe('/tickets?q=vpn+drops');
    expect(searchTarget('vpn', false)).toBe('/my-tickets?q=vpn');
    expect(searchTarget('  ', true)).toBeNull();
  });
});
