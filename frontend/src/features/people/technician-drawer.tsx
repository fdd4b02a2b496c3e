/** Everything that an administrator sets for one technician. */

import { Drawer, Tabs } from '@mantine/core';
import type { PersonRef, TechnicianRow } from '@/api/types';
import { ProfileEditor } from './profile-editor';
import { ShiftEditor } from './shift-editor';
import { TimeOff } from './time-off';

interface Props {
  person: PersonRef;
  /** Nothing for somebody who is to become a technician. */
  technician?: TechnicianRow;
  onClose: () => void;
}

export function TechnicianDrawer({ person, technician, onClose }: Props) {
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={person.name}>
      {technician ? (
        <Tabs defaultValue="profile" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="profile">Profile</Tabs.Tab>
            <Tabs.Tab value="shift">Shift</Tabs.Tab>
            <Tabs.Tab value="time-off">Time off</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="profile">
            <ProfileEditor person={person} technician={technician} onDone={onClose} />
          </Tabs.Panel>
          <Tabs.Panel value="shift">
            <ShiftEditor person={person} />
          </Tabs.Panel>
          <Tabs.Panel value="time-off">
            <TimeOff person={person} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <ProfileEditor person={person} onDone={onClose} />
      )}
    </Drawer>
  );
}
