/** The settings of the assignment beside its strategy, each with what it does. */

import { Group, NumberInput, Slider, Stack, Switch, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ScopeSettings } from '@/api/types';
import { PRIORITIES } from '@/ui/vocabulary';

export type Settings = ScopeSettings['settings'];

interface Props {
  settings: Settings;
  onChange: (part: Partial<Settings>) => void;
}

type Targets = Settings['targets'];

export function SettingsFields({ settings, onChange }: Props) {
  return (
    <Stack gap="lg">
      <Section title="First responses">
        <Text size="sm" c="dimmed">
          Minutes until somebody should have answered. What presses most is decided by these.
        </Text>
        <Group grow preventGrowOverflow={false}>
          {(Object.keys(settings.targets) as (keyof Targets)[]).map((priority) => (
            <NumberInput
              key={priority}
              label={PRIORITIES[priority].label}
              min={1}
              miw={90}
              value={settings.targets[priority]}
              onChange={(value) =>
                onChange({ targets: { ...settings.targets, [priority]: Number(value) } })
              }
            />
          ))}
        </Group>
      </Section>
      <Section title="On time, or nobody waits long">
        <Slider
          min={0}
          max={2}
          step={0.1}
          mx="xs"
          thumbLabel="Patience"
          label={(value) => value.toFixed(1)}
          value={settings.patience}
          onChange={(patience) => onChange({ patience })}
        />
        <Group justify="space-between" aria-hidden>
          <Text size="xs" c="dimmed">
            As many as possible on time
          </Text>
          <Text size="xs" c="dimmed">
            Nobody waits long
          </Text>
        </Group>
        <OptionalNumber
          label="Nothing waits longer than"
          unit="hours"
          about="Whatever waited that long comes right after the critical ones."
          usual={40}
          most={8784}
          value={settings.ceiling_hours}
          onChange={(ceiling_hours) => onChange({ ceiling_hours })}
        />
        <Switch
          label="Critical tickets come before everything else"
          checked={settings.critical_first}
          onChange={(event) => onChange({ critical_first: event.currentTarget.checked })}
        />
        <Switch
          label="Critical tickets may pause lower work"
          checked={settings.interrupt}
          onChange={(event) => onChange({ interrupt: event.currentTarget.checked })}
        />
      </Section>
      <Section title="Moving and offering">
        <Switch
          label="A ticket stays with whom it was first given to"
          description="Otherwise it may move until somebody begins, which keeps more promises."
          checked={settings.pin_at_once}
          onChange={(event) => onChange({ pin_at_once: event.currentTarget.checked })}
        />
        <OptionalNumber
          label="Offers go on to the next after"
          unit="minutes"
          about="Whoever does not accept in time loses the offer. Without it tickets are given, not offered."
          usual={15}
          most={1440}
          value={settings.offer_timeout_minutes}
          onChange={(offer_timeout_minutes) => onChange({ offer_timeout_minutes })}
        />
        <NumberInput
          label="Tickets named ahead"
          description="How many come to somebody's list before they are free."
          min={0}
          max={20}
          maw={420}
          value={settings.ahead}
          onChange={(value) => onChange({ ahead: Number(value) })}
        />
      </Section>
      <Section title="When somebody leaves">
        <NumberInput
          label="What was not begun goes back after"
          description="For those whose page fell silent; whoever leaves by the switch is left at once."
          suffix=" min"
          min={0}
          max={120}
          maw={420}
          value={settings.offline_grace_minutes}
          onChange={(value) => onChange({ offline_grace_minutes: Number(value) })}
        />
        <OptionalNumber
          label="Begun critical and high tickets may be taken over"
          unit="minutes"
          about="By others, when whoever began them is away for longer than this."
          usual={120}
          most={527_040}
          value={settings.hand_over_after_minutes}
          onChange={(hand_over_after_minutes) => onChange({ hand_over_after_minutes })}
        />
        <OptionalNumber
          label="Begun medium and low tickets too"
          unit="minutes"
          about="Unless this is on they stay with whoever began them."
          usual={480}
          most={527_040}
          value={settings.hand_over_lower_after_minutes}
          onChange={(hand_over_lower_after_minutes) => onChange({ hand_over_lower_after_minutes })}
        />
      </Section>
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="sm" role="group" aria-label={title}>
      <Text fw={580} size="sm">
        {title}
      </Text>
      {children}
    </Stack>
  );
}

interface OptionalProps {
  label: string;
  unit: string;
  about: string;
  usual: number;
  most: number;
  value: number | null;
  onChange: (value: number | null) => void;
}

/** A number that may be switched off. */
function OptionalNumber({ label, unit, about, usual, most, value, onChange }: OptionalProps) {
  return (
    <Stack gap={6}>
      <Switch
        label={label}
        description={about}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? usual : null)}
      />
      {value !== null && (
        <NumberInput
          aria-label={`${label} (${unit})`}
          suffix={` ${unit}`}
          min={1}
          max={most}
          w={180}
          ml={46}
          value={value}
          onChange={(changed) => onChange(Number(changed) || usual)}
        />
      )}
    </Stack>
  );
}
