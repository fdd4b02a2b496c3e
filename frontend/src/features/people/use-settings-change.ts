/** One way to change assignment settings: do it, tell, and offer to take it back. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/api/keys';
import type { ScopeSettings } from '@/api/types';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { restoreSettings, saveAssignmentSettings } from './team-queries';

export interface Change {
  run: () => Promise<ScopeSettings>;
  done: string;
}

export function useSettingsChange(scope: string, before: ScopeSettings) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.assignmentSettings.all });
  const back = useMutation({
    mutationFn: async (made: number) => {
      // Before its first version a scope followed the one above it.
      if (before.version === 0) await saveAssignmentSettings(scope, made, null);
      else await restoreSettings(scope, before.version);
    },
    onError: tellFailure,
    onSettled: refresh,
  });
  return useMutation({
    mutationFn: ({ run }: Change) => run(),
    onSuccess: ({ version }, { done }) =>
      tellUndoable({
        name: 'assignment-settings-undo',
        message: done,
        undo: () => back.mutate(version),
      }),
    onSettled: refresh,
  });
}
