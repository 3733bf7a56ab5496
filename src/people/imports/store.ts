import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import type { Room } from '#kernel/loop/room.ts';
import type { Importable } from '#people/fields/importing.ts';
import {
  blankImport,
  type Import,
  type ImportCommand,
  type ImportRow,
  type ImportState,
  type RowOutcome,
} from './model.ts';
import type { JudgedRow } from './reading.ts';
import { decide, evolve } from './rules.ts';

export type ImportsRoom = Room<ImportState, ImportCommand>;

export const importsRoom = (importables: readonly Importable[]): ImportsRoom => ({
  name: 'import',
  kinds: { import: { table: 'app.import', find: (state) => state.import, births: ['import.uploaded'] } },
  load: async (desk, wanted, who) => {
    const found = new Map(
      (
        await readImports(
          desk,
          wanted.map(({ id }) => id),
        )
      ).map((row) => [row.id, row]),
    );
    return new Map(
      wanted.map(({ id, command }): [Id, ImportState] => {
        const row = found.get(id) ?? blankImport(id);
        return [
          id,
          { import: row, no: mayImport(importables, command.do === 'upload' ? command.fields.kind : row.kind, who) },
        ];
      }),
    );
  },
  decide,
  evolve,
  undo: () => refused('not_undoable', 'An import is taken back from its own page.'),
});

/** Who may bring in which kind of record (PE-80). */
export const mayImport = (importables: readonly Importable[], kind: string, who: Who) => {
  const importable = importables.find((one) => one.kind === kind);
  return importable ? importable.mayImport(who) : notFound();
};

const COLUMNS = sql`i.id, i.version, i.kind, i.file, i.bytes, i.encoding, i.certain, i.delimiter, i.headings, i.rows, i.mapping, i.date_formats, i.mode,
  i.options, i.state, i.counts, i.previewed_at, i.whole, i.committed_at, i.committed_by, i.done_at, i.undone_at, i.undone_by, i.deleted_at,
  i.created_at, i.created_by`;

export const readImports = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Import[]> => {
  const { rows } = await sql<Import>`
    select ${COLUMNS} from app.import i where i.practice_id = ${practice.id} and i.id = any(${ids})`.execute(tx);
  return rows;
};

export const IMPORT_SORTS = ['-created_at', 'file'] as const;
const sorts: Record<'created_at' | 'file', SortColumn> = {
  created_at: { by: sql`i.created_at`, type: 'timestamptz' },
  file: { by: sql`lower(i.file)`, type: 'text' },
};

/** Those of these kinds that were not discarded, newest first. */
export const listImports = async (
  { tx, practice }: Desk,
  kinds: readonly string[],
  query: ListQuery & { kind?: string | undefined; state?: string | undefined },
): Promise<{ items: Import[]; next: string | null; count?: { value: number; capped: boolean } }> => {
  const pages = paging(query, sorts, sql`i.id`);
  const body = sql`from app.import i where i.practice_id = ${practice.id} and i.deleted_at is null and i.kind = any(${kinds})
    and (${query.kind ?? null}::text is null or i.kind = ${query.kind ?? null})
    and (${query.state ?? null}::text is null or i.state = ${query.state ?? null})`;
  const { rows } = await sql<Import & { page_key: string }>`
    select ${COLUMNS}, ${pages.key} as page_key ${body} and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}`.execute(
    tx,
  );
  const counting = countQuery(query, body);
  const count = counting && countAnswer(query, (await counting.execute(tx)).rows[0]!.value);
  return { ...(pages.page(rows) as { items: Import[]; next: string | null }), ...(count && { count }) };
};

const PART_BYTES = 1024 * 1024;

/** The file as it came, in pieces of 1 MB. */
export const keepFile = async ({ tx, practice }: Desk, id: Id, bytes: Uint8Array): Promise<void> => {
  for (let no = 0; no * PART_BYTES < bytes.length; no += 1) {
    const content = Buffer.from(bytes.subarray(no * PART_BYTES, (no + 1) * PART_BYTES));
    await sql`insert into app.import_part (practice_id, import_id, no, content) values (${practice.id}, ${id}, ${no}, ${content})`.execute(
      tx,
    );
  }
};

export const readFile = async ({ tx, practice }: Desk, id: Id): Promise<Uint8Array> => {
  const { rows } = await sql<{ content: Buffer }>`
    select content from app.import_part where practice_id = ${practice.id} and import_id = ${id} order by no`.execute(
    tx,
  );
  return Buffer.concat(rows.map((row) => row.content));
};

export const dropFile = ({ tx, practice }: Desk, id: Id): Promise<unknown> =>
  sql`delete from app.import_part where practice_id = ${practice.id} and import_id = ${id}`.execute(tx);

const ROWS_A_STATEMENT = 5_000;

/** The rows of a preview in place of those of an older one. */
export const keepRows = async (
  { tx, practice }: Desk,
  id: Id,
  rows: readonly JudgedRow[],
  cellsOf: (no: number) => readonly string[],
): Promise<void> => {
  await sql`delete from app.import_row where practice_id = ${practice.id} and import_id = ${id}`.execute(tx);
  for (let i = 0; i < rows.length; i += ROWS_A_STATEMENT) {
    const some = rows.slice(i, i + ROWS_A_STATEMENT).map(({ commands: _, ...row }) => ({
      ...row,
      practice_id: practice.id,
      import_id: id,
      cells: cellsOf(row.no),
      act_ids: [],
    }));
    await sql`insert into app.import_row select * from json_populate_recordset(null::app.import_row, ${JSON.stringify(some)}::json)`.execute(
      tx,
    );
  }
};

const ROW = sql`no, cells, outcome, thing_id, changes, errors, stamp, act_ids, version`;

/** The next rows with these outcomes, in the order of the file; locked, so that two lanes share no row. */
export const takeRows = async (
  { tx, practice }: Desk,
  id: Id,
  { outcomes, limit, pass_locked }: { outcomes: readonly RowOutcome[]; limit: number; pass_locked?: boolean },
): Promise<ImportRow[]> => {
  const { rows } = await sql<ImportRow>`
    select ${ROW} from app.import_row where practice_id = ${practice.id} and import_id = ${id} and outcome = any(${outcomes})
    order by no limit ${limit} for update ${pass_locked ? sql`skip locked` : sql``}`.execute(tx);
  return rows;
};

export const listRows = async (
  { tx, practice }: Desk,
  id: Id,
  { outcome, after, limit }: { outcome?: RowOutcome | undefined; after: number; limit: number },
): Promise<ImportRow[]> => {
  const { rows } = await sql<ImportRow>`
    select ${ROW} from app.import_row where practice_id = ${practice.id} and import_id = ${id} and no > ${after}
      and (${outcome ?? null}::text is null or outcome = ${outcome ?? null}) order by no limit ${limit}`.execute(tx);
  return rows;
};

export type RowMark = Pick<ImportRow, 'no' | 'outcome' | 'thing_id' | 'act_ids' | 'version' | 'errors'>;

export const markRows = async ({ tx, practice }: Desk, id: Id, marks: readonly RowMark[]): Promise<void> => {
  if (!marks.length) return;
  await sql`
    update app.import_row r set outcome = m.outcome, thing_id = m.thing_id, act_ids = m.act_ids, version = m.version, errors = m.errors
    from json_to_recordset(${JSON.stringify(marks)}::json) as m(no int, outcome text, thing_id uuid, act_ids uuid[], version int, errors jsonb)
    where r.practice_id = ${practice.id} and r.import_id = ${id} and r.no = m.no`.execute(tx);
};

/** How many rows stand where. */
export const countRows = async ({ tx, practice }: Desk, id: Id): Promise<Partial<Record<RowOutcome, number>>> => {
  const { rows } = await sql<{ outcome: RowOutcome; count: number }>`
    select outcome, count(*)::int as count from app.import_row where practice_id = ${practice.id} and import_id = ${id} group by outcome`.execute(
    tx,
  );
  return Object.fromEntries(rows.map((row) => [row.outcome, row.count]));
};

export interface SavedMapping {
  id: Id;
  kind: string;
  name: string;
  mapping: Import['mapping'];
}

export const savedMappings = async ({ tx, practice }: Desk, kind: string | null): Promise<SavedMapping[]> => {
  const { rows } = await sql<SavedMapping>`
    select id, kind, name, mapping from app.import_mapping where practice_id = ${practice.id} and deleted_at is null
      and (${kind}::text is null or kind = ${kind}) order by lower(name), id`.execute(tx);
  return rows;
};

/** Keeps a mapping by name, in place of an older one of that name (PE-82). */
export const saveMapping = async ({ tx, practice, now }: Desk, saved: SavedMapping, by: string): Promise<void> => {
  await sql`
    insert into app.import_mapping (practice_id, id, version, kind, name, mapping, created_at, created_by)
    values (${practice.id}, ${saved.id}, 1, ${saved.kind}, ${saved.name}, ${JSON.stringify(saved.mapping)}::jsonb, ${now}, ${by})
    on conflict (practice_id, kind, lower(name)) where deleted_at is null
    do update set mapping = excluded.mapping, name = excluded.name, version = app.import_mapping.version + 1`.execute(
    tx,
  );
};
