/** One way to change what tickets have to do with each other: send, refetch both, offer to take it back. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import { tell, tellFailure } from '@/ui/toast';
import { offerUndo } from '@/ui/undo';

interface Options<V, R> {
  send: (variables: V) => Promise<R>;
  done: (result: R, variables: V) => string;
  undo?: (result: R, variables: V) => Promise<unknown>;
  undone?: string;
  onDone?: (result: R) => void;
}

export function useRelationCommand<V, R>(options: Options<V, R>) {
  const { send, done, undo, undone, onDone } = options;
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.tickets.all });
  return useMutation({
    mutationFn: send,
    onSuccess: (result, variables) => {
      void refresh();
      if (undo) {
        offerUndo(done(result, variables), () => {
          undo(result, variables)
            .then(() => tell(undone ?? 'Taken back.'))
            .catch(tellFailure)
            .finally(() => void refresh());
        });
      } else {
        tell(done(result, variables));
      }
      onDone?.(result);
    },
    onError: tellFailure,
  });
}
