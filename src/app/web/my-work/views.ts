import type { Filter, View } from '#kernel/ui/list/model.ts';
import { memberOptions, workflowOptions } from '../runs/filters.ts';
import { BUCKETS } from './sections.ts';
import { words } from './words.ts';

/** `GET /my-work`. */
export interface MyCounts {
  overdue: number;
  today: number;
  week: number;
  later: number;
  pools: number;
  deputy: number;
  reviews: number;
}

type ViewId = keyof typeof words.views;
const ORDER: readonly ViewId[] = ['mine', 'reviews', 'pools', 'deputy', 'made_by_me', 'needs_owner', 'everyone'];

/** Whose tasks; a member who sees nobody else's has the first five. */
export const viewsOf = (counts: MyCounts | undefined, all: boolean): View[] =>
  ORDER.filter((id) => all || (id !== 'everyone' && id !== 'needs_owner')).map((id) => ({
    id,
    label: words.views[id],
    filters: { view: id },
    count: countOf(id, counts),
  }));

const countOf = (id: ViewId, counts: MyCounts | undefined): number | undefined => {
  if (!counts) return undefined;
  if (id === 'mine') return counts.overdue + counts.today + counts.week + counts.later;
  return id === 'pools' || id === 'deputy' || id === 'reviews' ? counts[id] : undefined;
};

/** Views of other people's tasks show whose each is. */
export const isShared = (view: string | undefined): boolean => view !== 'mine' && view !== 'deputy';

export const FILTERS: readonly Filter[] = [
  {
    key: 'bucket',
    label: words.filters.bucket,
    single: true,
    options: BUCKETS.map((value) => ({ value, label: words.bucket_said[value] })),
  },
  {
    key: 'state',
    label: words.filters.state,
    single: true,
    options: (['ready', 'in_progress', 'done', 'skipped'] as const).map((value) => ({
      value,
      label: words.states[value],
    })),
  },
  {
    key: 'kind',
    label: words.filters.kind,
    single: true,
    options: (['person', 'employee'] as const).map((value) => ({ value, label: words.kinds[value] })),
  },
  { key: 'workflow', label: words.filters.workflow, single: true, say: words.say_workflow, options: workflowOptions },
  { key: 'assignee', label: words.filters.assignee, single: true, say: words.say_assignee, options: memberOptions },
];

export const isFinishedState = (state: string | undefined): boolean => state === 'done' || state === 'skipped';
