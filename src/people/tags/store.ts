import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import type { Room } from '#kernel/loop/room.ts';
import type { Tag, TagCommand, TagState } from './model.ts';
import { decide, evolve } from './rules.ts';

export const tags: Room<TagState, TagCommand> = {
  name: 'tag',
  kinds: {
    tag: {
      table: 'app.tag',
      find: (state) => state.tag,
      births: ['tag.added'],
      derive: (row) => ({ sort_name: sortName((row as Tag).name) }),
    },
  },
  load: async (desk, wanted) => {
    const ids = wanted.map((want) => want.id);
    const all = await sql<Tag>`select id, version, name, colour, applies_to, deleted_at from app.tag
      where practice_id = ${desk.practice.id} and (deleted_at is null or id = any(${ids}))`.execute(desk.tx);
    const used = wanted.some(({ command }) => command.do === 'delete') ? await usedBy(desk, ids) : [];
    return new Map(
      wanted.map(({ id, command }) => [id, stateOf(id, { all: all.rows, used }, command)] as const).filter(isThere),
    );
  },
  decide,
  evolve,
};

interface Around {
  all: readonly Tag[];
  used: readonly Used[];
}

const stateOf = (id: Id, { all, used }: Around, command: TagCommand): TagState | null => {
  const tag = all.find((row) => row.id === id);
  if (!tag && command.do !== 'add') return null;
  const taken = new Set(all.filter((row) => row.id !== id && !row.deleted_at).map((row) => row.name.toLowerCase()));
  const used_by = used.filter((one) => one.tag === id).map(({ name }) => name);
  return { tag: tag ?? blank(id), taken, used_by };
};

interface Used {
  tag: Id;
  name: string;
}

/** Workflows whose triggers wait for one of these tags (PE-63). */
const usedBy = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Used[]> => {
  const { rows } = await sql<Used>`
    select distinct rule ->> 'tag' as tag, w.name from app.workflow w
    join app.workflow_version v on v.practice_id = w.practice_id and v.workflow_id = w.id and v.n = w.current_version
    join lateral jsonb_array_elements(v.content -> 'triggers') rule on rule ->> 'tag' = any(${ids}::text[])
    where w.practice_id = ${practice.id} and w.archived_at is null and w.deleted_at is null order by w.name`.execute(
    tx,
  );
  return rows;
};

const blank = (id: Id): Tag => ({ id, version: 0, name: '', colour: 'grey', applies_to: [], deleted_at: null });
const isThere = (entry: readonly [Id, TagState | null]): entry is readonly [Id, TagState] => entry[1] !== null;

export const TAG_SORTS = ['name', 'created_at'] as const;
const sorts: Record<(typeof TAG_SORTS)[number], SortColumn> = {
  name: { by: sql`t.sort_name`, type: 'text' },
  created_at: { by: sql`t.created_at`, type: 'timestamptz' },
};

export type TagRow = Pick<Tag, 'id' | 'version' | 'name' | 'colour' | 'applies_to'>;

export const listTags = async (
  desk: Desk,
  query: ListQuery & { q?: string | undefined },
): Promise<{ items: TagRow[]; next: string | null }> => {
  const pages = paging(query, sorts, sql`t.id`);
  const { rows } = await sql<TagRow & { page_key: string }>`
    select t.id, t.version, t.name, t.colour, t.applies_to, ${pages.key} as page_key
    from app.tag t
    where t.practice_id = ${desk.practice.id} and t.deleted_at is null
      and (${query.q ?? null}::text is null or t.sort_name like '%' || ${sortName(query.q ?? '')} || '%')
      and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  return pages.page(rows);
};
