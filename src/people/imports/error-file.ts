import type { Desk } from '#kernel/database/practice.ts';
import { csvFile } from '#kernel/http/csv.ts';
import { unquoteFormula } from './cells.ts';
import type { Import, ImportRow } from './model.ts';
import { listRows } from './store.ts';

const BAD = ['error', 'changed_since_preview'] as const;

/** The original rows that were not taken, with one more column `error`; repaired, it can be imported again (PE-90). */
export const errorFile = async (desk: Desk, row: Import): Promise<string> => {
  const rows: ImportRow[] = [];
  for (const outcome of BAD) rows.push(...(await listRows(desk, row.id, { outcome, after: 0, limit: 100_000 })));
  rows.sort((a, b) => a.no - b.no);
  return csvFile(
    [...row.headings, 'error'],
    rows.map((one) => [
      ...row.headings.map((_, i) => unquoteFormula(one.cells[i] ?? '')),
      sentenceOf(one.errors, one.no),
    ]),
  );
};

const sentenceOf = (errors: ImportRow['errors'], no: number): string =>
  `Row ${no}: ${errors.map(({ column, detail, links }) => [column && `${column}:`, detail, links && `(${links.join(', ')})`].filter(Boolean).join(' ')).join(' ')}`;
