/** Which address shows which page. Pages come as chunks of their own when they are first asked for. */

import { createBrowserRouter, type RouteObject } from 'react-router';
import { Home } from '@/routes/home';
import { RouteError } from './error-boundary';
import { RequireAccess, RequireSession } from './guards';

const staff = () => import('@/routes/staff');
const passwords = () => import('@/routes/passwords');
const whatIf = () => import('@/routes/what-if');
const lists = () => import('@/routes/ticket-lists');

const forAnybody: RouteObject[] = [
  { index: true, element: <Home /> },
  {
    path: 'submit',
    lazy: async () => ({ Component: (await import('@/routes/submit')).SubmitPage }),
  },
  { path: 'my-tickets', lazy: async () => ({ Component: (await lists()).MyTicketsPage }) },
  {
    path: 'tickets/:ticketId?',
    lazy: async () => ({ Component: (await import('@/routes/tickets')).TicketsPage }),
  },
  {
    path: 'settings',
    lazy: async () => ({ Component: (await import('@/routes/settings')).SettingsPage }),
  },
  {
    path: '*',
    lazy: async () => ({ Component: (await import('@/routes/not-found')).NotFoundPage }),
  },
];

const forTechnicians: RouteObject[] = [
  {
    // One route with and without a ticket: the list stays when one is opened beside it.
    path: 'queue/:ticketId?',
    lazy: async () => ({ Component: (await import('@/routes/queue')).QueuePage }),
  },
];

const forStaff: RouteObject[] = [
  { path: 'waiting', lazy: async () => ({ Component: (await staff()).WaitingPage }) },
  { path: 'people', lazy: async () => ({ Component: (await staff()).PeoplePage }) },
  {
    path: 'on-call',
    lazy: async () => ({ Component: (await import('@/routes/on-call')).OnCallPage }),
  },
  {
    path: 'schedules',
    lazy: async () => ({ Component: (await import('@/routes/schedules')).SchedulesPage }),
  },
  {
    path: 'templates',
    lazy: async () => ({ Component: (await import('@/routes/templates')).TemplatesPage }),
  },
  { path: 'feedback', lazy: async () => ({ Component: (await staff()).FeedbackPage }) },
];

const forAdministrators: RouteObject[] = [
  {
    path: 'overview',
    lazy: async () => ({ Component: (await import('@/routes/overview')).OverviewPage }),
  },
  { path: 'review', lazy: async () => ({ Component: (await staff()).ReviewPage }) },
  {
    path: 'model',
    lazy: async () => ({ Component: (await import('@/routes/model')).ModelPage }),
  },
  {
    path: 'what-if',
    lazy: async () => ({ Component: (await whatIf()).WhatIfPage }),
  },
  {
    path: 'what-if/:runId',
    lazy: async () => ({ Component: (await whatIf()).WhatIfRunPage }),
  },
  {
    path: 'lifecycle',
    lazy: async () => ({ Component: (await import('@/routes/lifecycle')).LifecyclePage }),
  },
  {
    path: 'service-levels',
    lazy: async () => ({ Component: (await import('@/routes/service-levels')).ServiceLevelsPage }),
  },
  {
    path: 'rules',
    lazy: async () => ({ Component: (await import('@/routes/rules')).RulesPage }),
  },
  {
    path: 'audit',
    lazy: async () => ({ Component: (await import('@/routes/audit')).AuditPage }),
  },
  {
    path: 'privacy',
    lazy: async () => ({ Component: (await import('@/routes/privacy')).PrivacyPage }),
  },
  { path: 'operations', lazy: async () => ({ Component: (await staff()).OperationsPage }) },
];

const inShell: RouteObject[] = [
  ...forAnybody,
  { element: <RequireAccess access="technician" />, children: forTechnicians },
  { element: <RequireAccess access="staff" />, children: forStaff },
  { element: <RequireAccess access="administrator" />, children: forAdministrators },
];

export const routes: RouteObject[] = [
  {
    errorElement: <RouteError />,
    // Shown for the moment in which the first page's chunk arrives.
    hydrateFallbackElement: <></>,
    children: [
      {
        path: 'sign-in',
        lazy: async () => ({ Component: (await import('@/routes/sign-in')).SignInPage }),
      },
      {
        path: 'sign-up',
        lazy: async () => ({ Component: (await import('@/routes/sign-up')).SignUpPage }),
      },
      {
        path: 'forgot-password',
        lazy: async () => ({ Component: (await passwords()).ForgotPage }),
      },
      {
        path: 'rate/:token',
        lazy: async () => ({ Component: (await import('@/routes/rate')).RatePage }),
      },
      { path: 'reset-password', lazy: async () => ({ Component: (await passwords()).ResetPage }) },
      {
        path: '/',
        element: <RequireSession />,
        children: [
          {
            // Apart from the first chunk: whoever signs in does not wait for the frame.
            lazy: async () => ({ Component: (await import('./shell/shell')).Shell }),
            children: [{ errorElement: <RouteError />, children: inShell }],
          },
        ],
      },
    ],
  },
];

export function makeRouter() {
  return createBrowserRouter(routes);
}
