import { useQuery } from '@tanstack/react-query';
import type { PlainDate } from '#ground/time.ts';
import { api } from '#kernel/ui/client.ts';
import { type ListAnswer, useThing } from '#kernel/ui/query.ts';

/** `GET /counts`: open work per place of the frame, and unread notices. */
interface Counts {
  notifications: number;
  places: Record<string, number>;
}

/** Where no news comes through, numbers are at most this old. */
const WITHOUT_NEWS_MS = 30_000;

/** The numbers of the frame; `useLive` sees to it that they are asked anew at once. */
export const useCounts = (): Counts | undefined =>
  useQuery({
    queryKey: ['/counts', {}],
    queryFn: ({ signal }) => api.get<Counts>('/counts', {}, { signal }),
    refetchInterval: WITHOUT_NEWS_MS,
  }).data;

export interface TaskLine {
  id: string;
  run_id: string | null;
  title: string;
  state: 'ready' | 'in_progress';
  due_on: PlainDate | null;
  subject: string | null;
  workflow: string | null;
  for_member: string | null;
  held: boolean;
  needs_attention: string | null;
}

export interface RunLineRow {
  id: string;
  workflow: string;
  subject: string;
  state: 'running' | 'on_hold' | 'completed' | 'cancelled';
  next_due: PlainDate | null;
  done_count: number;
  step_count: number;
  overdue_tasks: number;
  current_steps: string[];
}

export type MyCounts = Record<'overdue' | 'today' | 'week' | 'later' | 'pools' | 'deputy', number>;
export type RunStrip = Record<
  'running' | 'overdue' | 'due_this_week' | 'on_hold' | 'attention' | 'unowned' | 'completed',
  number
>;

/** Enough to draw the next weeks; the list shows the first of them. */
const READ_TASKS = 40;
const SHOWN_RUNS = 6;

/** Everything home tells of work: my tasks by due date, runs that need somebody, and the counts of both. */
export const useWork = (enabled: boolean) => ({
  mine: useThing<MyCounts>('/my-work', {}, { enabled }).data,
  tasks: useThing<ListAnswer<TaskLine>>(
    '/tasks',
    { view: 'mine', state: 'open', sort: 'due_on', limit: READ_TASKS },
    { enabled },
  ).data?.items,
  strip: useThing<RunStrip>('/run-strip', {}, { enabled }).data,
  runs: useThing<ListAnswer<RunLineRow>>(
    '/runs',
    { attention: 'true', state: 'open', sort: 'next_due', limit: SHOWN_RUNS },
    { enabled },
  ).data?.items,
});

/** True once there is one thing in a list; undefined while that is not known. */
export const useAny = (path: string, enabled: boolean, least = 1): boolean | undefined => {
  const { data } = useThing<ListAnswer<unknown>>(path, { limit: least }, { enabled });
  return data && data.items.length >= least;
};
