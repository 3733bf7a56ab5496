import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Content } from '#workflows/definitions/content.ts';

const KEPT = 500;
const kept = new Map<string, Content>();

const keyOf = (practice: Id, workflow: Id, n: number): string => `${practice}:${workflow}:${n}`;

/** The contents of versions, which never change: each is read once per process (WF-11). Answers by `<workflow>:<n>`. */
export const contents = async (
  desk: Desk,
  wanted: readonly { workflow_id: Id; workflow_version: number }[],
): Promise<Map<string, Content>> => {
  const { tx, practice } = desk;
  const missing = [
    ...new Map(wanted.map((one) => [keyOf(practice.id, one.workflow_id, one.workflow_version), one])).entries(),
  ].filter(([key]) => !kept.has(key));
  if (missing.length) {
    const pairs = JSON.stringify(missing.map(([, one]) => ({ workflow_id: one.workflow_id, n: one.workflow_version })));
    const { rows } = await sql<{ workflow_id: Id; n: number; content: Content }>`
      select v.workflow_id, v.n, v.content from app.workflow_version v
      join json_to_recordset(${pairs}::json) as p(workflow_id uuid, n int) on p.workflow_id = v.workflow_id and p.n = v.n
      where v.practice_id = ${practice.id}`.execute(tx);
    for (const row of rows) keep(keyOf(practice.id, row.workflow_id, row.n), row.content);
  }
  return new Map(
    wanted.map((one) => [
      `${one.workflow_id}:${one.workflow_version}`,
      kept.get(keyOf(practice.id, one.workflow_id, one.workflow_version))!,
    ]),
  );
};

const keep = (key: string, content: Content): void => {
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
  kept.set(key, content);
};
