import { sql } from 'kysely';
import { type Answers, tidied } from '#forms/answers.ts';
import type { Form } from '#forms/model.ts';
import type { Id } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { ref } from '#kernel/decision/rules.ts';
import { tokenHash } from '#kernel/http/token.ts';
import type { RunCommand } from './commands.ts';
import type { Sheet } from './model.ts';

/** What people outside are asked, and what they typed so far (WF-57). */

/** How long half-filled answers are kept (WF-57). */
const KEPT_MS = 30 * 86_400_000;

const SHEET = sql`s.task_id, s.round, s.form, s.title, s.intro, s.questions, s.kept_at`;

/** The tasks whose forms these commands answer, so that whoever loads the runs loads their questions. */
export const tasksAnswered = (commands: readonly { do: string }[]): Id[] =>
  (commands as readonly RunCommand[]).flatMap((command) =>
    command.do === 'answer_form' || command.do === 'client_answered' ? [command.task] : [],
  );

/** The latest sheet of each of these tasks. */
export const sheetsOf = async ({ tx, practice }: Desk, tasks: readonly Id[]): Promise<Record<Id, Sheet>> => {
  if (!tasks.length) return {};
  const { rows } = await sql<Sheet>`
    select distinct on (s.task_id) ${SHEET} from app.form_sheet s
    where s.practice_id = ${practice.id} and s.task_id = any(${tasks}) order by s.task_id, s.round desc`.execute(tx);
  return Object.fromEntries(rows.map((row) => [row.task_id, row]));
};

/** As the practice sees it: what was typed and not sent is nobody's business but that of who typed it. */
export type SheetDetail = Pick<Sheet, 'form' | 'title' | 'intro' | 'questions' | 'kept_at'>;

/** Of the present round of a task; null before it was asked. */
export const sheetDetail = async (
  { tx, practice }: Desk,
  { id, round }: { id: Id; round: number },
): Promise<SheetDetail | null> =>
  (
    await sql<SheetDetail>`
      select s.form, s.title, s.intro, s.questions, s.kept_at from app.form_sheet s
      where s.practice_id = ${practice.id} and s.task_id = ${id} and s.round = ${round}`.execute(tx)
  ).rows[0] ?? null;

export type Asking = Pick<Form, 'key' | 'title' | 'intro' | 'questions'>;

/** The forms of the practice by key, as they can be asked with. */
export const formsByKey = async ({ tx, practice }: Desk, keys: readonly string[]): Promise<Map<string, Asking>> => {
  const { rows } = await sql<Asking>`
    select key, title, intro, questions from app.form
    where practice_id = ${practice.id} and key = any(${keys}) and deleted_at is null`.execute(tx);
  return new Map(rows.map((row) => [row.key, row]));
};

/**
 * The sheets of rounds, with the form as it is now: one that is asked again keeps its link and what was typed (IN-97).
 * `before`: the answers of the round before, to start from.
 */
export const makeSheets = async (
  { tx, practice, now }: Desk,
  asked: readonly { task: Id; round: number; token: string; form: Asking; before: Answers }[],
): Promise<void> => {
  if (!asked.length) return;
  const rows = asked.map(({ task, round, token, form: { key, title, intro, questions }, before }) => ({
    task,
    round,
    token_hash: tokenHash(token),
    form: key,
    title,
    intro,
    questions,
    kept: Object.keys(before).length ? before : null,
  }));
  await sql`
    insert into app.form_sheet (practice_id, task_id, round, token_hash, form, title, intro, questions, kept, kept_at, made_at)
    select ${practice.id}, s.task, s.round, s.token_hash, s.form, s.title, s.intro, s.questions, s.kept,
      case when s.kept is not null then ${now}::timestamptz end, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as s(task uuid, round int, token_hash text, form text, title text, intro text, questions jsonb, kept jsonb)
    on conflict (practice_id, task_id, round) do update set form = excluded.form, title = excluded.title,
      intro = excluded.intro, questions = excluded.questions`.execute(tx);
};

export interface OpenSheet extends Sheet {
  run_id: Id;
  kept: Answers | null;
  files: Id[];
}

/** What the token opens in this practice; null for any that is wrong (ME-111). */
export const openSheet = async ({ tx, practice, now }: Desk, token: string): Promise<OpenSheet | null> => {
  const { rows } = await sql<OpenSheet>`
    select ${SHEET}, t.run_id, s.kept, s.files from app.form_sheet s
    join app.task t on t.practice_id = s.practice_id and t.id = s.task_id
    where s.practice_id = ${practice.id} and s.token_hash = ${tokenHash(token)}`.execute(tx);
  const [row] = rows;
  if (!row) return null;
  return row.kept_at && row.kept_at < addMilliseconds(now, -KEPT_MS) ? { ...row, kept: null, kept_at: null } : row;
};

type Of = Pick<Sheet, 'task_id' | 'round' | 'questions'>;

/** What was typed so far, as it stands in the fields (WF-57). */
export const keepAnswers = async ({ tx, practice, now }: Desk, sheet: Of, typed: Answers): Promise<void> => {
  await sql`
    update app.form_sheet set kept = ${JSON.stringify(tidied(sheet.questions, typed))}, kept_at = ${now}
    where practice_id = ${practice.id} and task_id = ${sheet.task_id} and round = ${sheet.round}`.execute(tx);
};

/** Files that were uploaded on the page of a sheet. */
export const tookFiles = async (
  { tx, practice }: Desk,
  { task_id, round }: Of,
  files: readonly Id[],
): Promise<void> => {
  if (!files.length) return;
  await sql`
    update app.form_sheet set files = files || ${files}::uuid[]
    where practice_id = ${practice.id} and task_id = ${task_id} and round = ${round}`.execute(tx);
};

/** What was sent is in the task; what was kept for longer than 30 days goes. */
export const forgetKept = async ({ tx, practice, now }: Desk, answered: readonly Id[]): Promise<void> => {
  await sql`
    update app.form_sheet set kept = null, kept_at = null, files = '{}'
    where practice_id = ${practice.id} and kept is not null
      and (task_id = any(${answered}) or kept_at < ${addMilliseconds(now, -KEPT_MS)})`.execute(tx);
};

/**
 * What nobody comes back for goes, whoever does or does not answer: what was half filled 30 days ago, and the sheets of rounds
 * that were over without an answer as long ago, so that their links open nothing (WF-57). Sheets of answers stay readable.
 */
export const forgetSheets = async (desk: Desk): Promise<void> => {
  const { tx, practice, now } = desk;
  const since = addMilliseconds(now, -KEPT_MS);
  await forgetKept(desk, []);
  await sql`
    delete from app.form_sheet s using app.task t
    where s.practice_id = ${practice.id} and t.practice_id = s.practice_id and t.id = s.task_id and s.made_at < ${since}
      and (exists (select 1 from app.form_sheet later
          where later.practice_id = s.practice_id and later.task_id = s.task_id and later.round > s.round)
        or (t.state = 'skipped' and t.finished_at < ${since})
        or (t.state <> 'done' and t.cancelled_at < ${since}))`.execute(tx);
};

/**
 * What was asked of and about erased records goes: answers, what was half filled, what conditions saw of them, and their values
 * in the history (PE-29).
 */
export const forgetAnswers = async ({ tx, practice }: Desk, subjects: readonly Id[]): Promise<void> => {
  const about = sql`practice_id = ${practice.id} and (subject_id = any(${subjects}) or client_id = any(${subjects}))`;
  const { rows } = await sql<{ id: Id }>`
    update app.task set form_answers = '{}',
      judged = case when judged is not null then jsonb_set(judged, '{saw}', (
        select coalesce(jsonb_agg(jsonb_set(saw, '{value}', 'null')), '[]') from jsonb_array_elements(judged -> 'saw') saw)) end
    where ${about} and (kind = 'form' or judged is not null)
    returning id`.execute(tx);
  const ids = rows.map(({ id }) => id);
  if (!ids.length) return;
  await sql`
    update app.form_sheet set kept = null, kept_at = null, files = '{}'
    where practice_id = ${practice.id} and task_id = any(${ids})`.execute(tx);
  await sql`select app.erase_personal(${ids.map((id) => ref('task', id))}::text[], '{}')`.execute(tx);
};
