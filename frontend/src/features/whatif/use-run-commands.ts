/** Cancel a question, or delete it: what is deleted goes only when nobody took it back. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { keys } from '@/api/keys';
import type { WhatIfRow } from '@/api/types';
import { tellFailure, tellUndoable } from '@/ui/toast';
import { cancelRun, deleteRun } from './queries';

const UNDO_MS = 6_000;

export function useRunCommands() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.whatIf.all });
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const cancel = useMutation({ mutationFn: cancelRun, onError: tellFailure, onSettled: refresh });
  const show = (id: string) =>
    setHidden((before) => new Set([...before].filter((one) => one !== id)));
  const drop = useMutation({
    mutationFn: deleteRun,
    onError: (error, id) => {
      show(id);
      tellFailure(error);
    },
    onSettled: refresh,
  });
  const remove = ({ id }: Pick<WhatIfRow, 'id'>) => {
    setHidden((before) => new Set([...before, id]));
    timers.current.set(
      id,
      setTimeout(() => drop.mutate(id), UNDO_MS),
    );
    tellUndoable({
      name: `what-if-${id}`,
      message: 'The question and its answer are deleted.',
      forMs: UNDO_MS - 500,
      undo: () => {
        clearTimeout(timers.current.get(id));
        show(id);
      },
    });
  };
  return { cancel, remove, hidden };
}
