import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { ref } from '#kernel/decision/rules.ts';
import type { Use } from '#messages/templates/model.ts';
import type { TemplatesPort } from '#messages/templates/port.ts';
import { MERGE_GROUPS } from '../merge-groups.ts';
import { employeeRecords, personRecords } from './merge-records.ts';
import { readable } from './readable.ts';

const record: TemplatesPort<Desk>['record'] = async (desk, who, { place, id }) => {
  if (place !== 'client' && place !== 'prospect' && place !== 'employee') return null;
  const thing = ref(place === 'employee' ? 'employee' : 'person', id);
  if (!(await readable(desk, who, [thing])).has(thing)) return null;
  const records = place === 'employee' ? employeeRecords : personRecords;
  return (await records(desk, [id], who.member_id ?? null)).get(id) ?? null;
};

/** Workflows whose current version or draft has a step with the template. */
const usedBy: TemplatesPort<Desk>['usedBy'] = async ({ tx, practice }, ids) => {
  const { rows } = await sql<{ template: Id; id: Id; name: string }>`
    select distinct s -> 'params' ->> 'template' as template, w.id, w.name, w.sort_name
    from app.workflow w
    left join app.workflow_version v on v.practice_id = w.practice_id and v.workflow_id = w.id and v.n = w.current_version
    left join app.workflow_draft d on d.practice_id = w.practice_id and d.id = w.id
    cross join lateral jsonb_array_elements(
      coalesce(v.content -> 'steps', '[]') || coalesce(d.content -> 'steps', '[]')) s
    where w.practice_id = ${practice.id} and w.deleted_at is null and w.archived_at is null
      and s -> 'params' ->> 'template' = any(${ids}::text[])
    order by w.sort_name, w.id`.execute(tx);
  const uses = new Map<Id, Use[]>();
  for (const { template, id, name } of rows) {
    const use = { id, name, url: `/workflows/${id}` };
    uses.get(template)?.push(use) ?? uses.set(template, [use]);
  }
  return uses;
};

export const templatesPort: TemplatesPort<Desk> = { groups: MERGE_GROUPS, record, usedBy };
