/** Other ways of handing tickets out: strategies, and settings of the stream. */

import { Button, Checkbox, Collapse, Slider, Stack, Switch, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import type { Change } from './composer';
import { WAYS, type Draft } from './question';

export function WayFields({ draft, change }: { draft: Draft; change: Change }) {
  const [open, { toggle }] = useDisclosure(false);
  return (
    <Stack gap="sm">
      <Checkbox.Group
        value={draft.strategies}
        onChange={(chosen) => change({ strategies: chosen })}
        aria-label="Strategies"
      >
        <Stack gap={8}>
          {Object.entries(WAYS).map(([way, { label, means }]) => (
            <Checkbox key={way} value={way} label={label} description={means} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Button
        size="compact-sm"
        variant="subtle"
        w="fit-content"
        aria-expanded={open}
        rightSection={<IconChevronDown size={14} />}
        onClick={toggle}
      >
        {open ? 'Fewer settings' : 'More settings'}
      </Button>
      <Collapse expanded={open} keepMounted={false}>
        <Settings draft={draft} change={change} />
      </Collapse>
    </Stack>
  );
}

function Settings({ draft, change }: { draft: Draft; change: Change }) {
  return (
    <Stack gap="sm">
      <Switch
        label="Critical tickets pause lower work"
        checked={draft.interrupt}
        onChange={(event) => change({ interrupt: event.currentTarget.checked })}
      />
      <Switch
        label="A ticket stays with whoever got it first"
        checked={draft.pinAtOnce}
        onChange={(event) => change({ pinAtOnce: event.currentTarget.checked })}
      />
      <div>
        <Text size="sm">Patience</Text>
        <Slider
          min={0}
          max={2}
          step={0.1}
          mt={4}
          mb={26}
          value={draft.patience}
          onChange={(patience) => change({ patience })}
          thumbLabel="Patience"
          marks={[
            { value: 0, label: 'most on time' },
            { value: 2, label: 'nobody waits long' },
          ]}
          styles={{ markLabel: { whiteSpace: 'nowrap' }, root: { marginInline: 34 } }}
        />
      </div>
    </Stack>
  );
}
