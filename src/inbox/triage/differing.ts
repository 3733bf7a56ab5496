import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Calendar } from '#workflows/dates/model.ts';
import type { Category } from '../categories/model.ts';
import { dueFrom } from '../categories/rules.ts';
import { triaged } from './matching.ts';
import type { Incoming, There, Triage, TriageRule } from './model.ts';

/** What would differ if a rule were on: each thing that came is judged twice, with it and without (IN-186). Pure. */

export const DIFFERING = ['set_aside', 'category', 'assignee', 'due', 'tags'] as const;

/** Something that came, with what else says whose it is. */
export interface Came {
  incoming: Incoming;
  received_on: PlainDate;
  /** Of the address that it came to, or of its form. */
  category_id: Id | null;
  assignee_id: Id | null;
  /** Who gets the items of its client. */
  client_assignee_id: Id | null;
}

export interface Around {
  there: There;
  calendar: Calendar;
  categories: ReadonlyMap<Id, Pick<Category, 'name' | 'default_assignee_id' | 'due_after'>>;
  members: ReadonlyMap<Id, string>;
  tags: ReadonlyMap<Id, string>;
}

export interface Difference {
  field: (typeof DIFFERING)[number];
  before: string | null;
  after: string | null;
}

/** By field, what it becomes under the rules that are on, and what with this one among them too, in its place. */
export const differencesOf = (
  rules: readonly TriageRule[],
  rule: TriageRule,
  came: Came,
  around: Around,
): Difference[] => {
  const told = (on: (one: TriageRule) => boolean) =>
    become(triaged(rules.filter(on), came.incoming, around.there), came, around);
  const before = told((one) => one.on && one.id !== rule.id);
  const after = told((one) => one.on || one.id === rule.id);
  return DIFFERING.flatMap((field) =>
    before[field] === after[field] ? [] : [{ field, before: before[field], after: after[field] }],
  );
};

type Became = Record<Difference['field'], string | null>;

const become = (triage: Triage, came: Came, { there, calendar, categories, members, tags }: Around): Became => {
  if (triage.set_aside) return { set_aside: triage.set_aside, category: null, assignee: null, due: null, tags: null };
  const category = categories.get(triage.category_id ?? came.category_id ?? '');
  const claims = [triage.assignee_id, came.assignee_id, category?.default_assignee_id, came.client_assignee_id];
  const assignee = claims.find((id) => id && there.hands.has(id));
  const due_after = triage.due_after ?? category?.due_after;
  return {
    set_aside: null,
    category: category?.name ?? null,
    assignee: (assignee && members.get(assignee)) ?? null,
    due: due_after ? dueFrom(came.received_on, due_after, calendar) : null,
    tags: triage.tags.map((id) => tags.get(id)).join(', ') || null,
  };
};
