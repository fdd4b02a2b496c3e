/** Every variable with what it stands for; choosing one puts it into the text. */

import { Button, Menu, ScrollArea, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconBraces } from '@tabler/icons-react';
import { templateQueries } from './queries';

export function VariableMenu({ onChoose }: { onChoose: (name: string) => void }) {
  const variables = useQuery(templateQueries.variables());
  return (
    <Menu position="bottom-start" width={300} shadow="md">
      <Menu.Target>
        <Button
          w="fit-content"
          size="xs"
          variant="light"
          leftSection={<IconBraces size={15} />}
          loading={variables.isPending}
        >
          Put in a variable
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ScrollArea.Autosize mah={280}>
          {(variables.data ?? []).map(({ name, means, example }) => (
            <Menu.Item key={name} onClick={() => onChoose(name)}>
              <Text size="sm">{means}</Text>
              <Text size="xs" c="dimmed">
                {example}
              </Text>
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
