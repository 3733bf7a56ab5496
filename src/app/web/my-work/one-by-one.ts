import type { Id } from '#ground/id.ts';
import { api, sentenceOf } from '#kernel/ui/client.ts';
import type { BulkTarget } from '#kernel/ui/list/model.ts';
import type { ListAnswer } from '#kernel/ui/query.ts';
import type { TaskRow } from '#workflows/runs/task-list.ts';
import { TASKS } from '../runs/data.ts';
import { type DoTask, sendTask } from '../runs/task/send.ts';

/** Tasks stand in many runs, and each run decides its own: so many tasks are many acts, a few at a time. */

export type Make = (row: TaskRow) => DoTask;

/** A task that was left as it was, and why. */
export interface Left {
  id: Id;
  title: string;
  because: string;
}

const AT_ONCE = 4;
const PAGE = 200;

/** The tasks a bulk act means: those that are ticked, or all the filter gives. */
export const targetRows = async (target: BulkTarget, shown: readonly TaskRow[]): Promise<TaskRow[]> => {
  if (!target.filter) return shown.filter(({ id }) => target.ids.includes(id));
  const rows: TaskRow[] = [];
  let cursor: string | null = null;
  do {
    const page: ListAnswer<TaskRow> = await api.get(TASKS, { ...target.filter, limit: PAGE, cursor });
    rows.push(...page.items);
    cursor = page.next;
  } while (cursor && rows.length < target.count);
  return rows;
};

/** Sends one act per task; answers the events that take them back, and what was refused. `at` hears how far it is. */
export const workOff = async (
  rows: readonly TaskRow[],
  make: Make,
  at: (done: number) => void,
): Promise<{ events: Id[]; refused: Left[] }> => {
  const events: Id[] = [];
  const refused: Left[] = [];
  const one = async (row: TaskRow) => {
    try {
      const { event_id } = await sendTask(make(row), row.version);
      if (event_id) events.push(event_id);
    } catch (fault) {
      refused.push({ id: row.id, title: row.title, because: sentenceOf(fault) });
    }
  };
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await Promise.all(rows.slice(from, from + AT_ONCE).map(one));
    at(Math.min(rows.length, from + AT_ONCE));
  }
  return { events, refused };
};
