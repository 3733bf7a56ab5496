import type { Effect, Event } from '#kernel/decision/model.ts';
import type { MessageBecame } from './commands.ts';
import type { RunState, Task } from './model.ts';
import { runName, tellOwner } from './notices.ts';
import { taskEvent } from './telling.ts';

/**
 * What became of the latest letter of a form: one that did not leave needs somebody, and the form stays open, since an earlier
 * letter may have arrived (WF-57, WF-60). An answered form needs nothing.
 */
export const letterBecame = (
  state: RunState,
  row: Task,
  { state: became, because }: { state: MessageBecame; because: string | null },
): { events: Event[]; effects: Effect[] } => {
  if (row.state !== 'ready' || !row.asked || row.asked.expired_at) return { events: [], effects: [] };
  if (became === 'planned' || became === 'sent') return { events: [attention(state, row, null)], effects: [] };
  const why = because ?? 'It was not sent.';
  return needsSomebody(state, row, became === 'recalled' ? `The letter was recalled: ${why}` : why);
};

/** The owner is told, and it stands on the run and its lists until somebody asks again, enters the answer or skips it. */
export const needsSomebody = (state: RunState, row: Task, because: string): { events: Event[]; effects: Effect[] } => ({
  events: [attention(state, row, because)],
  effects: tellOwner(state, {
    verb: 'task.needs_attention',
    task: row,
    title: `«${row.title}» of ${runName(state)} needs attention: ${because}`,
  }),
});

const attention = (state: RunState, row: Task, needs_attention: string | null): Event =>
  taskEvent(state, row, { verb: 'task.needs_attention', set: { needs_attention } });
