/** The places that each role finds in its navigation. */

import {
  IconActivity,
  IconArrowsSplit2,
  IconBrain,
  IconCalendarRepeat,
  IconChecklist,
  IconClockCheck,
  IconFlask2,
  IconHourglass,
  IconLayoutDashboard,
  IconListCheck,
  IconPhoneCall,
  IconPlus,
  IconShieldCheck,
  IconStar,
  IconRecycle,
  IconTemplate,
  IconTicket,
  IconStack2,
  IconUserShield,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { Me } from '@/api/types';
import { places } from '@/lib/places';
import { mayEnter, type Access } from '../guards';

export interface Place {
  label: string;
  short?: string;
  to: string;
  icon: Icon;
  access: Access;
  count?: string;
  /** Daily work stands by itself. */
  group?: Group;
}

export type Group = 'Set up' | 'Look after';

const PLACES: Place[] = [
  {
    label: 'Overview',
    to: places.overview,
    icon: IconLayoutDashboard,
    access: 'administrator',
  },
  {
    label: 'My queue',
    short: 'Queue',
    to: places.queue,
    icon: IconListCheck,
    access: 'technician',
    count: 'mine_open',
  },
  { label: 'All tickets', short: 'Tickets', to: places.tickets, icon: IconStack2, access: 'staff' },
  {
    label: 'Waiting',
    to: places.waiting,
    icon: IconHourglass,
    access: 'staff',
    count: 'unassigned',
  },
  {
    label: 'Review',
    to: places.review,
    icon: IconChecklist,
    access: 'administrator',
    count: 'needs_review',
  },
  {
    label: 'Model',
    to: places.model,
    icon: IconBrain,
    access: 'administrator',
    group: 'Look after',
  },
  {
    label: 'What if',
    to: places.whatIf,
    icon: IconFlask2,
    access: 'administrator',
    group: 'Look after',
  },
  {
    label: 'Service levels',
    to: places.serviceLevels,
    icon: IconClockCheck,
    access: 'administrator',
    group: 'Set up',
  },
  {
    label: 'Rules',
    to: places.rules,
    icon: IconArrowsSplit2,
    access: 'administrator',
    group: 'Set up',
  },
  { label: 'On call', to: places.onCall, icon: IconPhoneCall, access: 'staff', group: 'Set up' },
  {
    label: 'Templates',
    to: places.templates,
    icon: IconTemplate,
    access: 'staff',
    group: 'Set up',
  },
  {
    label: 'Schedules',
    to: places.schedules,
    icon: IconCalendarRepeat,
    access: 'staff',
    group: 'Set up',
  },
  {
    label: 'Lifecycle',
    to: places.lifecycle,
    icon: IconRecycle,
    access: 'administrator',
    group: 'Set up',
  },
  { label: 'People', to: places.people, icon: IconUsers, access: 'staff', group: 'Set up' },
  { label: 'Feedback', to: places.feedback, icon: IconStar, access: 'staff', group: 'Look after' },
  {
    label: 'Audit',
    to: places.audit,
    icon: IconShieldCheck,
    access: 'administrator',
    group: 'Look after',
  },
  {
    label: 'Privacy',
    to: places.privacy,
    icon: IconUserShield,
    access: 'administrator',
    group: 'Look after',
  },
  {
    label: 'Operations',
    to: places.operations,
    icon: IconActivity,
    access: 'administrator',
    group: 'Look after',
  },
  {
    label: 'My tickets',
    short: 'Mine',
    to: places.mine,
    icon: IconTicket,
    access: 'anybody',
    count: 'waiting_on_me',
  },
  {
    label: 'Submit a ticket',
    short: 'Submit',
    to: places.submit,
    icon: IconPlus,
    access: 'anybody',
  },
];

export function placesFor(me: Pick<Me, 'role' | 'is_technician'>): Place[] {
  return PLACES.filter(({ access }) => mayEnter(me, access));
}
