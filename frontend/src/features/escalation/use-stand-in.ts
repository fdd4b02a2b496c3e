/** Let somebody stand in, with the way back. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { endStandIn, standIn } from './escalation-queries';

export function useStandIn() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.escalation.all });
  const end = useMutation({ mutationFn: endStandIn, onError: tellFailure, onSettled: refresh });
  return useMutation({
    mutationFn: standIn,
    onSuccess: (made) => {
      void refresh();
      tellUndoable({
        name: 'stand-in',
        message: `${made.user.name} stands in.`,
        undo: () => end.mutate(made.id),
      });
    },
    onError: tellFailure,
  });
}
