import { addDays, dayOfWeek, type PlainDate } from '#ground/time.ts';
import type { TaskRow } from '#workflows/runs/task-list.ts';

export const BUCKETS = ['overdue', 'today', 'week', 'later'] as const;
export type Bucket = (typeof BUCKETS)[number];

export interface Section {
  id: Bucket;
  rows: TaskRow[];
}

/**
 * When a task is to be done. Due today is not overdue, and a task of a held run is due today however late it is (WF-42);
 * the week ends on Sunday; without a date it is later.
 */
export const bucketOf = ({ due_on, held }: Pick<TaskRow, 'due_on' | 'held'>, today: PlainDate): Bucket => {
  if (!due_on || due_on > addDays(today, 7 - dayOfWeek(today))) return 'later';
  if (due_on > today) return 'week';
  return due_on < today && !held ? 'overdue' : 'today';
};

/** The rows by when, each by its date; sections without a row are left out. */
export const sectionsOf = (rows: readonly TaskRow[], today: PlainDate): Section[] => {
  const groups = Map.groupBy(rows, (row) => bucketOf(row, today));
  return BUCKETS.flatMap((id) => {
    const found = groups.get(id);
    return found ? [{ id, rows: found.toSorted(byDate) }] : [];
  });
};

const byDate = (a: TaskRow, b: TaskRow): number => (a.due_on ?? NEVER).localeCompare(b.due_on ?? NEVER);
const NEVER = '9999-12-31';
