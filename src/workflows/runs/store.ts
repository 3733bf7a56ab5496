import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { earliest } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import type { FileRow } from '#kernel/files/model.ts';
import { keptFiles } from '#kernel/files/store.ts';
import type { Room, SearchEntry } from '#kernel/loop/room.ts';
import type { LoneTaskCommand, RunCommand } from './commands.ts';
import { contents } from './contents.ts';
import { directory } from './directory.ts';
import type { Comment, Directory, Hold, RecordKind, Run, RunState, Sheet, SubjectFacts, Task, Work } from './model.ts';
import type { SubjectsPort } from './port.ts';
import { commentRows, fileRows, holdRows, loneTaskRows, rivals, runRows, taskRows } from './rows.ts';
import { decide, decideLone, evolve, evolveLone } from './rules.ts';
import { sheetsOf, tasksAnswered } from './sheets.ts';
import { isFinished, isOpen, phaseOf, rowOf } from './state.ts';
import { versionsNamed } from './version-move.ts';

/** A run with its tasks, holds and comments, decided as one; its version guards them all. */
export const runsRoom = (subjects: SubjectsPort<Desk>): Room<RunState, RunCommand> => ({
  name: 'run',
  kinds: {
    run: { table: 'app.run', find: (state) => state.run, derive: (_, state) => listed(state) },
    ...parts<RunState>(),
  },
  load: (desk, wanted) =>
    loadRuns(
      desk,
      subjects,
      wanted.map(({ id }) => id),
      wanted.map(({ command }) => command),
    ),
  decide,
  evolve,
  undo: (state, command, context) => decide(state, command, context),
  undo_asks_who: true,
  search: (state) => searched(state),
});

/** Tasks by hand that belong to no run (WF-120): each is a root of its own. */
export const loneTasksRoom = (subjects: SubjectsPort<Desk>): Room<Work, LoneTaskCommand> => ({
  name: 'task',
  kinds: withWords(parts<Work>()),
  load: async (desk, wanted) => {
    const rows = await loneTaskRows(
      desk,
      wanted.map(({ id }) => id),
    );
    const comments = await commentRows(
      desk,
      wanted.map(({ command }) => command),
    );
    const asked = wanted.flatMap(({ id, command }) =>
      command.do === 'add_task' && command.subject
        ? [{ id, subject_kind: command.subject.record, subject_id: command.subject.id }]
        : [],
    );
    const found = await factsOf(desk, subjects, [...rows, ...asked]);
    const subjectOf = (id: Id): Id | null => byId(rows, id)?.subject_id ?? byId(asked, id)?.subject_id ?? null;
    const files = await fileRows(
      desk,
      rows.map(({ id }) => id),
      wanted.map(({ command }) => command),
    );
    const people = await directory(desk);
    const state = (task: Task | undefined, id: Id): Work => ({
      run: null,
      content: null,
      tasks: task ? [task] : [],
      holds: [],
      comments: comments.filter((comment) => comment.task_id === id),
      subject: found.get(subjectOf(id) ?? '') ?? null,
      records: {},
      files: filesHere(files, task ? [task] : []),
      rival: null,
      directory: people,
    });
    const there = wanted.filter(({ id, command }) => command.do === 'add_task' || rows.some((row) => row.id === id));
    return new Map(
      there.map(({ id }) => [
        id,
        state(
          rows.find((row) => row.id === id),
          id,
        ),
      ]),
    );
  },
  decide: decideLone,
  evolve: evolveLone,
  undo: (state, command, context) => decideLone(state, command, context),
  undo_asks_who: true,
});

const byId = <T extends { id: Id }>(rows: readonly T[], id: Id): T | undefined => rows.find((row) => row.id === id);

const parts = <S extends Work>(): Room<S, never>['kinds'] => ({
  task: {
    table: 'app.task',
    find: (state: S, id: Id) => byId<Task>(state.tasks, id),
    personal: ['form_answers', 'judged'],
  },
  hold: { table: 'app.hold', find: (state: S, id: Id) => byId<Hold>(state.holds, id) },
  file: keptFiles((state: S) => state.files),
  comment: { table: 'app.comment', find: (state: S, id: Id) => byId<Comment>(state.comments, id) },
});

/** The words of a task without a run are somebody's about somebody: with that one they can be erased (PE-29). */
const withWords = (kinds: Room<Work, never>['kinds']): Room<Work, never>['kinds'] => ({
  ...kinds,
  task: { ...kinds.task!, personal: [...(kinds.task!.personal ?? []), 'title', 'instructions'] },
});

/** Runs as they stand, each with all its rules ask for; a query per kind of row, whatever the number of runs. */
export const loadRuns = async (
  desk: Desk,
  subjects: SubjectsPort<Desk>,
  ids: readonly Id[],
  commands: readonly { do: string }[] = [],
): Promise<Map<Id, RunState>> => {
  const runs = await runRows(desk, ids);
  if (!runs.length) return new Map();
  const found = await factsOf(desk, subjects, runs);
  const numbers = versionsNamed(commands);
  const otherVersions = runs.flatMap(({ workflow_id }) =>
    numbers.map((workflow_version) => ({ workflow_id, workflow_version })),
  );
  const around: Around = {
    contents: await contents(desk, [...runs, ...otherVersions]),
    tasks: await taskRows(desk, ids),
    holds: await holdRows(desk, ids),
    comments: await commentRows(desk, commands),
    facts: found,
    records: await subjects.authorizations(desk, clientsThatMatter(runs)),
    rivals: await rivals(desk, runs),
    directory: await directory(desk),
    files: [],
    sheets: await sheetsOf(desk, tasksAnswered(commands)),
    numbers,
  };
  around.files = await fileRows(
    desk,
    [...around.tasks.values()].flat().map(({ id }) => id),
    commands,
  );
  return new Map(runs.map((run) => [run.id, stateOf(run, around)]));
};

interface Around {
  contents: Map<string, RunState['content']>;
  tasks: Map<Id, Task[]>;
  holds: Map<Id, Hold[]>;
  comments: Comment[];
  facts: ReadonlyMap<Id, SubjectFacts>;
  records: ReadonlyMap<Id, RunState['records']>;
  rivals: Map<Id, NonNullable<RunState['rival']>>;
  files: FileRow[];
  directory: Directory;
  sheets: Readonly<Record<Id, Sheet>>;
  /** Of the versions that the commands name. */
  numbers: readonly number[];
}

const stateOf = (run: Run, around: Around): RunState => ({
  run,
  content: around.contents.get(`${run.workflow_id}:${run.workflow_version}`)!,
  tasks: around.tasks.get(run.id) ?? [],
  holds: around.holds.get(run.id) ?? [],
  comments: around.comments.filter((comment) => comment.run_id === run.id),
  subject: around.facts.get(run.subject_id) ?? nobody(run),
  records: around.records.get(run.client_id ?? '') ?? {},
  files: filesHere(around.files, around.tasks.get(run.id) ?? []),
  rival: around.rivals.get(run.id) ?? null,
  directory: around.directory,
  sheets: around.sheets,
  versions: versionsOf(run, around),
});

const versionsOf = ({ workflow_id }: Run, { contents, numbers }: Around): NonNullable<RunState['versions']> =>
  Object.fromEntries(
    numbers.flatMap((n) => {
      const content = contents.get(`${workflow_id}:${n}`);
      return content ? [[n, content]] : [];
    }),
  );

/** Of these tasks, and of nothing yet. */
const filesHere = (files: readonly FileRow[], tasks: readonly Task[]): FileRow[] => {
  if (!files.length) return [];
  const mine = new Set(tasks.map(({ id }) => ref('task', id)));
  return files.filter(({ thing }) => !thing || mine.has(thing));
};

/** A subject that was erased or deleted: the run stays readable, and nothing is known of it. */
const nobody = (run: Run): SubjectFacts => ({
  record: run.subject_kind,
  id: run.subject_id,
  kind: run.launched_as,
  name: 'a record that is gone',
  active: false,
  restricted: false,
  client_id: run.client_id,
  roles: {},
  fields: {},
});

const clientsThatMatter = (runs: readonly Run[]): Id[] => [
  ...new Set(runs.flatMap(({ client_id }) => (client_id ? [client_id] : []))),
];

/** The facts of all subjects, a query per kind of record. */
export const factsOf = async (
  desk: Desk,
  subjects: SubjectsPort<Desk>,
  of: readonly { subject_kind: RecordKind | null; subject_id: Id | null }[],
): Promise<ReadonlyMap<Id, SubjectFacts>> => {
  const all = new Map<Id, SubjectFacts>();
  for (const kind of ['person', 'employee', 'invoice'] as const) {
    const ids = [
      ...new Set(of.filter((one) => one.subject_kind === kind && one.subject_id).map((one) => one.subject_id!)),
    ];
    if (!ids.length) continue;
    for (const [id, facts] of await subjects.facts[kind](desk, ids)) all.set(id, facts);
  }
  return all;
};

/** What lists show of a run, kept beside it so that a page of runs is one index read. */
const listed = (state: RunState): Record<string, Json> => {
  const { tasks, content } = state;
  const open = tasks.filter((task) => task.kind !== 'action' && isOpen(task));
  return {
    state: phaseOf(state),
    next_due: earliest(...open.map((task) => task.due_on)),
    done_count: content.steps.filter((step) => isFinished(rowOf({ tasks }, step.key))).length,
    step_count: content.steps.length,
    needs_attention: tasks.some((task) => isOpen(task) && task.needs_attention !== null),
    current_steps: tasks
      .filter(isOpen)
      .map((task) => task.title)
      .slice(0, 5),
  };
};

const searched = ({
  run,
  content,
  subject,
  tasks,
}: RunState): { keep: SearchEntry[]; drop: { kind: string; thing_id: Id }[] } => {
  const common = {
    module: 'workflows',
    restricted: subject.restricted,
    assigned: Object.values(subject.roles) as Id[],
  };
  const runEntry = {
    ...common,
    kind: 'run',
    thing_id: run.id,
    title: `${content.name}: ${subject.name}`,
    subtitle: phaseOf({ run, holds: [] }),
    url: `/runs/${run.id}`,
    words: [content.name, subject.name],
  };
  const open = tasks.filter((task) => task.kind !== 'action' && isOpen(task));
  const entryOf = (task: Task): SearchEntry => ({
    ...common,
    kind: 'task',
    thing_id: task.id,
    title: task.title,
    subtitle: `${content.name}, ${subject.name}`,
    url: `/runs/${run.id}?task=${task.id}`,
    words: [task.title, subject.name],
  });
  const gone = tasks
    .filter((task) => task.kind !== 'action' && !open.includes(task))
    .map((task) => ({ kind: 'task', thing_id: task.id }));
  return run.ended_how === 'undone'
    ? { keep: [], drop: [{ kind: 'run', thing_id: run.id }, ...gone] }
    : { keep: [runEntry, ...open.map(entryOf)], drop: gone };
};

/** Open runs on these subjects: what a change of the subject must be told to (WF-41, WF-116). */
export const openRunsOf = async ({ tx, practice }: Desk, subjects: readonly Id[]): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.run where practice_id = ${practice.id} and subject_id = any(${subjects}) and ended_at is null`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
};
