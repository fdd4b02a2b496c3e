/** Changes of many tickets: shown at once, sent together, told by number, taken back together. */

import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import { showAhead } from '@/api/cache';
import { keys } from '@/api/keys';
import type { ChangedTickets, TicketDetail, TicketRow, TicketWish } from '@/api/types';
import { counted } from '@/lib/format';
import { tell, tellFailure } from '@/ui/toast';
import { offerUndo } from '@/ui/undo';
import { changeTickets } from './commands';

export type Wanted = Omit<Partial<TicketWish>, 'ticket_id' | 'version'>;

export interface Bulk {
  rows: TicketRow[];
  wanted: Wanted;
  /** What the lists show until the answer comes. */
  part: Partial<TicketDetail>;
  /** 'are closed' after 'Twelve tickets'. */
  says: string;
}

function refresh(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: keys.tickets.all });
}

/** What was refused, once for each reason. */
export function refusalsOf({ outcomes }: ChangedTickets): string | null {
  const reasons = new Map<string, number>();
  for (const { done, detail } of outcomes) {
    if (!done && detail) reasons.set(detail, (reasons.get(detail) ?? 0) + 1);
  }
  if (reasons.size === 0) return null;
  return [...reasons].map(([reason, count]) => `${counted(count, 'ticket')}: ${reason}`).join(' ');
}

function tellRefusals(changed: ChangedTickets): void {
  const message = refusalsOf(changed);
  if (!message) return;
  notifications.show({ title: 'Left as they are', message, color: 'orange', autoClose: 10_000 });
}

export function useBulk() {
  const client = useQueryClient();
  const takeBack = (undo: ChangedTickets['undo']) => {
    changeTickets(undo)
      .then((changed) => {
        const count = changed.outcomes.filter(({ done }) => done).length;
        if (count > 0) tell(`${counted(count, 'ticket')} as before.`);
        tellRefusals(changed);
      })
      .catch(tellFailure)
      .finally(() => refresh(client));
  };
  return useMutation({
    mutationFn: ({ rows, wanted }: Bulk) =>
      changeTickets(
        rows.map(({ id }) => ({
          ticket_id: id,
          add_tags: [],
          remove_tags: [],
          unassign: false,
          ...wanted,
        })),
      ),
    onMutate: ({ rows, part }) => {
      const backs = new Map(rows.map(({ id }) => [id, showAhead(client, id, part)]));
      return backs;
    },
    onSuccess: (changed, { says }, backs) => {
      for (const { ticket_id: id, done } of changed.outcomes) if (!done) backs.get(id)?.();
      const count = changed.outcomes.filter(({ done }) => done).length;
      const message = `${counted(count, 'ticket')} ${says}.`;
      if (count > 0 && changed.undo.length > 0) offerUndo(message, () => takeBack(changed.undo));
      else if (count > 0) tell(message);
      tellRefusals(changed);
    },
    onError: (error, _, backs) => {
      backs?.forEach((back) => back());
      tellFailure(error);
    },
    onSettled: () => refresh(client),
  });
}
