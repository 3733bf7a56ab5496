import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room, Wanted } from '#kernel/loop/room.ts';
import { SUBJECT_KINDS, type SubjectKind } from '#workflows/definitions/content.ts';
import { contents } from '#workflows/runs/contents.ts';
import { directory } from '#workflows/runs/directory.ts';
import type { Directory, RecordKind, RunState, SubjectFacts } from '#workflows/runs/model.ts';
import type { SubjectsPort } from '#workflows/runs/port.ts';
import { factsOf } from '#workflows/runs/store.ts';
import type { Launch, LaunchedWorkflow, LaunchState } from './model.ts';
import { decide, evolve } from './rules.ts';

/** A launch as it is asked for: on which workflow (by id) and which record. */
export type LaunchOn = Launch & { workflow: Id; subject: Id };

/**
 * Starting runs. The root is the run that shall be, under an id made at the door; what it makes is kept by the rows of runs,
 * so that one that is undone or worked on afterwards is the same run.
 */
export const launchesRoom = (
  subjects: SubjectsPort<Desk>,
  runs: Room<RunState, never>,
): Room<LaunchState, LaunchOn> => ({
  name: 'run',
  kinds: {
    run: {
      table: 'app.run',
      find: (state) => state.made?.run,
      derive: (row, state) => runs.kinds.run!.derive!(row, state.made!),
    },
    task: { table: 'app.task', find: (state, id) => state.made?.tasks.find((task) => task.id === id) },
  },
  load: (desk, wanted) => loadLaunches(desk, subjects, wanted),
  decide,
  evolve,
  search: (state) => (state.made ? runs.search!(state.made) : { keep: [], drop: [] }),
});

const loadLaunches = async (
  desk: Desk,
  subjects: SubjectsPort<Desk>,
  wanted: readonly Wanted<LaunchOn>[],
): Promise<Map<Id, LaunchState>> => {
  const commands = wanted.map(({ command }) => command);
  const workflows = await workflowRows(desk, [...new Set(commands.map(({ workflow }) => workflow))]);
  const versions = [...workflows.values()].filter(({ current_version }) => current_version !== null);
  const found = {
    workflows,
    contents: await contents(
      desk,
      versions.map(({ id, current_version }) => ({ workflow_id: id, workflow_version: current_version! })),
    ),
  };
  const around: Around = {
    ...found,
    records: await subjects.authorizations(desk, needing(commands, found)),
    facts: await factsOf(
      desk,
      subjects,
      commands.map(({ as, subject }) => ({ subject_kind: recordOf(as), subject_id: subject })),
    ),
    absorbed: await subjects.absorbed(
      desk,
      commands.map(({ subject }) => subject),
    ),
    runs: await openRuns(desk, commands),
    keys: await launchedKeys(desk, commands),
    directory: await directory(desk),
  };
  return new Map(wanted.map(({ id, command }) => [id, stateOf(id, command, around)]));
};

interface Around {
  workflows: ReadonlyMap<Id, LaunchedWorkflow>;
  contents: ReadonlyMap<string, LaunchState['content']>;
  facts: ReadonlyMap<Id, SubjectFacts>;
  records: ReadonlyMap<Id, LaunchState['records']>;
  absorbed: ReadonlyMap<Id, Id>;
  runs: ReadonlyMap<string, LaunchState['open_runs']>;
  keys: ReadonlyMap<string, string[]>;
  directory: Directory;
}

const pairOf = (workflow: Id, subject: Id): string => `${workflow} ${subject}`;

const stateOf = (run_id: Id, { workflow: id, subject }: LaunchOn, around: Around): LaunchState => {
  const workflow = around.workflows.get(id) ?? null;
  return {
    run_id,
    workflow,
    content: around.contents.get(`${id}:${workflow?.current_version}`) ?? null,
    subject: around.facts.get(subject) ?? null,
    absorbed_into: around.absorbed.get(subject) ?? null,
    records: around.records.get(subject) ?? {},
    open_runs: around.runs.get(pairOf(id, subject)) ?? [],
    launched_keys: around.keys.get(pairOf(id, subject)) ?? [],
    directory: around.directory,
    made: null,
  };
};

/** Prospects and clients are one record; what is launched «as» says which list it was seen in. */
const recordOf = (as: Launch['as']): RecordKind | null => {
  if (!SUBJECT_KINDS.includes(as as SubjectKind)) return 'person';
  return as === 'employee' || as === 'invoice' ? as : 'person';
};

/** Authorizations are read only for workflows that refer to one, count from one, or ask for one. */
const needing = (
  commands: readonly LaunchOn[],
  { workflows, contents: all }: Pick<Around, 'workflows' | 'contents'>,
): Id[] =>
  commands
    .filter(({ workflow }) => asksForRecords(all.get(`${workflow}:${workflows.get(workflow)?.current_version}`)))
    .map(({ subject }) => subject);

const asksForRecords = (content: LaunchState['content'] | undefined): boolean =>
  !!content &&
  (content.settings.refers_to !== undefined ||
    content.steps.some((step) => step.kind === 'task' && step.asks?.some((ask) => ask.type === 'authorization')));

const workflowRows = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, LaunchedWorkflow>> => {
  const { rows } = await sql<LaunchedWorkflow & { publisher: string | null }>`
    select w.id, w.key, w.name, w."on", w.archived_at, w.current_version, v.published_by as publisher
    from app.workflow w
    left join app.workflow_version v on v.practice_id = w.practice_id and v.workflow_id = w.id and v.n = w.current_version
    where w.practice_id = ${practice.id} and w.id = any(${ids}) and w.deleted_at is null`.execute(tx);
  return new Map(
    rows.map(({ publisher, ...row }) => [
      row.id,
      { ...row, published_by: publisher?.startsWith('member:') ? publisher.slice(7) : null },
    ]),
  );
};

const pairs = (commands: readonly LaunchOn[]): string =>
  JSON.stringify(commands.map(({ workflow, subject }) => ({ workflow, subject })));

const openRuns = async (
  { tx, practice }: Desk,
  commands: readonly LaunchOn[],
): Promise<Map<string, LaunchState['open_runs']>> => {
  const { rows } = await sql<LaunchState['open_runs'][number] & { pair: string }>`
    select r.workflow_id || ' ' || r.subject_id as pair, r.id, r.started_at, r.started_by, r.trigger_key
    from json_to_recordset(${pairs(commands)}::json) as p(workflow uuid, subject uuid)
    join app.run r on r.practice_id = ${practice.id} and r.workflow_id = p.workflow and r.subject_id = p.subject and r.ended_at is null`.execute(
    tx,
  );
  const map = new Map<string, LaunchState['open_runs'][number][]>();
  for (const { pair, ...run } of rows) map.get(pair)?.push(run) ?? map.set(pair, [run]);
  return map;
};

/** Keys that a cadence or an event has used once; by hand nobody asks (WF-80). */
const launchedKeys = async ({ tx, practice }: Desk, commands: readonly LaunchOn[]): Promise<Map<string, string[]>> => {
  const automatic = commands.filter(({ origin }) => origin === 'cadence' || origin === 'event');
  if (!automatic.length) return new Map();
  const { rows } = await sql<{ pair: string; keys: string[] }>`
    select r.workflow_id || ' ' || r.subject_id as pair, array_agg(distinct r.trigger_key) as keys
    from json_to_recordset(${pairs(automatic)}::json) as p(workflow uuid, subject uuid)
    join app.run r on r.practice_id = ${practice.id} and r.workflow_id = p.workflow and r.subject_id = p.subject
      and r.origin in ('cadence', 'event') and r.trigger_key <> '' group by 1`.execute(tx);
  return new Map(rows.map((row) => [row.pair, row.keys]));
};

/** A workflow of the practice by its key: what «start workflow» names. */
export const workflowByKey = async ({ tx, practice }: Desk, key: string): Promise<Id | null> => {
  const { rows } = await sql<{
    id: Id;
  }>`select id from app.workflow where practice_id = ${practice.id} and key = ${key} and deleted_at is null`.execute(
    tx,
  );
  return rows[0]?.id ?? null;
};
