import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import type { Template, TemplateCommand, TemplateState, TemplateVersion } from './model.ts';
import type { TemplatesPort } from './port.ts';
import { decideWith, evolve } from './rules.ts';

export type TemplatesRoom = Room<TemplateState, TemplateCommand>;

export const templatesRoom = (port: TemplatesPort<Desk>): TemplatesRoom => ({
  name: 'message_template',
  kinds: {
    message_template: {
      table: 'app.message_template',
      find: (state) => state.template,
      births: ['message_template.created'],
      derive: (row) => ({ sort_name: sortName((row as Template).name) }),
    },
    message_template_version: {
      table: 'app.message_template_version',
      find: (state, id) => (state.newest?.id === id ? state.newest : undefined),
    },
  },
  load: async (desk, wanted) => {
    const states = await loadTemplates(
      desk,
      port,
      wanted.map(({ id }) => id),
    );
    for (const { id, command } of wanted) if (!states.get(id)?.template && command.do !== 'create') states.delete(id);
    return states;
  },
  decide: decideWith(port.groups),
  evolve,
});

/** A state for every id asked for, also for those that are about to be made. */
export const loadTemplates = async (
  desk: Desk,
  port: TemplatesPort<Desk>,
  ids: readonly Id[],
): Promise<Map<Id, TemplateState>> => {
  const { tx, practice } = desk;
  const { rows: found } = await sql<Template>`
    select id, version, channel, module, name, purpose, newest, usable, archived_at, archived_by, deleted_at
    from app.message_template where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  const { rows: versions } = await sql<TemplateVersion & { saved_by_name: string | null }>`
    select v.id, v.version, v.template_id, v.n, v.content, v.faults, v.removed, v.saved_at, v.saved_by, m.name as saved_by_name
    from app.message_template_version v
    join unnest(${found.map(({ id }) => id)}::uuid[], ${found.map((row) => row.newest)}::int[]) as c (id, n)
      on v.template_id = c.id and v.n = c.n
    left join app.member m on m.practice_id = v.practice_id and 'member:' || m.id = v.saved_by
    where v.practice_id = ${practice.id}`.execute(tx);
  const { rows: names } = await sql<TemplateState['others'][number]>`
    select id, channel, module, name from app.message_template
    where practice_id = ${practice.id} and archived_at is null and deleted_at is null`.execute(tx);
  const uses = await port.usedBy(desk, ids);
  const stateOf = (id: Id): TemplateState => {
    const template = found.find((row) => row.id === id);
    const { saved_by_name = null, ...newest } = versions.find((row) => row.template_id === id) ?? {};
    return {
      id,
      ...(template && { template }),
      ...('id' in newest && { newest: newest as TemplateVersion }),
      others: names.filter((other) => other.id !== id),
      used_by: uses.get(id) ?? [],
      saved_by_name,
    };
  };
  return new Map(ids.map((id) => [id, stateOf(id)]));
};

/** What messages are made from (ME-4): the newest version that may be sent of each template that has one. */
export const usableVersions = async (
  { tx, practice }: Desk,
  templates: readonly Id[],
): Promise<ReadonlyMap<Id, TemplateVersion>> => {
  const { rows } = await sql<TemplateVersion>`
    select v.id, v.version, v.template_id, v.n, v.content, v.faults, v.removed, v.saved_at, v.saved_by
    from app.message_template t
    join app.message_template_version v on v.practice_id = t.practice_id and v.template_id = t.id and v.n = t.usable
    where t.practice_id = ${practice.id} and t.id = any(${templates}) and t.deleted_at is null`.execute(tx);
  return new Map(rows.map((row) => [row.template_id, row]));
};

export const versionOf = async ({ tx, practice }: Desk, template: Id, n: number): Promise<TemplateVersion | null> => {
  const { rows } = await sql<TemplateVersion>`
    select id, version, template_id, n, content, faults, removed, saved_at, saved_by from app.message_template_version
    where practice_id = ${practice.id} and template_id = ${template} and n = ${n}`.execute(tx);
  return rows[0] ?? null;
};

/** The newest 200 versions, newest first; their wording is asked for one by one. */
export const allVersions = async ({ tx, practice }: Desk, template: Id) => {
  const { rows } = await sql<{ n: number; saved_at: string; saved_by: string; by_name: string | null; faults: number }>`
    select v.n, v.saved_at, v.saved_by, m.name as by_name, jsonb_array_length(v.faults) as faults
    from app.message_template_version v
    left join app.member m on m.practice_id = v.practice_id and 'member:' || m.id = v.saved_by
    where v.practice_id = ${practice.id} and v.template_id = ${template} order by v.n desc limit 200`.execute(tx);
  return rows;
};
