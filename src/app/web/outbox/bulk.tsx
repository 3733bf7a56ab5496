import { Check, Pause, Play, RotateCcw, Undo2 } from 'lucide-react';
import type { BulkAct, BulkTarget } from '#kernel/ui/list/model.ts';
import { useBulk } from '../runs/bulk.ts';
import { useRefreshMessages } from './data.ts';
import { words } from './words.ts';

type Verb = keyof typeof words.bulk;
/** Which of them make sense in a tab. */
const OF_TAB: Readonly<Record<string, readonly Verb[]>> = {
  today: ['recall', 'hold'],
  next_7_days: ['recall', 'hold'],
  held: ['approve', 'release', 'recall'],
  failed: ['retry'],
};
const LOOK: Record<Verb, Pick<BulkAct, 'icon' | 'key'>> = {
  recall: { icon: <Undo2 />, key: 'r' },
  approve: { icon: <Check />, key: 'a' },
  hold: { icon: <Pause />, key: 'h' },
  release: { icon: <Play /> },
  retry: { icon: <RotateCcw /> },
};

/** Acts on many messages, each decided as if alone (PL-72). */
export const useMessageBulk = (tab: string | undefined): BulkAct[] => {
  const bulk = useBulk();
  const refresh = useRefreshMessages();
  return (OF_TAB[tab ?? ''] ?? []).map((verb) => ({
    id: verb,
    label: words[verb],
    ...LOOK[verb],
    run: async (target: BulkTarget) => {
      const [doing, done] = words.bulk[verb];
      await bulk('/messages/bulk', { do: verb }, target, { doing, done });
      await refresh();
      return true;
    },
  }));
};
