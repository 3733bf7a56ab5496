export type Cell = string | number | boolean | null | undefined;

/** A text that a spreadsheet would run as a formula is led by an apostrophe (PL-S13). */
export const tameText = (text: string): string => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** One cell of an export. */
const csvCell = (value: Cell): string => {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return typeof value === 'number' ? String(value) : value ? 'yes' : 'no';
  const safe = tameText(value);
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A file of UTF-8 with a mark, so that spreadsheets read accents, and the line ends of RFC 4180. */
export const csvFile = (headings: readonly string[], rows: Iterable<readonly Cell[]>): string => {
  const lines = [headings.map(csvCell).join(',')];
  for (const row of rows) lines.push(row.map(csvCell).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
};
