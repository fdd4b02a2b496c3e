/** One rota: who is on call now and next, the turns of the weeks ahead, and who stands in. */

import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconArrowsExchange, IconTrash, IconUser } from '@tabler/icons-react';
import { keys } from '@/api/keys';
import type { Me, PersonRef, RotaTurns } from '@/api/types';
import { shortMomentOf } from '@/lib/format';
import { ToneBadge } from '@/ui/badge';
import { Panel } from '@/ui/page';
import { hueOf, Person } from '@/ui/person';
import { tellFailure, tellUndoable } from '@/ui/toast';
import classes from './duty.module.css';
import { endStandIn, type StandIn } from './escalation-queries';
import { StandInDialog } from './stand-in-dialog';
import { useStandIn } from './use-stand-in';

interface Props {
  rota: RotaTurns;
  between: { starts_at: string; ends_at: string };
  me: Pick<Me, 'id'>;
  people: PersonRef[];
  mayChange: boolean;
}

const SHOWN = 8;

export function DutyPanel({ rota, between, me, people, mayChange }: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  const [all, { toggle }] = useDisclosure(false);
  const turns = all ? rota.turns : rota.turns.slice(0, SHOWN);
  return (
    <Panel
      title={rota.name}
      testId="duty"
      aside={
        mayChange && (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconArrowsExchange size={16} />}
            onClick={open}
          >
            Stand-in
          </Button>
        )
      }
    >
      <Stack gap="md">
        <Group gap="xl">
          <Now title="On call now" person={rota.now} />
          <Now title="Next" person={rota.next} nobody="The same person" />
          {rota.now_until && (
            <div>
              <Text size="xs" c="dimmed">
                Hand-over
              </Text>
              <Text size="sm">{shortMomentOf(rota.now_until)}</Text>
            </div>
          )}
        </Group>
        <Bar rota={rota} between={between} />
        <Stack gap={6} component="ol" className={classes.list} aria-label={`Turns of ${rota.name}`}>
          {turns.map((turn) => (
            <li key={`${turn.user.id}-${turn.starts_at}`} className={classes.turn}>
              <Text size="sm" className={classes.when}>
                {shortMomentOf(turn.starts_at)} – {shortMomentOf(turn.ends_at)}
              </Text>
              <Group gap="xs" wrap="nowrap" miw={0}>
                <Person person={turn.user} size={20} />
                {turn.user.id === me.id && (
                  <ToneBadge tone="green" icon={IconUser}>
                    You
                  </ToneBadge>
                )}
                {turn.override_id && (
                  <ToneBadge tone="amber" icon={IconArrowsExchange}>
                    Stands in
                  </ToneBadge>
                )}
              </Group>
            </li>
          ))}
        </Stack>
        {rota.turns.length > SHOWN && (
          <Button size="compact-sm" variant="subtle" onClick={toggle} aria-expanded={all}>
            {all ? 'Show fewer' : `Show ${rota.turns.length - SHOWN} more`}
          </Button>
        )}
        <Overrides rota={rota} mayChange={mayChange} />
      </Stack>
      {opened && <StandInDialog rota={rota} people={people} onClose={close} />}
    </Panel>
  );
}

function Now({
  title,
  person,
  nobody,
}: {
  title: string;
  person: PersonRef | null;
  nobody?: string;
}) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      <Person person={person} {...(nobody && { nobody })} />
    </div>
  );
}

/** The same turns as a strip: seen at a glance, read in the list below. */
function Bar({ rota, between }: Pick<Props, 'rota' | 'between'>) {
  const from = new Date(between.starts_at).getTime();
  const whole = new Date(between.ends_at).getTime() - from;
  const share = (at: string) => (100 * (new Date(at).getTime() - from)) / whole;
  return (
    <div className={classes.bar} aria-hidden>
      {rota.turns.map((turn) => (
        <span
          key={`${turn.user.id}-${turn.starts_at}`}
          className={classes.part}
          data-hue={hueOf(turn.user.id)}
          data-override={turn.override_id ? true : undefined}
          title={`${turn.user.name}, from ${shortMomentOf(turn.starts_at)}`}
          style={{ width: `${share(turn.ends_at) - share(turn.starts_at)}%` }}
        >
          {turn.user.name.split(' ')[0]}
        </span>
      ))}
    </div>
  );
}

function Overrides({ rota, mayChange }: Pick<Props, 'rota' | 'mayChange'>) {
  const client = useQueryClient();
  const again = useStandIn();
  const end = useMutation({
    mutationFn: (one: StandIn & { id: string }) => endStandIn(one.id),
    onSuccess: (_, { id: _id, ...one }) => {
      void client.invalidateQueries({ queryKey: keys.escalation.all });
      tellUndoable({
        name: 'stand-in',
        message: 'The turns are as they were.',
        undo: () => again.mutate(one),
      });
    },
    onError: tellFailure,
  });
  if (rota.overrides.length === 0) return null;
  return (
    <Stack gap={4} component="ul" className={classes.list} aria-label="Who stands in">
      {rota.overrides.map((one) => (
        <Group key={one.id} component="li" justify="space-between" wrap="nowrap" gap="xs">
          <Text size="sm" miw={0}>
            {one.user.name} stands in, {shortMomentOf(one.starts_at)} – {shortMomentOf(one.ends_at)}
            {one.made_by && (
              <Text span size="xs" c="dimmed">
                {' '}
                (by {one.made_by.name})
              </Text>
            )}
          </Text>
          {mayChange && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`${one.user.name} does not stand in after all`}
              loading={end.isPending}
              onClick={() =>
                end.mutate({
                  id: one.id,
                  rota_id: one.rota_id,
                  user_id: one.user.id,
                  starts_at: one.starts_at,
                  ends_at: one.ends_at,
                })
              }
            >
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </Group>
      ))}
    </Stack>
  );
}
