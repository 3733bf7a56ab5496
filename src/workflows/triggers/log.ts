import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds, type Instant } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Lately } from './breaker.ts';

/** What a trigger did about one subject: a run, or why there is none (WF-169). */
export interface LogEntry {
  trigger_id: Id;
  workflow_id: Id;
  subject_kind: 'person' | 'employee';
  subject_id: Id;
  /** The day or record that was reached; each is reached once. */
  fact: string | null;
  outcome: 'launched' | 'refused';
  code: string | null;
  because: string | null;
  run_id: Id | null;
  counted: boolean;
}

export const keepLog = async ({ tx, practice, now }: Desk, entries: readonly LogEntry[]): Promise<void> => {
  if (!entries.length) return;
  const rows = JSON.stringify(entries.map((entry) => ({ ...entry, id: newId() })));
  await sql`
    insert into app.trigger_log (practice_id, id, at, trigger_id, workflow_id, subject_kind, subject_id, fact, outcome, code, because, run_id, counted)
    select ${practice.id}, l.id, ${now}, l.trigger_id, l.workflow_id, l.subject_kind, l.subject_id, l.fact, l.outcome, l.code, l.because, l.run_id, l.counted
    from json_to_recordset(${rows}::json) as l(id uuid, trigger_id uuid, workflow_id uuid, subject_kind text, subject_id uuid, fact text,
      outcome text, code text, because text, run_id uuid, counted boolean)`.execute(tx);
};

/** The facts this trigger has dealt with already, as `<subject> <fact>`. */
export const dealtWith = async (
  { tx, practice }: Desk,
  trigger: Id,
  found: readonly { subject: Id; fact: string }[],
): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ subject_id: Id; fact: string }>`
    select distinct l.subject_id, l.fact from json_to_recordset(${JSON.stringify(found)}::json) as f(subject uuid, fact text)
    join app.trigger_log l on l.practice_id = ${practice.id} and l.trigger_id = ${trigger} and l.subject_id = f.subject and l.fact = f.fact`.execute(
    tx,
  );
  return new Set(rows.map(({ subject_id, fact }) => `${subject_id} ${fact}`));
};

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What the breaker counts, by workflow (WF-172). */
export const lately = async (
  { tx, practice, now }: Desk,
  workflows: readonly Id[],
  subjects: readonly Id[],
): Promise<Map<Id, Lately>> => {
  const since = (ms: number): Instant => addMilliseconds(now, -ms);
  const { rows: each } = await sql<{ workflow_id: Id; subject_id: Id; count: number }>`
    select workflow_id, subject_id, count(*)::int as count from app.trigger_log
    where practice_id = ${practice.id} and workflow_id = any(${workflows}) and subject_id = any(${subjects})
      and outcome = 'launched' and counted and at > ${since(DAY_MS)} group by 1, 2`.execute(tx);
  const { rows: all } = await sql<{ workflow_id: Id; count: number }>`
    select workflow_id, count(*)::int as count from app.trigger_log
    where practice_id = ${practice.id} and workflow_id = any(${workflows}) and outcome = 'launched' and counted
      and at > ${since(HOUR_MS)} group by 1`.execute(tx);
  return new Map(
    workflows.map((id) => [
      id,
      {
        on_subject: new Map(
          each.filter((row) => row.workflow_id === id).map(({ subject_id, count }) => [subject_id, count]),
        ),
        all: all.find((row) => row.workflow_id === id)?.count ?? 0,
      },
    ]),
  );
};
