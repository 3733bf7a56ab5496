import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import { listRoles } from '#kernel/access/own-roles/store.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { refused } from '#kernel/decision/rules.ts';
import type { Room, UndoCommand } from '#kernel/loop/room.ts';
import type {
  CustomField,
  DesignFacts,
  Draft,
  OtherWorkflow,
  Usage,
  Workflow,
  WorkflowCommand,
  WorkflowState,
  WorkflowVersion,
} from './model.ts';
import { decide, evolve, isBeginning } from './rules.ts';
import { takeBack } from './undo.ts';

export const workflows: Room<WorkflowState, WorkflowCommand> = {
  name: 'workflow',
  kinds: {
    workflow: {
      table: 'app.workflow',
      find: (state) => state.workflow,
      derive: (row) => ({ sort_name: sortName((row as Workflow).name) }),
    },
    workflow_draft: { table: 'app.workflow_draft', find: (state) => state.draft },
    workflow_version: {
      table: 'app.workflow_version',
      find: (state, id) => (state.current?.id === id ? state.current : undefined),
    },
  },
  load: async (desk, wanted) => {
    const states = await loadWorkflows(
      desk,
      wanted.map((want) => want.id),
    );
    for (const { id, command } of wanted) if (!states.get(id)?.workflow && !isBeginning(command)) states.delete(id);
    return states;
  },
  decide,
  evolve,
  undo: (state, command: UndoCommand, context) => takeBack(state, command, context),
  search: ({ workflow }) => {
    const entry = { kind: 'workflow', thing_id: workflow!.id };
    if (workflow!.deleted_at) return { keep: [], drop: [entry] };
    const { id, name, description } = workflow!;
    const keep = {
      ...entry,
      title: name,
      subtitle: description ?? '',
      url: `/workflows/${id}`,
      words: [name],
      module: 'workflows',
    };
    return { keep: [keep], drop: [] };
  },
};

/** A state for every id asked for, also for those that are about to be made; what stands around is read once for all. */
export const loadWorkflows = async (desk: Desk, ids: readonly Id[]): Promise<Map<Id, WorkflowState>> => {
  const { tx, practice } = desk;
  const { rows: found } = await sql<Workflow>`
    select id, version, key, name, description, subject_kinds, "on", current_version, origin, created_at, created_by,
      archived_at, archived_by, deleted_at, deleted_by
    from app.workflow where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  const { rows: drafts } = await sql<Draft>`
    select id, version, content, base_version, by, at from app.workflow_draft where practice_id = ${practice.id} and id = any(${ids})`.execute(
    tx,
  );
  // the versions these very rows name: somebody may publish between the two statements
  const named = found.filter(({ current_version }) => current_version !== null);
  const { rows: versions } = await sql<WorkflowVersion>`
    select v.id, v.version, v.workflow_id, v.n, v.content, v.note, v.published_at, v.published_by, v.checksum
    from app.workflow_version v
    join unnest(${named.map(({ id }) => id)}::uuid[], ${named.map((row) => row.current_version)}::int[]) as c (id, n)
      on v.workflow_id = c.id and v.n = c.n
    where v.practice_id = ${practice.id}`.execute(tx);
  const { rows: keys } = await sql<{
    key: string;
  }>`select key from app.workflow where practice_id = ${practice.id}`.execute(tx);
  const design = await designFacts(desk);
  const runs = await runCounts(desk, ids);
  const cadences = await cadencesOf(desk, ids);
  const triggers = await triggersOn(desk, ids);
  const stateOf = (id: Id): WorkflowState => {
    const workflow = found.find((row) => row.id === id);
    const current = versions.find((row) => row.workflow_id === id);
    const draft = drafts.find((row) => row.id === id);
    const usage = {
      ...usageOf(workflow, design, runs.get(id)),
      cadences: cadences.get(id) ?? [],
      triggers_on: triggers.get(id) ?? 0,
    };
    return {
      ...(workflow && { workflow }),
      ...(current && { current }),
      ...(draft && { draft }),
      around: { design, usage, keys_taken: keys.map(({ key }) => key) },
    };
  };
  return new Map(ids.map((id) => [id, stateOf(id)]));
};

/** The practice as a design sees it (WF-13): who is there, which roles, tags, fields and other workflows. */
export const designFacts = async ({ tx, practice, ...desk }: Desk): Promise<DesignFacts> => {
  const { rows: members } = await sql<{ id: Id; name: string; role_id: Id; active: boolean }>`
    select id, name, role_id, state = 'active' as active from app.member
    where practice_id = ${practice.id} and state in ('active', 'deactivated', 'invited') order by sort_name, id`.execute(
    tx,
  );
  const { rows: tags } = await sql<DesignFacts['tags'][number]>`
    select id, name, applies_to from app.tag where practice_id = ${practice.id} and deleted_at is null order by sort_name, id`.execute(
    tx,
  );
  const { rows: fields } = await sql<CustomField>`
    select key, label, record_kinds as kinds, type from app.custom_field
    where practice_id = ${practice.id} and deleted_at is null order by label, id`.execute(tx);
  const { rows: others } = await sql<OtherWorkflow>`
    select w.id, w.key, w.name, w.subject_kinds, w."on", w.archived_at is not null as archived, w.current_version, w.origin,
      coalesce(array(
        select s -> 'params' ->> 'workflow' from jsonb_array_elements(coalesce(v.content, d.content) -> 'steps') s
        where s ->> 'do' = 'start_workflow'), '{}') as starts,
      coalesce(array(
        select t ->> 'workflow' from jsonb_array_elements(coalesce(v.content, d.content) -> 'triggers') t
        where t ->> 'on' = 'run_completed'), '{}') as follows,
      coalesce(array(
        select s -> 'params' ->> 'tag' from jsonb_array_elements(coalesce(v.content, d.content) -> 'steps') s
        where s ->> 'do' = 'add_tag'), '{}') as adds_tags,
      coalesce(array(
        select s ->> 'form' from jsonb_array_elements(coalesce(v.content, d.content) -> 'steps') s
        where s ->> 'kind' = 'form'), '{}') as asks,
      coalesce(array(
        select t ->> 'form' from jsonb_array_elements(coalesce(v.content, d.content) -> 'triggers') t
        where t ->> 'on' = 'form_answered'), '{}') as hears
    from app.workflow w
    left join app.workflow_version v on v.practice_id = w.practice_id and v.workflow_id = w.id and v.n = w.current_version
    left join app.workflow_draft d on d.practice_id = w.practice_id and d.id = w.id
    where w.practice_id = ${practice.id} and w.deleted_at is null order by w.sort_name, w.id`.execute(tx);
  const { rows: templates } = await sql<DesignFacts['message_templates'][number]>`
    with used as (
      select s -> 'params' ->> 'template' as template, count(distinct w.id)::int as n from app.workflow w
      left join app.workflow_version v on v.practice_id = w.practice_id and v.workflow_id = w.id and v.n = w.current_version
      left join app.workflow_draft d on d.practice_id = w.practice_id and d.id = w.id
      cross join lateral jsonb_array_elements(
        coalesce(v.content -> 'steps', '[]') || coalesce(d.content -> 'steps', '[]')) s
      where w.practice_id = ${practice.id} and w.deleted_at is null and w.archived_at is null
        and s ->> 'do' in ('send_email', 'send_sms') group by 1)
    select t.id, t.name, t.channel, t.archived_at is not null as archived, t.usable is not null as usable,
      coalesce(used.n, 0) as used_by, coalesce(v.content -> 'variants', '[]') as sources
    from app.message_template t
    left join used on used.template = t.id::text
    left join app.message_template_version v on v.practice_id = t.practice_id and v.template_id = t.id and v.n = t.usable
    where t.practice_id = ${practice.id} and t.deleted_at is null and t.module <> 'collections' order by t.sort_name, t.id`.execute(
    tx,
  );
  const { rows: forms } = await sql<DesignFacts['forms'][number]>`
    select f.key, f.title, f.archived_at is not null as archived, f.questions from app.form f
    where f.practice_id = ${practice.id} and f.deleted_at is null order by f.sort_name, f.id`.execute(tx);
  const roles = await listRoles({ tx, practice, ...desk });
  return {
    members: members.map(({ role_id: _, ...member }) => member),
    roles: roles.map(({ id, name }) => ({
      id,
      name,
      active_members: members.filter((one) => one.active && one.role_id === id).length,
    })),
    tags,
    custom_fields: fields,
    workflows: others,
    message_templates: templates,
    forms,
  };
};

const runCounts = async (
  { tx, practice }: Desk,
  ids: readonly Id[],
): Promise<Map<Id, { open: number; ever: number }>> => {
  const { rows } = await sql<{ workflow_id: Id; open: number; ever: number }>`
    select workflow_id, count(*) filter (where ended_at is null)::int as open, count(*)::int as ever
    from app.run where practice_id = ${practice.id} and workflow_id = any(${ids}) group by workflow_id`.execute(tx);
  return new Map(rows.map((row) => [row.workflow_id, row]));
};

/** Series that go on, of these workflows (WF-18). */
const cadencesOf = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, { id: Id; name: string }[]>> => {
  const { rows } = await sql<{ workflow_id: Id; id: Id; name: string }>`
    select workflow_id, id, name from app.series
    where practice_id = ${practice.id} and workflow_id = any(${ids}) and ended_at is null order by sort_name, id`.execute(
    tx,
  );
  const found = new Map<Id, { id: Id; name: string }[]>();
  for (const { workflow_id, ...one } of rows) found.set(workflow_id, [...(found.get(workflow_id) ?? []), one]);
  return found;
};

/** Triggers of these workflows that are on (WF-18). */
const triggersOn = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, number>> => {
  const { rows } = await sql<{ workflow_id: Id; n: number }>`
    select workflow_id, count(*)::int as n from app.trigger
    where practice_id = ${practice.id} and workflow_id = any(${ids}) and "on" and present group by 1`.execute(tx);
  return new Map(rows.map(({ workflow_id, n }) => [workflow_id, n]));
};

const usageOf = (
  workflow: Workflow | undefined,
  design: DesignFacts,
  runs = { open: 0, ever: 0 },
): Omit<Usage, 'cadences' | 'triggers_on'> => ({
  open_runs: runs.open,
  runs_ever: runs.ever,
  started_by: pointing(workflow, design, 'starts'),
  followed_by: pointing(workflow, design, 'follows'),
  default_of: [],
});

/** Other workflows that name this one there. */
const pointing = (workflow: Workflow | undefined, design: DesignFacts, by: 'starts' | 'follows') =>
  design.workflows
    .filter((other) => workflow && other.id !== workflow.id && !other.archived && other[by].includes(workflow.key))
    .map(({ id, key, name }) => ({ id, key, name }));

/** A version's content by number; refuses what is not there. */
export const versionOf = async ({ tx, practice }: Desk, workflow: Id, n: number): Promise<WorkflowVersion | null> => {
  const { rows } = await sql<WorkflowVersion>`
    select id, version, workflow_id, n, content, note, published_at, published_by, checksum
    from app.workflow_version where practice_id = ${practice.id} and workflow_id = ${workflow} and n = ${n}`.execute(
    tx,
  );
  return rows[0] ?? null;
};

export const noSuchVersion = (n: number) => refused('no_such_version', `There is no version ${n} of this workflow.`);

/** The newest 200 versions, newest first; their content is asked for one by one. */
export const allVersions = async (
  { tx, practice }: Desk,
  workflow: Id,
): Promise<Omit<WorkflowVersion, 'id' | 'version' | 'workflow_id' | 'content'>[]> => {
  const { rows } = await sql<Omit<WorkflowVersion, 'id' | 'version' | 'workflow_id' | 'content'>>`
    select n, note, published_at, published_by, checksum from app.workflow_version
    where practice_id = ${practice.id} and workflow_id = ${workflow} order by n desc limit 200`.execute(tx);
  return rows;
};
