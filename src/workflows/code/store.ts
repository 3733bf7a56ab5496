import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { designFacts } from '#workflows/definitions/store.ts';
import type { Mapping, NameBook, WorkflowFile, WorkflowImport } from './model.ts';

/** The practice's own things and their names in files (WF-162). */
export const nameBook = async (desk: Desk): Promise<NameBook> => {
  const facts = await designFacts(desk);
  const { rows } = await sql<{ id: Id; email: string }>`
    select id, email from app.member where practice_id = ${desk.practice.id} and state <> 'withdrawn'`.execute(desk.tx);
  return { facts, emails: new Map(rows.map(({ id, email }) => [id, email])) };
};

/** Keeps a file that was looked through, and lets go of those nobody committed within a day. */
export const keepImport = async (desk: Desk, row: WorkflowImport, by: string): Promise<void> => {
  const { tx, practice, now } = desk;
  await sql`delete from app.workflow_import
    where practice_id = ${practice.id} and created_at < ${now}::timestamptz - interval '1 day'`.execute(tx);
  await sql`insert into app.workflow_import (practice_id, id, file, mapping, draft_version, created_at, created_by)
    values (${practice.id}, ${row.id}, ${JSON.stringify(row.file)}, ${JSON.stringify(row.mapping)}, ${row.draft_version},
      ${now}, ${by})`.execute(tx);
};

/** Of the member who sent it; somebody else's is as if absent. */
export const readImport = async ({ tx, practice }: Desk, id: Id, by: string): Promise<WorkflowImport | null> => {
  const { rows } = await sql<{ id: Id; file: WorkflowFile; mapping: Mapping; draft_version: number }>`
    select id, file, mapping, draft_version from app.workflow_import
    where practice_id = ${practice.id} and id = ${id} and created_by = ${by}`.execute(tx);
  return rows[0] ?? null;
};

export const mapImport = async (
  { tx, practice }: Desk,
  { id, mapping, draft_version }: Omit<WorkflowImport, 'file'>,
): Promise<void> => {
  await sql`update app.workflow_import set mapping = ${JSON.stringify(mapping)}, draft_version = ${draft_version}
    where practice_id = ${practice.id} and id = ${id}`.execute(tx);
};

export const dropImport = async ({ tx, practice }: Desk, id: Id): Promise<void> => {
  await sql`delete from app.workflow_import where practice_id = ${practice.id} and id = ${id}`.execute(tx);
};
