import { createHash } from 'node:crypto';
import type { Id } from '#ground/id.ts';
import type { Command, Context } from '#kernel/decision/model.ts';
import {
  type DateFormat,
  type Draft,
  type Found,
  type Importable,
  problemsOf,
  type Reading,
  type Target,
} from '#people/fields/importing.ts';
import { readCell } from './cells.ts';
import { readDate, readYearEnd } from './dates.ts';
import type { ImportRow, Mode, RowError, RowOutcome } from './model.ts';

/** A column that is read: where it stands, and what it is. */
export interface Column {
  at: number;
  heading: string;
  target: Target;
  format: DateFormat;
}

/** What the cells of one row say, before anybody looks whom they are about. */
export interface Line {
  no: number;
  cells: readonly string[];
  draft: Draft;
  errors: RowError[];
  /** Nothing stands in it at all, in columns that are not read either. */
  empty: boolean;
}

/** Puts the cells of a row into a draft; the columns bring their date formats with them. */
export const readLine = (
  no: number,
  cells: readonly string[],
  columns: readonly Column[],
  reading: Reading,
  draft: Draft = {},
): Line => {
  const errors: RowError[] = [];
  for (const column of columns) {
    const cell = readCell(cells[column.at] ?? '');
    if (cell === undefined) continue;
    const fault = column.target.put(draft, cell, withFormat(reading, column.format));
    if (fault)
      errors.push({ column: column.heading, value: cells[column.at] ?? '', code: 'unreadable', detail: fault });
  }
  return { no, cells, draft, errors, empty: cells.every((cell) => readCell(cell) === undefined) };
};

const withFormat = (reading: Reading, format: DateFormat): Reading => {
  READ.format = format;
  return reading;
};

/** The format of the column that is being read: one object serves all cells, since a file has a hundred thousand rows. */
const READ: { format: DateFormat } = { format: 'iso' };
export const dateReaders = {
  date: (cell: string) => readDate(cell, READ.format),
  yearEnd: (cell: string) => readYearEnd(cell, READ.format),
};

/** Whom a row is about: the first mapped of number, tax number, e-mail that has a value (PE-84). */
export const keysOf = ({ finders }: Importable, { draft, empty }: Line): string[] => {
  if (empty) return [];
  for (const finder of finders) {
    const keys = finder.keys(draft);
    if (keys.length) return keys;
  }
  return [];
};

export interface Match {
  /** Null: nobody; two or more: which one is meant cannot be told. */
  ids: readonly Id[];
  /** The row above that is about the same. */
  twin: number | null;
}

/** Every row's match, and which row comes second for one record or one key (PE-84). */
export const matchRows = (
  importable: Importable,
  lines: readonly Line[],
  found: ReadonlyMap<string, readonly Id[]>,
): Map<number, Match> => {
  const matches = new Map<number, Match>();
  const first = new Map<string, number>();
  for (const line of lines) {
    const keys = keysOf(importable, line);
    const ids = [...new Set(keys.flatMap((key) => found.get(key) ?? []))];
    const claims = ids.length === 1 ? [ids[0]!] : keys;
    const twin = claims.map((claim) => first.get(claim)).find((no) => no !== undefined) ?? null;
    if (twin === null) for (const claim of claims) first.set(claim, line.no);
    matches.set(line.no, { ids, twin });
  }
  return matches;
};

export interface Judging {
  importable: Importable;
  columns: readonly Column[];
  reading: Reading;
  mode: Mode;
  context: Context;
  blank(id: Id): Found;
  found: ReadonlyMap<Id, Found>;
  /** What ids in shown values are called. */
  nameOf(id: string): string;
}

export type JudgedRow = Pick<ImportRow, 'no' | 'outcome' | 'thing_id' | 'changes' | 'errors' | 'stamp'> & {
  commands: Command[];
};

/** What would be done with a row: create, update, unchanged or error, decided by the room's own rule (PE-85). */
export const judgeRow = (line: Line, match: Match, judging: Judging): JudgedRow => {
  if (line.empty) return row(line, 'unchanged', null);
  const wrong = line.errors.length ? line.errors : misfit(match, judging);
  if (wrong.length) return row(line, 'error', null, { errors: wrong });
  const [id] = match.ids;
  return id ? judgeFound(line, id, judging) : judgeNew(line, judging);
};

const judgeNew = (line: Line, judging: Judging): JudgedRow => {
  const { importable, context } = judging;
  const state = judging.blank('new');
  return judged(
    line,
    null,
    importable.judge(state, line.draft, {
      creating: true,
      touched: Object.keys(line.draft),
      context,
      new_tags: newTags(judging),
    }),
    judging,
  );
};

const newTags = ({ reading }: Judging): { id: Id; name: string }[] =>
  reading.new_tags?.size ? [...reading.new_tags.values()] : [];

const judgeFound = (line: Line, id: Id, judging: Judging): JudgedRow => {
  const { importable, columns, reading, context } = judging;
  const state = judging.found.get(id);
  if (!state)
    return row(line, 'error', null, {
      errors: [
        {
          column: null,
          value: null,
          code: 'not_found',
          detail: 'The record this row is about is not there, or you may not see it.',
        },
      ],
    });
  const touched = Object.keys(line.draft);
  const laid = readLine(line.no, line.cells, columns, reading, importable.draft(state));
  if (laid.errors.length) return row(line, 'error', id, { errors: laid.errors });
  return judged(
    line,
    id,
    importable.judge(state, laid.draft, { creating: false, touched, context, new_tags: newTags(judging) }),
    judging,
  );
};

const judged = (line: Line, id: Id | null, answer: ReturnType<Importable['judge']>, judging: Judging): JudgedRow => {
  if (answer.refusal) {
    const errors = problemsOf(answer.refusal).map((problem): RowError => {
      const column = judging.columns.find(({ target }) => pointsAt(problem.pointer, target.key));
      return {
        column: column?.heading ?? null,
        value: column ? (line.cells[column.at] ?? '') : null,
        code: problem.code,
        detail: problem.detail,
      };
    });
    return row(line, 'error', id, { errors });
  }
  const outcome = !answer.commands.length ? 'unchanged' : id && !isDeleted(id, judging) ? 'update' : 'create';
  const changes = Object.fromEntries(
    Object.entries(answer.changes).map(([field, pair]) => [
      field,
      pair.map((value) => named(value, judging.nameOf)) as [string, string],
    ]),
  );
  return { ...row(line, outcome, id, { changes }), commands: answer.commands };
};

/** `/emails/0/address` is the column «E-mail», `/roles/partner` the column «Partner». */
const pointsAt = (pointer: string, key: string): boolean => {
  const parts = pointer.split('/').filter(Boolean);
  const [field = '', more = ''] = parts;
  return (
    key === field ||
    key === more ||
    key === `${field}.${more}` ||
    (field.endsWith('s') && key === field.slice(0, -1)) ||
    (field === 'addresses' && /^(postal|street|billing)_/.test(key))
  );
};

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const named = (value: string, nameOf: (id: string) => string): string => value.replace(ID, nameOf);

const isDeleted = (id: Id, { importable, found }: Judging): boolean => {
  const state = found.get(id);
  return state !== undefined && importable.deleted(state);
};

const misfit = ({ ids, twin }: Match, judging: Judging): RowError[] => {
  const { importable, mode } = judging;
  const no = (code: string, detail: string, links?: string[]): RowError[] => [
    { column: null, value: null, code, detail, ...(links && { links }) },
  ];
  if (ids.length > 1)
    return no(
      'ambiguous_match',
      `Two records match this row. Say which by its number, or merge them.`,
      ids.slice(0, 5).map(importable.url),
    );
  if (twin !== null) return no('twice_in_file', `Row ${twin} is about the same record.`);
  const there = ids.some((id) => !isDeleted(id, judging));
  if (mode === 'create' && there)
    return no('exists', 'This record is there already, and this import only adds.', ids.map(importable.url));
  if (mode === 'update' && !there) return no('not_there', 'No record matches this row, and this import only updates.');
  return [];
};

const row = (
  line: Line,
  outcome: RowOutcome,
  id: Id | null,
  more: Partial<Pick<JudgedRow, 'changes' | 'errors'>> = {},
): JudgedRow => {
  const { changes = {}, errors = [] } = more;
  const stamp = createHash('sha1')
    .update(JSON.stringify([outcome, id, changes]))
    .digest('base64url');
  return { no: line.no, outcome, thing_id: id, changes, errors, stamp, commands: [] };
};
