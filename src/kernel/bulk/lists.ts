import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { csvFile } from '#kernel/http/csv.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import type { Operation } from './store.ts';

export const ROW_SORTS = ['refused_first', 'no'] as const;
const REFUSED_FIRST = sql`case when r.state = 'refused' then r.no else r.no + 1000000 end`;
const sorts: Record<(typeof ROW_SORTS)[number], SortColumn> = {
  refused_first: { by: REFUSED_FIRST, type: 'int' },
  no: { by: sql`r.no`, type: 'int' },
};
const NUMBER: SortColumn = { by: sql`r.no`, type: 'int' };

export const ROW_STATES = ['waiting', 'done', 'unchanged', 'refused', 'cancelled'] as const;

export interface BulkLine {
  no: number;
  id: Id;
  title: string | null;
  url: string | null;
  state: (typeof ROW_STATES)[number];
  code: string | null;
  because: string | null;
  result_id: Id | null;
}

/** The rows of an operation with the names of their things, as the search knows them; refused ones first. */
export const listRows = async (
  desk: Desk,
  operation: Operation,
  query: ListQuery & { state?: BulkLine['state'] | undefined },
) => {
  const { tx, practice } = desk;
  const pages = paging(query, sorts, NUMBER);
  const body = sql`from app.bulk_row r
    where r.practice_id = ${practice.id} and r.operation_id = ${operation.id}
      and (${query.state ?? null}::text is null or r.state = ${query.state ?? null})`;
  const { rows } = await sql<Omit<BulkLine, 'id'> & { id: number; thing_id: Id; page_key: string }>`
    select p.*, e.title, e.url from (
      select r.no, r.no as id, r.thing_id, r.state, r.code, r.because, r.result_id, ${pages.key} as page_key ${body}
        and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}) p
    left join app.search_entry e on e.practice_id = ${practice.id} and e.kind = ${operation.thing_kind} and e.thing_id = p.thing_id
    order by p.page_key::int`.execute(tx);
  const { items, next } = pages.page(rows);
  const counting = countQuery(query, body);
  const counted = counting ? (await counting.execute(tx)).rows[0]!.value : null;
  return {
    items: items.map(({ thing_id, ...row }): BulkLine => ({ ...row, id: thing_id })),
    next,
    ...(counted === null ? {} : { count: countAnswer(query, counted) }),
  };
};

/** All rows as a file, refused ones first (PL-72). */
export const resultsFile = async ({ tx, practice }: Desk, operation: Operation): Promise<string> => {
  const { rows } = await sql<Omit<BulkLine, 'url'>>`
    select r.no, r.thing_id as id, e.title, r.state, r.code, r.because, r.result_id
    from app.bulk_row r
    left join app.search_entry e on e.practice_id = r.practice_id and e.kind = ${operation.thing_kind} and e.thing_id = r.thing_id
    where r.practice_id = ${practice.id} and r.operation_id = ${operation.id} order by ${REFUSED_FIRST}`.execute(tx);
  return csvFile(
    ['row', 'name', 'result', 'code', 'because', 'id', 'result_id'],
    rows.map((row) => [row.no, row.title, row.state, row.code, row.because, row.id, row.result_id]),
  );
};
