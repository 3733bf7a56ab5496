import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { BUILT_IN_ROLES } from '#kernel/access/roles/builtin.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import type { Content, Trigger as Rule, SubjectKind } from '#workflows/definitions/content.ts';
import type { TriggerKind } from '#workflows/definitions/triggers.ts';
import type { Trigger, TriggerCommand, TriggerState } from './model.ts';
import { decide, evolve } from './rules.ts';

const ROW = sql`t.id, t.version, t.workflow_id, t.key, t.kind, t.present, t."on", t.since, t.from_day, t.paused_at, t.paused_because`;

/** The state of triggers; a rule of a version gets its row when the version is published. */
export const triggers: Room<TriggerState, TriggerCommand> = {
  name: 'trigger',
  kinds: { trigger: { table: 'app.trigger', find: ({ trigger }) => trigger } },
  load: async (desk, wanted) => {
    const { tx, practice } = desk;
    const ids = wanted.map(({ id }) => id);
    const { rows } = await sql<Trigger & { workflow_name: string; publisher: string | null }>`
      select ${ROW}, w.name as workflow_name, v.published_by as publisher from app.trigger t
      join app.workflow w on w.practice_id = t.practice_id and w.id = t.workflow_id
      left join app.workflow_version v on v.practice_id = w.practice_id and v.workflow_id = w.id and v.n = w.current_version
      where t.practice_id = ${practice.id} and t.id = any(${ids})`.execute(tx);
    const admins = await adminsOf(desk);
    const found = new Map(rows.map((row): [Id, TriggerState] => [row.id, stateOf(row, admins)]));
    for (const { id, command } of wanted)
      if (command.do === 'follow' && !found.has(id)) found.set(id, { trigger: blank(id), workflow_name: '', told: [] });
    return found;
  },
  decide,
  evolve,
};

const stateOf = (
  { workflow_name, publisher, ...trigger }: Trigger & { workflow_name: string; publisher: string | null },
  admins: readonly Id[],
): TriggerState => {
  const told = publisher?.startsWith('member:') ? [publisher.slice('member:'.length), ...admins] : admins;
  return { trigger, workflow_name, told: [...new Set(told)] };
};

const blank = (id: Id): Trigger => ({
  id,
  version: 0,
  workflow_id: '',
  key: '',
  kind: 'created',
  present: false,
  on: false,
  since: null,
  from_day: null,
  paused_at: null,
  paused_because: null,
});

const ADMIN = BUILT_IN_ROLES.filter(({ name }) => name === 'Admin' || name === 'Owner').map(({ id }) => id);

const adminsOf = async ({ tx, practice }: Desk): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.member where practice_id = ${practice.id} and state = 'active' and role_id = any(${ADMIN})`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
};

/** Rows of one workflow by key: what a newly published version finds. */
export const triggersOf = async ({ tx, practice }: Desk, workflow: Id): Promise<Trigger[]> =>
  (
    await sql<Trigger>`select ${ROW} from app.trigger t where t.practice_id = ${practice.id} and t.workflow_id = ${workflow}`.execute(
      tx,
    )
  ).rows;

/** A trigger that may start something now, with its rule and its workflow. */
export interface Listening extends Trigger {
  rule: Rule;
  workflow: { key: string; name: string; on: boolean; subject_kinds: readonly SubjectKind[] };
}

/** Those of these kinds that are on in workflows that are on, or the one asked for, on or not (WF-8, WF-169). */
export const listening = async (
  { tx, practice }: Desk,
  wanted: { kinds: readonly TriggerKind[] } | { id: Id },
): Promise<Listening[]> => {
  const which =
    'id' in wanted
      ? sql`t.id = ${wanted.id}`
      : sql`t.kind = any(${wanted.kinds}) and t."on" and t.paused_at is null and w."on"`;
  const { rows } = await sql<Trigger & { workflow_key: string; name: string; workflow_on: boolean; content: Content }>`
    select ${ROW}, w.key as workflow_key, w.name, w."on" as workflow_on, v.content from app.trigger t
    join app.workflow w on w.practice_id = t.practice_id and w.id = t.workflow_id and w.archived_at is null and w.deleted_at is null
    join app.workflow_version v on v.practice_id = w.practice_id and v.workflow_id = w.id and v.n = w.current_version
    where t.practice_id = ${practice.id} and t.present and ${which} order by t.id`.execute(tx);
  return rows.flatMap(({ workflow_key, name, workflow_on, content, ...trigger }) => {
    const rule = content.triggers?.find(({ key }) => key === trigger.key);
    const workflow = { key: workflow_key, name, on: workflow_on, subject_kinds: content.subject_kinds };
    return rule ? [{ ...trigger, rule, workflow }] : [];
  });
};
