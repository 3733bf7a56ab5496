import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Context, Decision, Who } from '#kernel/decision/model.ts';
import type { Room, UndoCommand } from '#kernel/loop/room.ts';
import { undo } from '#kernel/loop/undo.ts';
import type { InboxView, ViewCommand, ViewState } from './model.ts';
import { decide, evolve, mayChange, wrong } from './rules.ts';

type ViewsRoom = Room<ViewState, ViewCommand>;

const general: ViewsRoom = {
  name: 'item_view',
  kinds: {
    item_view: {
      table: 'app.item_view',
      find: ({ view }) => view,
      personal: ['name', 'filters'],
      births: ['item_view.added'],
    },
  },
  load: async (desk, wanted, who) => {
    const ids = wanted.map(({ id }) => id);
    const known = await viewsBeside(desk, ids, who.member_id ?? null);
    return new Map(
      wanted.flatMap(({ id, command }) => {
        const view = known.find((one) => one.id === id) ?? (command.do === 'add' ? blankView(id) : null);
        if (!view) return [];
        return [[id, { view, others: known.filter((one) => one.id !== id && !one.deleted_at) }] as const];
      }),
    );
  },
  decide,
  evolve,
};

/** As everywhere, by whoever may change the view as it is and as it would be; its name may be taken by now (PL-74). */
const takeBack = (state: ViewState, command: UndoCommand, context: Context): Decision => {
  const no = mayChange(state.view, context.who);
  const decision = no ?? undo(general, state, command, context);
  if (!decision.yes) return decision;
  const { view } = decision.events.reduce(evolve, state);
  return (view.deleted_at ? null : wrong(state, view, context.who)) ?? decision;
};

/** The views that members saved. */
export const viewsRoom: ViewsRoom = { ...general, undo: takeBack };

const blankView = (id: Id): InboxView => ({
  id,
  version: 0,
  name: '',
  member_id: null,
  shared: false,
  tab: 'outstanding',
  filters: {},
  columns: null,
  sort: null,
  deleted_at: null,
});

const VIEW = sql`v.id, v.version, v.name, v.member_id, v.shared, v.tab, v.filters, v.columns, v.sort, v.deleted_at`;

/** These, and the living ones that are shared, of this member, or of whom these belong to. */
const viewsBeside = async ({ tx, practice }: Desk, ids: readonly Id[], member: Id | null): Promise<InboxView[]> => {
  const { rows } = await sql<InboxView>`
    select ${VIEW} from app.item_view v
    where v.practice_id = ${practice.id} and (v.id = any(${ids}) or v.deleted_at is null and (v.shared or v.member_id = ${member}::uuid
      or v.member_id in (select o.member_id from app.item_view o where o.practice_id = ${practice.id} and o.id = any(${ids}))))`.execute(
    tx,
  );
  return rows;
};

type ViewRow = Omit<InboxView, 'deleted_at'> & { by: string | null };

/** What this member may open, for all first; of a few, or all. At most as many as may be made. */
export const listViews = async (
  { tx, practice }: Desk,
  who: Who,
  ids: readonly Id[] | null = null,
): Promise<ViewRow[]> => {
  const { rows } = await sql<ViewRow>`
    select v.id, v.version, v.name, v.member_id, v.shared, v.tab, v.filters, v.columns, v.sort,
      (select m.name from app.member m where m.practice_id = v.practice_id and m.id = v.member_id) as by
    from app.item_view v
    where v.practice_id = ${practice.id} and v.deleted_at is null and (v.shared or v.member_id = ${who.member_id ?? null}::uuid)
      and (${ids}::uuid[] is null or v.id = any(${ids}::uuid[]))
    order by v.shared desc, lower(v.name), v.id`.execute(tx);
  return rows;
};

/** Of these, deleted ones too, those that may be seen: for timelines (PL-35). */
export const seenViews = async ({ tx, practice }: Desk, who: Who, ids: readonly Id[]): Promise<Set<Id>> => {
  const { rows } = await sql<{ id: Id }>`
    select v.id from app.item_view v where v.practice_id = ${practice.id} and v.id = any(${ids})
      and (v.shared or v.member_id = ${who.member_id ?? null}::uuid)`.execute(tx);
  return new Set(rows.map(({ id }) => id));
};
