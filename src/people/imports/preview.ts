import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { cut, plural } from '#ground/text.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Context, Problem, Refusal } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import type { Caller } from '#kernel/loop/room.ts';
import { foundByKeys } from '#people/fields/found-by-keys.ts';
import type { DateFormat, Importable, Reading, Target } from '#people/fields/importing.ts';
import { numberKey } from '#people/fields/number-key.ts';
import { readCell } from './cells.ts';
import { inferFormat } from './dates.ts';
import type { Counts, Import } from './model.ts';
import {
  type Column,
  dateReaders,
  type JudgedRow,
  type Judging,
  judgeRow,
  keysOf,
  type Line,
  matchRows,
  readLine,
} from './reading.ts';

/** Numbered rows of a file; the first data row is row 2, as a spreadsheet counts. */
export interface NumberedRow {
  no: number;
  cells: readonly string[];
}

export interface Judgement {
  rows: JudgedRow[];
  counts: Counts;
  new_tags: { id: Id; name: string }[];
}

const BREATH = 2_000;

/** How the database is reached: for a long file in short transactions, so that none waits while rows are looked through. */
export type AtDesk = <T>(work: (desk: Desk) => Promise<T>) => Promise<T>;

/**
 * Decides every row of a file, set-based: keys, records and names are looked up for all rows at once, and nothing is written
 * (PE-85). Refuses a mapping that cannot be used, and a column of days whose format cannot be told (PE-83).
 */
export const judgeRows = async (
  at: AtDesk,
  importable: Importable,
  { row, caller, rows }: { row: Import; caller: Caller; rows: readonly NumberedRow[] },
): Promise<Judgement | Refusal> => {
  const columns = columnsOf(row, await at((desk) => importable.targets(desk)), rows);
  if ('because' in columns) return columns;
  const { reading, persons, nameOf } = await at((desk) => readingFor(desk, row, columns, rows));
  const lines = await breathing(rows, ({ no, cells }) =>
    withinHeadings(row.headings, readLine(no, cells, columns, reading)),
  );
  const keys = [...new Set(lines.flatMap((line) => keysOf(importable, line)))];
  const byKey = keys.length ? await at((desk) => importable.find(desk, keys)) : new Map();
  const matches = matchRows(importable, lines, byKey);
  const around = { who: caller.who, persons };
  const ids = [...new Set([...matches.values()].flatMap(({ ids: mine }) => (mine.length === 1 ? mine : [])))];
  const judging: Judging = {
    importable,
    columns,
    reading,
    mode: row.mode,
    context: await at(async (desk) => contextOf(desk, caller)),
    blank: await at((desk) => importable.blank(desk, around)),
    found: await inParts(ids, (some) => at((desk) => importable.load(desk, some, around))),
    nameOf,
  };
  const judged = await breathing(lines, (line) => judgeRow(line, matches.get(line.no)!, judging));
  const new_tags = usedTags(judged, [...(reading.new_tags?.values() ?? [])]);
  return {
    rows: judged,
    counts: { ...counted(judged), ...(new_tags.length && { new_tags: new_tags.length }) },
    new_tags,
  };
};

/** A row that was cut into more cells than there are headings is not guessed at. */
const withinHeadings = ({ length }: readonly string[], line: Line): Line => {
  const more = line.cells.slice(length);
  if (!more.length) return line;
  const value = more.join(', ');
  const detail = `This row has ${line.cells.length} cells under ${plural(length, 'heading', 'headings')}: «${value}» is too many. Put a cell that holds the separator into quotation marks.`;
  return { ...line, errors: [{ column: null, value, code: 'too_many_cells', detail }, ...line.errors] };
};

const contextOf = (desk: Desk, { who }: Caller): Context => ({
  now: desk.now,
  today: desk.today,
  practice: desk.practice,
  who,
  newId,
});

/** The server does other work in between. */
const breathing = async <T, U>(rows: readonly T[], work: (row: T) => U): Promise<U[]> => {
  const done: U[] = [];
  for (const [i, row] of rows.entries()) {
    if (i % BREATH === BREATH - 1) await setImmediate();
    done.push(work(row));
  }
  return done;
};

const PART = 5_000;
const inParts = async <V>(
  ids: readonly Id[],
  load: (some: readonly Id[]) => Promise<Map<Id, V>>,
): Promise<Map<Id, V>> => {
  const all = new Map<Id, V>();
  for (let i = 0; i < ids.length; i += PART)
    for (const [id, value] of await load(ids.slice(i, i + PART))) all.set(id, value);
  return all;
};

const counted = (rows: readonly JudgedRow[]): Counts => {
  const counts: Counts = {};
  for (const { outcome } of rows) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

/** Tags that only bad rows would bring are not made. */
const usedTags = (rows: readonly JudgedRow[], tags: readonly { id: Id; name: string }[]) => {
  if (!tags.length) return [];
  const used = JSON.stringify(rows.map((row) => row.commands));
  return tags.filter(({ id }) => used.includes(id));
};

/** The columns that are read, in the order of the targets, so that a country is known before a phone is read. */
export const columnsOf = (
  row: Import,
  targets: readonly Target[],
  rows: readonly NumberedRow[],
): Column[] | Refusal => {
  const problems: Problem[] = [];
  const mapped = row.headings.flatMap((heading, at) => {
    const key = row.mapping[heading];
    const target = key ? targets.find((one) => one.key === key) : null;
    if (key && !target)
      problems.push(
        problem(`/mapping/${heading}`, 'not_found', `«${heading}» is mapped to something that is not there any more.`),
      );
    return target ? [{ at, heading, target }] : [];
  });
  for (const [i, one] of mapped.entries())
    if (mapped.findIndex((other) => other.target.key === one.target.key) !== i)
      problems.push(problem(`/mapping/${one.heading}`, 'twice', `Two columns are mapped to «${one.target.label}».`));
  if (!mapped.length && !problems.length)
    problems.push(
      row.headings.length === 1
        ? problem(
            '/delimiter',
            'one_column',
            `Cut at this separator, every row is a single cell: «${cut(row.headings[0]!, 60)}». Choose another separator, or say what the column is.`,
          )
        : problem('/mapping', 'empty', 'Say of at least one column what it is.'),
    );
  const columns = mapped.map((one): Column => {
    const format = one.target.dates ? formatOf(row, one, rows) : 'iso';
    if (!format)
      problems.push(
        problem(
          `/date_formats/${one.heading}`,
          'which_format',
          `The days in «${one.heading}» can be read in two ways. Say whether the day or the month comes first.`,
        ),
      );
    return { ...one, format: format ?? 'iso' };
  });
  if (problems.length) return invalid(...problems);
  const order = new Map(targets.map((target, i) => [target.key, i]));
  return columns.sort((a, b) => order.get(a.target.key)! - order.get(b.target.key)!);
};

const formatOf = (
  row: Import,
  { heading, at }: { heading: string; at: number },
  rows: readonly NumberedRow[],
): DateFormat | null => row.date_formats[heading] ?? inferFormat(rows.map(({ cells }) => cells[at] ?? ''));

const readingFor = async (desk: Desk, row: Import, columns: readonly Column[], rows: readonly NumberedRow[]) => {
  const { tx, practice } = desk;
  const { rows: names } = await sql<{ list: 'tag' | 'member'; id: Id; name: string; email: string | null }>`
    select 'tag' as list, id, name, null as email from app.tag where practice_id = ${practice.id} and deleted_at is null
    union all select 'member', id, name, email from app.member where practice_id = ${practice.id} and state = 'active'`.execute(
    tx,
  );
  const persons = await personsNamed(desk, columns, rows);
  const reading: Reading = {
    country: practice.country,
    today: desk.today,
    tags: new Map(names.filter((one) => one.list === 'tag').map((one) => [one.name.toLowerCase(), one.id])),
    new_tags: row.options.make_new_tags ? new Map() : null,
    members: new Map(
      names
        .filter((one) => one.list === 'member')
        .flatMap((one) => [
          [one.name.toLowerCase(), one.id],
          [one.email!.toLowerCase(), one.id],
        ]),
    ),
    persons,
    ...dateReaders,
    newId,
  };
  const byId = new Map(names.map((one) => [one.id, one.name]));
  const nameOf = (id: string): string =>
    byId.get(id) ?? [...(reading.new_tags?.values() ?? [])].find((tag) => tag.id === id)?.name ?? id;
  return { reading, persons: [...new Set(persons.values())], nameOf };
};

/** Prospects and clients that the file names by their numbers; absorbed ones stand for their survivors. */
const personsNamed = async (
  desk: Desk,
  columns: readonly Column[],
  rows: readonly NumberedRow[],
): Promise<Map<string, Id>> => {
  const at = columns.filter(({ target }) => target.persons).map((column) => column.at);
  const numbers = new Set(
    rows.flatMap(({ cells }) => at.flatMap((i) => readCell(cells[i] ?? '')?.toLowerCase() ?? [])),
  );
  if (!numbers.size) return new Map();
  const found = await foundByKeys('person')(desk, [...numbers].map(numberKey));
  const { rows: survivors } = await sql<{ id: Id; survivor: Id }>`
    select p.id, coalesce(app.survivor_of(p.practice_id, p.id), p.id) as survivor from app.person p
    where p.practice_id = ${desk.practice.id} and p.id = any(${[...found.values()].flat()})`.execute(desk.tx);
  const last = new Map(survivors.map((one) => [one.id, one.survivor]));
  return new Map([...found].flatMap(([key, [id]]) => (id && last.has(id) ? [[key.slice(2), last.get(id)!]] : [])));
};
