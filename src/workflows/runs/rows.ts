import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { idOf, kindOf, ref } from '#kernel/decision/rules.ts';
import type { FileRow } from '#kernel/files/model.ts';
import { filesOfThings, readFiles } from '#kernel/files/store.ts';
import type { RunCommand, TakeBack } from './commands.ts';
import type { Comment, Hold, Rival, Run, Task } from './model.ts';

const RUN = sql`r.id, r.version, r.workflow_id, r.workflow_version, r.subject_kind, r.subject_id, r.client_id, r.launched_as, r.origin,
  r.trigger_key, r.exclusive, r.started_at, r.started_on, r.started_by, r.owner_id, r.period_start, r.period_end, r.run_date, r.refers_to,
  r.people, r.parent_run_id, r.chain, r.overrides, r.shifts, r.ended_at, r.ended_by, r.ended_how, r.ended_reason`;

const TASK = sql`t.id, t.version, t.run_id, t.step_key, t.kind, t.round, t.title, t.instructions, t.required, t.subject_kind, t.subject_id,
  t.client_id, t.maker_id, t.state, t.assignee_id, t.pool_role_id, t.for_member_id, t.resolved_by, t.resolved_note, t.ready_at, t.due_on,
  t.due_by_hand, t.started_at, t.started_by, t.finished_at, t.finished_by, t.finished_for, t.skipped_how, t.reason, t.outcome, t.answers,
  t.written, t.ticks, t.judged, t.cancelled_at, t.cancelled_by, t.was, t.turn, t.reviewers, t.verdicts, t.due_at, t.attempt, t.needs_attention,
  t.child_run_id, t.asked, t.form_answers, t.message_id, t.removed_in`;

export const runRows = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Run[]> =>
  (await sql<Run>`select ${RUN} from app.run r where r.practice_id = ${practice.id} and r.id = any(${ids})`.execute(tx))
    .rows;

/** By run, in the order they were made. */
export const taskRows = async ({ tx, practice }: Desk, runs: readonly Id[]): Promise<Map<Id, Task[]>> =>
  byRun(
    (
      await sql<Task>`select ${TASK} from app.task t where t.practice_id = ${practice.id} and t.run_id = any(${runs}) order by t.id`.execute(
        tx,
      )
    ).rows,
  );

/** Tasks by hand that belong to no run. */
export const loneTaskRows = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Task[]> =>
  (
    await sql<Task>`select ${TASK} from app.task t where t.practice_id = ${practice.id} and t.run_id is null and t.id = any(${ids})`.execute(
      tx,
    )
  ).rows;

export const holdRows = async ({ tx, practice }: Desk, runs: readonly Id[]): Promise<Map<Id, Hold[]>> => {
  const { rows } = await sql<Hold>`
    select id, version, run_id, kind, reason, until, opened_at, opened_by, closed_at, closed_by, closed_how from app.hold
    where practice_id = ${practice.id} and run_id = any(${runs}) order by id`.execute(tx);
  return byRun(rows);
};

/** Only the comments an undo names: others are no part of any decision. */
export const commentRows = async ({ tx, practice }: Desk, commands: readonly { do: string }[]): Promise<Comment[]> => {
  const ids = commands
    .filter((command): command is TakeBack => command.do === 'undo')
    .flatMap(({ events }) =>
      events
        .map((event) => event.thing)
        .filter((thing) => kindOf(thing) === 'comment')
        .map(idOf),
    );
  if (!ids.length) return [];
  const { rows } = await sql<Comment>`
    select id, version, run_id, task_id, step_key, text, mentions, by, at, deleted_at from app.comment
    where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return rows;
};

/** Ready files of the tasks, and whatever files the commands name: what is uploaded, or was removed and may come back. */
export const fileRows = async (
  desk: Desk,
  tasks: readonly Id[],
  commands: readonly { do: string }[],
): Promise<FileRow[]> => {
  const named = [...new Set(commands.flatMap((command) => namedFiles(command as RunCommand)))];
  const attached = tasks.length
    ? await filesOfThings(
        desk,
        tasks.map((id) => ref('task', id)),
      )
    : [];
  const others = named.filter((id) => !attached.some((file) => file.id === id));
  return [...attached, ...(await readFiles(desk, others))];
};

const namedFiles = (command: RunCommand): readonly Id[] => {
  if (command.do === 'attach_files') return command.files;
  if (command.do === 'answer_form' || command.do === 'client_answered') return command.files;
  if (command.do !== 'undo') return [];
  const things = command.events.map(({ thing }) => thing);
  return things.filter((thing) => kindOf(thing) === 'file').map(idOf);
};

/** Per ended run: another run of the same workflow, subject and key that is open now (WF-79 at reopening). */
export const rivals = async ({ tx, practice }: Desk, runs: readonly Run[]): Promise<Map<Id, Rival>> => {
  const ended = runs.filter((run) => run.ended_at).map((run) => run.id);
  if (!ended.length) return new Map();
  const { rows } = await sql<Rival & { of: Id }>`
    select r.id as of, o.id, o.started_at, o.started_by from app.run r
    join app.run o on o.practice_id = r.practice_id and o.workflow_id = r.workflow_id and o.subject_id = r.subject_id
      and o.trigger_key = r.trigger_key and o.id <> r.id and o.ended_at is null and o.exclusive
    where r.practice_id = ${practice.id} and r.id = any(${ended})`.execute(tx);
  return new Map(rows.map(({ of, ...rival }) => [of, rival]));
};

const byRun = <Row extends { run_id: Id | null }>(rows: readonly Row[]): Map<Id, Row[]> =>
  Map.groupBy(rows, (row) => row.run_id!);

/** Where each of these tasks is decided; those that are not there are left out. */
export const taskRoots = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<{ id: Id; run_id: Id | null }[]> =>
  (
    await sql<{
      id: Id;
      run_id: Id | null;
    }>`select id, run_id from app.task where practice_id = ${practice.id} and id = any(${ids})`.execute(tx)
  ).rows;

/** Where a task is decided: in its run, or alone. Null when there is none. */
export const taskRoot = async (desk: Desk, id: Id): Promise<{ run_id: Id | null } | null> =>
  (await taskRoots(desk, [id]))[0] ?? null;
