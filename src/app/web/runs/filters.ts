import { addDays, dayOfWeek, type Instant, type PlainDate } from '#ground/time.ts';
import { api } from '#kernel/ui/client.ts';
import type { Filter, View } from '#kernel/ui/list/model.ts';
import { ORIGINS } from '#workflows/runs/model.ts';
import { words } from './words.ts';

export const VIEWS: readonly View[] = [
  { id: 'open', label: words.views.open, filters: { state: 'open' }, sort: 'next_due' },
  { id: 'completed', label: words.views.completed, filters: { state: 'completed' }, sort: '-started_at' },
  { id: 'cancelled', label: words.views.cancelled, filters: { state: 'cancelled' }, sort: '-started_at' },
  { id: 'all', label: words.views.all, sort: '-started_at' },
];

const named = (path: string, query: Record<string, string | number>) => async () =>
  (await api.get<{ items: { id: string; name: string }[] }>(path, query)).items.map(({ id, name }) => ({
    value: id,
    label: name,
  }));
export const workflowOptions = named('/workflows', { limit: 200, sort: 'name' });
export const memberOptions = named('/members', { limit: 200, state: 'active', sort: 'name' });

/** A member, or nobody: runs that need an owner. */
const ownerOptions = async () => [{ value: 'none', label: words.say_no_owner }, ...(await memberOptions())];

/** Midnight that many days ago, as the list takes it. */
export const daysAgo = (today: PlainDate, days: number): Instant => `${addDays(today, -days)}T00:00:00.000Z`;

/** The day after this week's Sunday: what is due before it is due by Sunday. */
export const nextMonday = (today: PlainDate): PlainDate => addDays(today, 8 - dayOfWeek(today));

/** Each is a part of the sentence above the list. */
export const filtersOn = (today: PlainDate): readonly Filter[] => [
  { key: 'workflow', label: words.filter.workflow, single: true, say: words.say.workflow, options: workflowOptions },
  {
    key: 'kind',
    label: words.filter.kind,
    single: true,
    options: (['person', 'employee'] as const).map((value) => ({ value, label: words.kinds[value] })),
  },
  {
    key: 'state',
    label: words.filter.state,
    single: true,
    options: (['running', 'on_hold', 'completed', 'cancelled'] as const).map((value) => ({
      value,
      label: words.states[value],
    })),
  },
  { key: 'owner', label: words.filter.owner, single: true, say: words.say.owner, options: ownerOptions },
  { key: 'assignee', label: words.filter.assignee, single: true, say: words.say.assignee, options: memberOptions },
  {
    key: 'overdue',
    label: words.filter.overdue,
    single: true,
    options: [{ value: 'true', label: words.is_overdue }],
  },
  {
    key: 'due_before',
    label: words.filter.due_before,
    single: true,
    options: [
      { value: addDays(today, 1), label: words.due_today },
      { value: nextMonday(today), label: words.due_week },
      { value: addDays(nextMonday(today), 7), label: words.due_next_week },
    ],
  },
  {
    key: 'ended_after',
    label: words.filter.ended_after,
    single: true,
    options: [7, 30, 90].map((days) => ({ value: daysAgo(today, days), label: words.ended_since(days) })),
  },
  {
    key: 'attention',
    label: words.filter.attention,
    single: true,
    options: [{ value: 'true', label: words.is_attention }],
  },
  {
    key: 'origin',
    label: words.filter.origin,
    single: true,
    say: words.say.origin,
    options: ORIGINS.map((value) => ({ value, label: words.origins[value] ?? value })),
  },
];
