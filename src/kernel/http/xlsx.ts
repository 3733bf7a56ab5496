import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Cell, tameText } from './csv.ts';

/** A workbook of one sheet with a head that stays, as bytes; texts are tamed as in CSV (PL-S13). */
export const xlsxFile = async (
  name: string,
  headings: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<Uint8Array<ArrayBuffer>> => {
  // Reading the package is a tenth of a start, and few starts need it.
  const { default: excel } = await import('exceljs');
  const stream = new PassThrough();
  const read = buffer(stream);
  const book = new excel.stream.xlsx.WorkbookWriter({ stream });
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.addRow(headings).commit();
  for (const row of rows) sheet.addRow(row.map(cellOf)).commit();
  sheet.commit();
  await book.commit();
  return new Uint8Array(await read);
};

const cellOf = (value: Cell): string | number | null => {
  if (typeof value === 'string') return tameText(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value ?? null;
};
