import { sql } from 'kysely';
import type { Use } from '#forms/model.ts';
import type { FormsPort } from '#forms/port.ts';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';

/** Workflows whose current version or draft asks with the form. */
const usedBy: FormsPort<Desk>['usedBy'] = async ({ tx, practice }, ids) => {
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
  return uses;
};

export const formsPort: FormsPort<Desk> = { usedBy };
