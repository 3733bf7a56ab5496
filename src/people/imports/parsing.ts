import { CsvError, parse } from 'csv-parse/sync';
import type { Refusal } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { DELIMITERS, type Delimiter, MOST_COLUMNS, MOST_ROWS } from './limits.ts';

/** A file as rows of cells. `rows[0]` is row 2 of the file, as a spreadsheet counts. */
export interface Parsed {
  headings: string[];
  rows: string[][];
}

/** The sign that cuts the first lines into the most columns, the same number in each. */
export const detectDelimiter = (text: string): Delimiter => {
  const lines = firstLines(text, 10);
  const scores = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => fieldsIn(line, delimiter));
    const [first = 0] = counts;
    const steady = counts.filter((count) => count === first).length / Math.max(counts.length, 1);
    return { delimiter, score: first > 1 ? first * steady : 0 };
  });
  return scores.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
};

const firstLines = (text: string, most: number): string[] =>
  text
    .slice(0, 100_000)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim())
    .slice(0, most);

/** Fields of a line, not counting the sign inside quotes. */
const fieldsIn = (line: string, delimiter: string): number => {
  let fields = 1;
  let quoted = false;
  for (const sign of line) {
    if (sign === '"') quoted = !quoted;
    else if (sign === delimiter && !quoted) fields += 1;
  }
  return fields;
};

/**
 * Rows of cells under unique headings; refuses what is no text, is empty, has no heading row, or is too large (PE-81). A row
 * that has more cells than there are headings keeps them, so that it can be said.
 */
export const parseFile = (text: string, delimiter: Delimiter): Parsed | Refusal => {
  if (text.includes('\0'))
    return no('not_text', 'This is not a CSV file. Save the sheet as CSV in your spreadsheet program, and send that.');
  const cells = cellsOf(text, delimiter);
  if ('because' in cells) return cells;
  const [first, ...rows] = cells;
  if (!first || !text.trim()) return no('empty', 'This file is empty.');
  if (first.length > MOST_COLUMNS) return no('too_many_columns', `This file has more than ${MOST_COLUMNS} columns.`);
  if (
    !first.some((cell) => cell.trim()) ||
    first.filter((cell) => /^\s*[\d.,/-]+\s*$/.test(cell)).length > first.length / 2
  )
    return no('no_headings', 'The first row must name the columns. Add a row of headings and send the file again.');
  if (!rows.length) return no('no_rows', 'This file has headings and no rows.');
  if (rows.length > MOST_ROWS)
    return no(
      'too_many_rows',
      `A file has at most ${MOST_ROWS.toLocaleString('en')} rows; this one has ${rows.length.toLocaleString('en')}.`,
    );
  const headings = uniqueHeadings(first);
  return { headings, rows: rows.map((row) => filled(row, headings.length)) };
};

const filled = (row: string[], columns: number): string[] => {
  while (row.length < columns) row.push('');
  while (row.length > columns && !row.at(-1)!.trim()) row.pop();
  return row;
};

/** Rows without any cell are kept in the count, so that row numbers are the file's own. */
const cellsOf = (text: string, delimiter: Delimiter): string[][] | Refusal => {
  try {
    const rows = parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: 1024 * 1024,
    }) as string[][];
    while (rows.length && rows.at(-1)!.every((cell) => cell === '')) rows.pop();
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return no(
      'unreadable',
      'A quotation mark opens a cell and is never closed, so the rows after it cannot be told apart. Close it and send the file again.',
    );
  }
};

/** Two columns of one name become «Phone» and «Phone (2)»; a nameless one is «Column 3». */
export const uniqueHeadings = (headings: readonly string[]): string[] => {
  const seen = new Map<string, number>();
  return headings.map((heading, i) => {
    const name = heading.trim().replace(/\s+/g, ' ') || `Column ${i + 1}`;
    const count = (seen.get(name.toLowerCase()) ?? 0) + 1;
    seen.set(name.toLowerCase(), count);
    return count === 1 ? name : `${name} (${count})`;
  });
};

/** Whether an answer is a refusal. */
export const isRefusal = (answer: Parsed | Refusal): answer is Refusal => 'because' in answer;

const no = (code: string, detail: string): Refusal => invalid(problem('/file', code, detail));
