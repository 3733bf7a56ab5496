import { z } from '@hono/zod-openapi';
import type { Desk } from '#kernel/database/practice.ts';
import { DATE_FORMATS, type Importable } from '#people/fields/importing.ts';
import type { ImportsDoor } from './committing.ts';
import { decode, ENCODINGS } from './decoding.ts';
import { DELIMITERS } from './limits.ts';
import { ignoredColumns } from './mapping.ts';
import { type Import, MODES, OUTCOMES, STATES } from './model.ts';
import { isRefusal, parseFile } from './parsing.ts';
import { countRows, type listRows, readFile } from './store.ts';

export const importSchema = z
  .object({
    id: z.uuid(),
    version: z.int(),
    kind: z.string(),
    file: z.string(),
    bytes: z.int(),
    encoding: z.enum(ENCODINGS),
    /** False: the encoding is proposed; look at the sample. */
    certain: z.boolean(),
    delimiter: z.enum(DELIMITERS),
    headings: z.array(z.string()),
    rows: z.int(),
    mapping: z.record(z.string(), z.string().nullable()),
    ignored: z.array(z.string()),
    date_formats: z.record(z.string(), z.enum(DATE_FORMATS)),
    mode: z.enum(MODES),
    options: z.object({ make_new_tags: z.boolean(), start_workflow: z.uuid().nullable() }),
    state: z.enum(STATES),
    counts: z.record(z.string(), z.int()),
    previewed_at: z.string().nullable(),
    all_or_nothing: z.boolean(),
    committed_at: z.string().nullable(),
    done_at: z.string().nullable(),
    undone_at: z.string().nullable(),
    created_at: z.string(),
    created_by: z.string(),
  })
  .openapi('Import');
const target = z.object({ key: z.string(), label: z.string(), dates: z.boolean() });
export const detail = importSchema
  .extend({
    targets: z.array(target),
    sample: z.array(z.array(z.string())),
    /** What a row finds the record by that is there already, the first that it has (PE-84). */
    found_by: z.array(z.object({ key: z.string(), label: z.string() })),
    /** How many rows are written or taken back so far; null while nothing is under way. */
    progress: z.object({ done: z.int(), of: z.int() }).nullable(),
  })
  .openapi('ImportDetail');
export const rowSchema = z
  .object({
    no: z.int(),
    outcome: z.enum(OUTCOMES),
    thing_id: z.uuid().nullable(),
    url: z.string().nullable(),
    cells: z.array(z.string()),
    changes: z.record(z.string(), z.array(z.string())),
    errors: z.array(
      z.object({
        column: z.string().nullable(),
        value: z.string().nullable(),
        code: z.string(),
        detail: z.string(),
        links: z.array(z.string()).optional(),
      }),
    ),
  })
  .openapi('ImportRow');

const SAMPLE = 5;

export const importableOf = ({ importables }: ImportsDoor, kind: string): Importable | undefined =>
  importables.find((one) => one.kind === kind);

export const shown = ({
  committed_by: _c,
  undone_by: _u,
  deleted_at: _d,
  whole,
  ...row
}: Import): z.infer<typeof importSchema> => ({
  ...row,
  all_or_nothing: whole,
  counts: { ...row.counts } as Record<string, number>,
  ignored: ignoredColumns(row.mapping),
  created_at: row.created_at ?? '',
  created_by: row.created_by ?? '',
});

/** With what its columns can be, and while the file is there the first rows as they are read. */
export const presented = async (door: ImportsDoor, desk: Desk, row: Import): Promise<z.infer<typeof detail>> => {
  const targets = (await importableOf(door, row.kind)?.targets(desk)) ?? [];
  const open = row.state === 'mapping' || row.state === 'previewed';
  const parsed = open ? parseFile(beginning(decode(await readFile(desk, row.id), row.encoding)), row.delimiter) : null;
  return {
    ...shown(row),
    targets: targets.map(({ key, label, dates }) => ({ key, label, dates: dates === true })),
    found_by: (importableOf(door, row.kind)?.finders ?? []).map(({ key, label }) => ({ key, label })),
    progress: await progressOf(desk, row),
    sample: parsed && !isRefusal(parsed) ? parsed.rows.slice(0, SAMPLE) : [],
  };
};

const progressOf = async (desk: Desk, row: Import): Promise<{ done: number; of: number } | null> => {
  const takingBack = row.state === 'done' && row.undone_at !== null;
  if (row.state !== 'committing' && !takingBack) return null;
  const { counts } = row;
  const now = await countRows(desk, row.id);
  const of = takingBack ? (counts.created ?? 0) + (counts.updated ?? 0) : (counts.create ?? 0) + (counts.update ?? 0);
  const left = takingBack ? (now.created ?? 0) + (now.updated ?? 0) : (now.create ?? 0) + (now.update ?? 0);
  return { done: of - left, of };
};

/** Enough of a file for its first rows; cut at the end of a line. */
const beginning = (text: string): string =>
  text.length < 50_000 ? text : text.slice(0, text.lastIndexOf('\n', 50_000) + 1);

export const shownRow = (
  door: ImportsDoor,
  { kind }: Import,
  { stamp: _s, act_ids: _a, version: _v, ...row }: Awaited<ReturnType<typeof listRows>>[number],
) => ({
  ...row,
  // One that comes back from deletion has no page yet.
  url: row.thing_id && row.outcome !== 'create' ? (importableOf(door, kind)?.url(row.thing_id) ?? null) : null,
});
