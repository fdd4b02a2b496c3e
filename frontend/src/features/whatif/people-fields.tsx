/** More people: how many, for what, and when they would be there. */

import {
  ActionIcon,
  Box,
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  Switch,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { techniciansQuery } from '@/api/technicians';
import { CATEGORIES, choices, skillLabel } from '@/ui/vocabulary';
import type { Change } from './composer';
import { newGroup, SHIFTS, type Draft, type Group as People, type Shift } from './question';
import classes from './fields.module.css';

const MOST_GROUPS = 5;

export function PeopleFields({ draft, change }: { draft: Draft; change: Change }) {
  const skills = useSkills();
  const set = (place: number, part: Partial<People>) =>
    change({
      groups: draft.groups.map((group, at) => (at === place ? { ...group, ...part } : group)),
    });
  return (
    <Stack gap="sm">
      {draft.groups.map((group, place) => (
        <Box key={place} className={classes.group}>
          <Group gap="sm" align="flex-end">
            <NumberInput
              label="How many"
              w={92}
              min={1}
              max={50}
              value={group.count}
              onChange={(value) => set(place, { count: Number(value) })}
            />
            <Select
              label="When"
              flex="1 1 150px"
              data={choices(SHIFTS)}
              allowDeselect={false}
              value={group.shift}
              onChange={(shift) => shift && set(place, { shift: shift as Shift })}
            />
          </Group>
          <MultiSelect
            label="For"
            placeholder={group.skills.length > 0 ? '' : 'Everything'}
            data={skills}
            value={group.skills}
            onChange={(chosen) => set(place, { skills: chosen })}
            clearable
            searchable
          />
          <Group justify="space-between" wrap="nowrap">
            <Switch
              size="sm"
              label="Also at weekends"
              checked={group.everyDay}
              onChange={(event) => set(place, { everyDay: event.currentTarget.checked })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label="Remove these people"
              onClick={() => change({ groups: draft.groups.filter((_, at) => at !== place) })}
            >
              <IconTrash size={17} />
            </ActionIcon>
          </Group>
        </Box>
      ))}
      {draft.groups.length < MOST_GROUPS && (
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconPlus size={15} />}
          onClick={() => change({ groups: [...draft.groups, newGroup()] })}
        >
          {draft.groups.length > 0 ? 'Other people too' : 'Add people'}
        </Button>
      )}
    </Stack>
  );
}

/** The categories, and whatever else somebody here can do. */
function useSkills(): { value: string; label: string }[] {
  const { data } = useQuery(techniciansQuery);
  const known = (data ?? []).flatMap(({ skills }) => skills.map(({ skill }) => skill));
  const all = new Set([...Object.keys(CATEGORIES).filter((name) => name !== 'general'), ...known]);
  return [...all].map((skill) => ({ value: skill, label: skillLabel(skill) }));
}
