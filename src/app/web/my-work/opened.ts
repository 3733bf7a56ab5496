import { type RefObject, useEffect } from 'react';
import type { ListSource } from '#kernel/ui/query.ts';
import { useSearchText } from '#kernel/ui/search-text.ts';
import { toast } from '#kernel/ui/toast.tsx';
import type { TaskRow } from '#workflows/runs/task-list.ts';
import { words } from './words.ts';

/** `?task=` opens that task, once its row is here; a notice leads to it (WF-188). */
export const useOpened = (source: ListSource<TaskRow>, opener: RefObject<((id: string) => void) | undefined>) => {
  const { read, write } = useSearchText();
  const wanted = read('task');
  const here = source.rows.some(({ id }) => id === wanted);
  const over = !source.loading && !source.stale && !source.more;
  useEffect(() => {
    if (!wanted || !(here || over)) return;
    if (here) opener.current?.(wanted);
    else toast(words.gone);
    write({ task: undefined });
  }, [wanted, here, over, opener, write]);
};
