/** One way to exchange models: do it, tell, and offer to take it back. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import { tellFailure, tellUndoable } from '@/ui/toast';

export interface ModelCommand {
  run: () => Promise<unknown>;
  done: string;
  back: () => Promise<unknown>;
}

export function useModelCommand() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.learning.all });
  const undoing = useMutation({
    mutationFn: (back: ModelCommand['back']) => back(),
    onError: tellFailure,
    onSettled: refresh,
  });
  return useMutation({
    mutationFn: ({ run }: ModelCommand) => run(),
    onSuccess: (_, { done, back }) =>
      tellUndoable({ name: 'model-undo', message: done, undo: () => undoing.mutate(back) }),
    onError: tellFailure,
    onSettled: refresh,
  });
}
