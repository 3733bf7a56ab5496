import { Check, CircleHelp, Pause, Pencil, Play, RotateCcw, Send, Undo2, X } from 'lucide-react';
import type { Act } from '#kernel/ui/act.ts';
import { SENDS } from '#messages/outbox/rules.ts';
import { useWhyNot } from '../me/me.ts';
import { type Doing, type MessageRow, useMessageVerb } from './data.ts';
import { words } from './words.ts';

const LOOK: Record<Doing, Pick<Act, 'icon' | 'key' | 'danger'>> = {
  recall: { icon: <Undo2 />, key: 'r' },
  approve: { icon: <Check />, key: 'a' },
  release: { icon: <Play />, key: 'a' },
  hold: { icon: <Pause />, key: 'h' },
  edit: { icon: <Pencil />, key: 'e' },
  send_now: { icon: <Send /> },
  retry: { icon: <RotateCcw /> },
  went: { icon: <Check /> },
  did_not: { icon: <X /> },
  send_again: { icon: <CircleHelp /> },
};

/** What can be done with it now, and nothing else (messages.md 3.2). Pure. */
export const doable = ({ state, reason_code }: Pick<MessageRow, 'state' | 'reason_code'>): Doing[] => {
  switch (state) {
    case 'planned':
      return ['recall', 'hold', 'edit', 'send_now'];
    case 'held':
      return [reason_code === 'needs_approval' ? 'approve' : 'release', 'recall', 'edit'];
    case 'unknown':
      return ['went', 'did_not', 'send_again'];
    case 'failed':
      return ['retry'];
    default:
      return [];
  }
};

/** The acts of one message; `edit` opens the sheet. */
export const useMessageActs = (edit: (row: Pick<MessageRow, 'id'>) => void) => {
  const verb = useMessageVerb();
  const why_not = useWhyNot(SENDS);
  return (row: Pick<MessageRow, 'id' | 'state' | 'reason_code'>): Act[] =>
    doable(row).map((what) => ({
      id: what,
      label: words[what],
      ...LOOK[what],
      why_not,
      run: () => (what === 'edit' ? edit(row) : verb(row.id, what)),
    }));
};
