import { newId } from '#ground/id.ts';
import { record } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import { csvFile } from '#kernel/http/csv.ts';
import { originOf } from '#kernel/loop/perform.ts';
import type { Caller } from '#kernel/loop/room.ts';

type Cell = string | number | boolean | null;

/** At most this many rows leave in one file. */
export const EXPORT_MOST = 100_000;

/** One column of a file: its heading, and the cell of a row. */
export type Column<Row> = readonly [heading: string, cell: (row: Row) => Cell];

interface Exported<Row> {
  list: string;
  filter: object;
  columns: readonly Column<Row>[];
}

/** A list as a file, and the event that says who took which rows under which filter (PE-92). */
export const exportFile = async <Row>(
  desk: Desk,
  caller: Caller,
  what: Exported<Row>,
  rows: readonly Row[],
): Promise<string> => {
  const { headings, cells } = await exportCells(desk, caller, what, rows);
  return csvFile(headings, cells);
};

/** The same before it is written in some format. */
export const exportCells = async <Row>(
  desk: Desk,
  caller: Caller,
  { list, filter, columns }: Exported<Row>,
  rows: readonly Row[],
): Promise<{ headings: string[]; cells: Cell[][] }> => {
  const facts = { filter: [null, filter as unknown as Json], rows: [null, rows.length] } as const;
  const thing = ref('practice', desk.practice.id);
  await record(desk, originOf(caller), [
    { event: { verb: `${list}.exported`, thing, facts }, act_id: newId(), root: thing, personal: [] },
  ]);
  return {
    headings: columns.map(([heading]) => heading),
    cells: rows.map((row) => columns.map(([, cell]) => cell(row))),
  };
};
