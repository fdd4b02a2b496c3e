/** Light, dark, or as the system has it. */

import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';

const SCHEMES = {
  light: { label: 'Light', icon: IconSun },
  dark: { label: 'Dark', icon: IconMoon },
  auto: { label: 'Like the system', icon: IconDeviceDesktop },
} as const;

export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = SCHEMES[colorScheme].icon;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon aria-label={`Theme: ${SCHEMES[colorScheme].label}`} visibleFrom="sm">
          <Current size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(SCHEMES).map(([scheme, { label, icon: Shape }]) => (
          <Menu.Item
            key={scheme}
            leftSection={<Shape size={16} />}
            rightSection={scheme === colorScheme ? <IconCheck size={15} /> : null}
            onClick={() => setColorScheme(scheme as MantineColorScheme)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
