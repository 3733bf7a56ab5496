import { sql } from 'kysely';
import type { Use } from '#forms/model.ts';
import type { FormsPort } from '#forms/port.ts';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';

/** Workflows whose current version or draft asks with the form, and categories of items that ask with it (IN-11). */
const usedBy: FormsPort<Desk>['usedBy'] = async (desk, ids) => {
  const { tx, practice } = desk;
  const { rows } = await sql<{ form: Id; id: Id; name: string }>`
    select distinct f.id as form, w.id, w.name, w.sort_name
    from app.workflow w
    left join app.workflow_version v on v.practice_id = w.practice_id and v.workflow_id = w.id and v.n = w.current_version
    left join app.workflow_draft d on d.practice_id = w.practice_id and d.id = w.id
    cross join lateral jsonb_array_elements(
      coalesce(v.content -> 'steps', '[]') || coalesce(d.content -> 'steps', '[]')) s
    join app.form f on f.practice_id = w.practice_id and s ->> 'kind' = 'form' and f.key = s ->> 'form'
    where w.practice_id = ${practice.id} and w.deleted_at is null and w.archived_at is null and f.id = any(${ids}::uuid[])
    order by w.sort_name, w.id`.execute(tx);
  const uses = new Map<Id, Use[]>();
  for (const { form, id, name } of rows) {
    const use = { id, name, url: `/workflows/${id}` };
    uses.get(form)?.push(use) ?? uses.set(form, [use]);
  }
  for (const { form, id, name } of (await categoriesWith(desk, ids)).rows)
    uses.set(form, [
      ...(uses.get(form) ?? []),
      { id, name: `${name} (category of items)`, url: '/settings/inbox/categories' },
    ]);
  return uses;
};

const categoriesWith = ({ tx, practice }: Desk, ids: readonly Id[]) =>
  sql<{ form: Id; id: Id; name: string }>`
    select form_id as form, id, name from app.item_category
    where practice_id = ${practice.id} and deleted_at is null and form_id = any(${ids}::uuid[])
    order by lower(name), id`.execute(tx);

export const formsPort: FormsPort<Desk> = { usedBy };
