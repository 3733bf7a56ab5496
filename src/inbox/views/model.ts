import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Thing } from '#kernel/decision/model.ts';
import { ITEM_SORTS, itemFilters } from '../items/filters.ts';
import { STATUSES, type Status } from '../items/model.ts';

/** Views of the inbox under a name: a tab with what narrows and orders it, for one member or for all (IN-161). */

const { status: _, ...narrowing } = itemFilters;
/** What narrows a tab, word for word as its address has it, so that days seen from today stay so. */
export const viewFilters = z.strictObject(narrowing);
export type ViewFilters = z.infer<typeof viewFilters>;

/** What a tab may show beside the subject, which it always shows. */
export const VIEW_COLUMNS = [
  'sender',
  'client',
  'category',
  'tags',
  'assignee',
  'due',
  'received',
  'since',
  'decided_by',
  'decided_at',
  'instructions',
  'decision',
  'completed_by',
  'completed_at',
] as const;
export type ViewColumn = (typeof VIEW_COLUMNS)[number];

const field = (sort: string): string => sort.replace(/^-/, '');
const SORTS = ITEM_SORTS.map(field).flatMap((sort) => [sort, `-${sort}`]) as [string, ...string[]];

const fields = {
  name: z.string().trim().min(1, 'Give the view a name.').max(60, 'A name has at most 60 characters.'),
  tab: z.enum(STATUSES),
  filters: viewFilters,
  /** Null: those that each member has chosen for the tab. */
  columns: z.array(z.enum(VIEW_COLUMNS)).max(VIEW_COLUMNS.length).nullable(),
  /** Null: as the tab stands by itself. */
  sort: z.enum(SORTS).nullable(),
  shared: z.boolean(),
};
export const newView = z.strictObject({
  ...fields,
  tab: fields.tab.default('outstanding'),
  filters: fields.filters.default({}),
  columns: fields.columns.default(null),
  sort: fields.sort.default(null),
  shared: fields.shared.default(false),
});
export const viewChanges = z.strictObject(fields).partial();

/** Nobody finds their way among more. */
export const MOST_OWN = 50;
export const MOST_SHARED = 100;

export interface InboxView extends Thing {
  name: string;
  /** Whose it is; null where a program made it, which is for all. */
  member_id: Id | null;
  /** For everybody in the inbox. */
  shared: boolean;
  tab: Status;
  filters: ViewFilters;
  columns: ViewColumn[] | null;
  sort: string | null;
  deleted_at: Instant | null;
}

export interface ViewState {
  /** Version 0: about to be made. */
  view: InboxView;
  /** The other living ones that are shared, or of whoever acts or owns it. */
  others: readonly Pick<InboxView, 'name' | 'shared' | 'member_id'>[];
}

export type ViewCommand =
  | ({ do: 'add' } & z.infer<typeof newView>)
  | ({ do: 'change' } & z.infer<typeof viewChanges>)
  | { do: 'delete' };
