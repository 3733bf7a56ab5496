/** A spreadsheet takes a cell that begins with one of these for a formula (PE-92). */
const FORMULA = /^[=+\-@\t\r]/;

/** A leading apostrophe keeps a spreadsheet from running the cell; one that a text has itself before such a sign is doubled. */
const disarm = (text: string): string => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** Takes one leading apostrophe off again, where an export would have put it (PE-92, worked example 10). */
export const unquoteFormula = (text: string): string =>
  text.startsWith("'") && (FORMULA.test(text.slice(1)) || /^'+[=+\-@\t\r]/.test(text.slice(1))) ? text.slice(1) : text;

/** One cell of an export: disarmed, and quoted where the format asks for it. */
export const csvCell = (value: string | number | boolean | null | undefined): string => {
  const text =
    value === null || value === undefined ? '' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
  const safe = typeof value === 'number' ? text : disarm(text);
  return /[",\r\n]/.test(safe) || safe.startsWith(' ') || safe.endsWith(' ') ? `"${safe.replaceAll('"', '""')}"` : safe;
};

type Cells = readonly (string | number | boolean | null | undefined)[];

/** A file of UTF-8 with a mark, so that spreadsheets read accents, and the line ends of RFC 4180. */
export const csvFile = (headings: readonly string[], rows: Iterable<Cells>): string => {
  const lines = [headings.map(csvCell).join(',')];
  for (const row of rows) lines.push(row.map(csvCell).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
};
