import type { PlainDate } from '#ground/time.ts';
import type { ListState } from '#kernel/ui/list/list-state.ts';
import type { TaskRow } from '#workflows/runs/task-list.ts';
import type { MyCounts } from './views.ts';

/** Nothing is overdue or due today, and something comes later. Pure. */
export const nothingDue = (counts: MyCounts | undefined): boolean =>
  !!counts && counts.overdue + counts.today === 0 && counts.week + counts.later > 0;

/** The list shows one's own open tasks, all of them or those of a time; whoever looks for something else has asked for it. Pure. */
export const asksWhatIsDue = ({ view, set, q }: Pick<ListState, 'view' | 'set' | 'q'>): boolean =>
  view?.id === 'mine' && !q && Object.keys(set).every((key) => key === 'bucket');

/** «Send the bill, Harbour Café, Mon 30 Nov»: the task, whom it is about where it is about somebody, and its date where it has one. Pure. */
export const nextWords = (
  { title, subject, due_on }: Pick<TaskRow, 'title' | 'subject' | 'due_on'>,
  day: (date: PlainDate) => string,
): string => [title, subject, due_on && day(due_on)].filter(Boolean).join(', ');
