import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import type { Room } from '#kernel/loop/room.ts';
import type { Form, FormCommand, FormState } from './model.ts';
import type { FormsPort } from './port.ts';
import { decide, evolve } from './rules.ts';

export type FormsRoom = Room<FormState, FormCommand>;

export const formsRoom = (port: FormsPort<Desk>): FormsRoom => ({
  name: 'form',
  kinds: {
    form: {
      table: 'app.form',
      find: (state) => state.form,
      births: ['form.created'],
      derive: (row) => ({ sort_name: sortName((row as Form).title) }),
    },
  },
  load: async (desk, wanted) => {
    const states = await loadForms(
      desk,
      port,
      wanted.map(({ id }) => id),
    );
    for (const { id, command } of wanted) if (!states.get(id)?.form && command.do !== 'create') states.delete(id);
    return states;
  },
  decide,
  evolve,
  search: ({ form }) => {
    const entry = { kind: 'form', thing_id: form!.id };
    if (form!.deleted_at || form!.archived_at) return { keep: [], drop: [entry] };
    const { id, title } = form!;
    const keep = { ...entry, title, subtitle: '', url: `/forms/${id}`, words: [title], module: 'workflows' };
    return { keep: [keep], drop: [] };
  },
});

/** A state for every id asked for, also for those that are about to be made. */
export const loadForms = async (desk: Desk, port: FormsPort<Desk>, ids: readonly Id[]): Promise<Map<Id, FormState>> => {
  const { tx, practice } = desk;
  const { rows } = await sql<Form>`
    select id, version, key, title, intro, questions, archived_at, archived_by, deleted_at from app.form
    where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  const { rows: keys } = await sql<{ key: string }>`
    select key from app.form where practice_id = ${practice.id}`.execute(tx);
  const uses = await port.usedBy(desk, ids);
  const stateOf = (id: Id): FormState => {
    const form = rows.find((row) => row.id === id);
    return { id, ...(form && { form }), keys_taken: keys.map(({ key }) => key), used_by: uses.get(id) ?? [] };
  };
  return new Map(ids.map((id) => [id, stateOf(id)]));
};

export const FORM_SORTS = ['title', 'created_at'] as const;
const sorts: Record<(typeof FORM_SORTS)[number], SortColumn> = {
  title: { by: sql`f.sort_name`, type: 'text' },
  created_at: { by: sql`f.created_at`, type: 'timestamptz' },
};

export interface FormQuery extends ListQuery {
  q?: string | undefined;
  archived?: 'true' | 'false' | undefined;
}

export type FormRow = Pick<Form, 'id' | 'version' | 'key' | 'title' | 'archived_at'> & {
  questions: number;
  created_at: string;
};

export const listForms = async (
  { tx, practice }: Desk,
  query: FormQuery,
): Promise<{ items: FormRow[]; next: string | null }> => {
  const pages = paging(query, sorts, sql`f.id`);
  const { rows } = await sql<FormRow & { page_key: string }>`
    select f.id, f.version, f.key, f.title, f.archived_at, jsonb_array_length(f.questions) as questions, f.created_at,
      ${pages.key} as page_key
    from app.form f
    where f.practice_id = ${practice.id} and f.deleted_at is null
      and (f.archived_at is not null) = ${query.archived === 'true'}
      and (${query.q ?? null}::text is null or f.sort_name like '%' || ${sortName(query.q ?? '')} || '%')
      and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(tx);
  return pages.page(rows);
};
