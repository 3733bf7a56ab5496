import { CalendarClock, Play, RotateCcw, SkipForward } from 'lucide-react';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { type DateRow, datePath, useRefreshCadences } from './data.ts';
import { words } from './words.ts';

const OPEN = ['planned', 'ready', 'failed', 'deferred'];

/** What can be done with one date of one client; `move` opens its sheet. */
export const useDateActs = (move: (row: DateRow) => void) => {
  const refresh = useRefreshCadences();
  const said = async (sentence: string, undo?: () => unknown) => {
    const back = async () => {
      await undo?.();
      await refresh();
    };
    toast(sentence, undo ? { undo: back } : {});
    await refresh();
  };
  const restore = (row: DateRow) => api.delete(`${datePath(row)}/skip`);
  const skip = (row: DateRow) => api.put(`${datePath(row)}/skip`, {});
  return (row: DateRow, why_not: string | undefined): Act[] => {
    if (OPEN.includes(row.state))
      return [
        {
          id: 'create',
          label: words.create,
          icon: <Play />,
          why_not,
          run: async () => {
            await api.post(`${datePath(row)}/creation`);
            await said(words.created_it(row.name));
          },
        },
        { id: 'move', label: words.move, icon: <CalendarClock />, why_not, run: () => move(row) },
        {
          id: 'skip',
          label: words.skip,
          icon: <SkipForward />,
          why_not,
          run: async () => {
            await skip(row);
            await said(words.skipped_it(row.name), () => restore(row));
          },
        },
      ];
    if (row.state === 'skipped' || row.state === 'cancelled')
      return [
        {
          id: 'restore',
          label: words.restore,
          icon: <RotateCcw />,
          why_not,
          run: async () => {
            await restore(row);
            await said(words.restored_it(row.name));
          },
        },
      ];
    return row.run ? [{ id: 'run', label: words.see_run, to: `/runs/${row.run}` }] : [];
  };
};
