/** What a technician knows, and how well. */

import { ActionIcon, Group, Select, Slider, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { Skill } from '@/api/types';
import { CATEGORIES, choices, skillLabel } from '@/ui/vocabulary';

interface Props {
  skills: Skill[];
  onChange: (skills: Skill[]) => void;
}

export function Skills({ skills, onChange }: Props) {
  const known = new Set(skills.map(({ skill }) => skill));
  const free = choices(CATEGORIES).filter(({ value }) => !known.has(value));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        Skills
      </Text>
      {skills.map(({ skill, proficiency }) => (
        <Group key={skill} wrap="nowrap" gap="md">
          <Text size="sm" w={90}>
            {skillLabel(skill)}
          </Text>
          <Slider
            flex={1}
            min={0}
            max={1}
            step={0.1}
            value={proficiency}
            thumbLabel={`Proficiency in ${skill}`}
            label={(value) => value.toFixed(1)}
            onChange={(value) =>
              onChange(
                skills.map((one) => (one.skill === skill ? { skill, proficiency: value } : one)),
              )
            }
          />
          <Text size="sm" w={26} className="tk-number">
            {proficiency.toFixed(1)}
          </Text>
          <ActionIcon
            aria-label={`Remove ${skill}`}
            onClick={() => onChange(skills.filter((one) => one.skill !== skill))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Select
        aria-label="Add a skill"
        placeholder="Add a skill"
        data={free}
        value={null}
        searchable
        onChange={(skill) => skill && onChange([...skills, { skill, proficiency: 0.7 }])}
      />
    </Stack>
  );
}
