import { sql } from 'kysely';
import type { Desk } from '#kernel/database/practice.ts';
import { csvFile } from '#kernel/http/csv.ts';
import { xlsxFile } from '#kernel/http/xlsx.ts';
import type { Caller } from '#kernel/loop/room.ts';
import { type Column, EXPORT_MOST, exportCells } from '#people/fields/exporting.ts';
import { type ItemRow, listItems } from './lists.ts';
import type { ItemFilter } from './narrowing.ts';

/** What the inbox shows under its filters, in its order, as a file; taking it is an event (IN-162). */
export const itemsFile = async <Format extends 'csv' | 'xlsx'>(
  desk: Desk,
  caller: Caller,
  { cursor: _, limit: __, count: ___, ...query }: ItemFilter,
  format: Format,
): Promise<Format extends 'csv' ? string : Uint8Array<ArrayBuffer>> => {
  const { items } = await listItems(desk, caller.who, { ...query, limit: EXPORT_MOST });
  const { sort: ____, ...filter } = query;
  const { headings, cells } = await exportCells(
    desk,
    caller,
    { list: 'items', filter, columns: columnsOf(await tagNames(desk)) },
    items,
  );
  return (format === 'csv' ? csvFile(headings, cells) : await xlsxFile('Items', headings, cells)) as never;
};

const tagNames = async ({ tx, practice }: Desk): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from app.tag where practice_id = ${practice.id} and deleted_at is null`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
};

const columnsOf = (tags: ReadonlyMap<string, string>): readonly Column<ItemRow>[] => [
  ['number', (row) => row.number],
  ['origin', (row) => row.origin],
  ['status', (row) => row.status],
  ['subject', (row) => row.subject],
  ['client', (row) => row.client],
  ['category', (row) => row.category],
  ['tags', (row) => row.tags.flatMap((id) => tags.get(id) ?? []).join(';')],
  ['contact', (row) => row.contact?.name ?? row.contact?.email ?? null],
  ['sender', (row) => row.source?.from ?? null],
  ['sender_verdict', (row) => row.source?.verdict ?? null],
  ['priority', (row) => row.priority],
  ['due_on', (row) => row.due_on],
  ['overdue', (row) => row.overdue],
  ['assigned_to', (row) => row.assignee],
  ['on_hold', (row) => row.hold?.why ?? null],
  ['decision', (row) => row.decision?.value ?? null],
  ['decided_by', (row) => row.decision?.by ?? null],
  ['decided_for', (row) => row.decision?.acting_for ?? null],
  ['own_work', (row) => (row.decision?.own_work ? 'yes' : null)],
  ['decided_at', (row) => row.decision?.at ?? null],
  ['instructions', (row) => row.decision?.instructions ?? null],
  ['completed_by', (row) => row.completed?.by ?? null],
  ['completed_at', (row) => row.completed?.at ?? null],
  ['notes', (row) => row.notes],
  ['received_at', (row) => row.created_at],
  ['added_by', (row) => row.made_by],
];
