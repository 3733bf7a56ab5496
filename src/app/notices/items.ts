import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import { handsOf } from '#inbox/items/hands.ts';
import type { Item } from '#inbox/items/model.ts';
import { DUE } from '#inbox/items/narrowing.ts';
import { tell } from '#inbox/items/telling.ts';
import { deputyOf } from '#kernel/access/delegations/rules.ts';
import { delegationsFrom } from '#kernel/access/delegations/store.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { ref } from '#kernel/decision/rules.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { addBusinessDays } from '#workflows/dates/rules.ts';
import { caller } from '../reacting.ts';
import type { DigestPart, OpenWork } from './model.ts';

/** What the mornings of members hold of the inbox: items that are due, and those that are open (IN-172, PL-125). */

/** Open, and waiting for nothing: what is on hold is told of when it ends (IN-14). */
const OPEN = sql`i.deleted_at is null and i.status in ('outstanding', 'in_progress') and i.hold_why is null`;

type Due = Pick<Item, 'id' | 'number' | 'subject' | 'confidential'> & { assignee_id: Id; due_on: PlainDate };

/**
 * What is due before the next business day is over, and what became overdue since the last one, told to whoever has it and to
 * whoever stands in for them today (IN-13, IN-147); so many queries, however many items.
 */
export const tellOfItems = async (kernel: Kernel, desk: Desk): Promise<void> => {
  const { tx, practice, today } = desk;
  const { rows } = await sql<Due>`
    select i.id, i.number, i.subject, i.confidential, i.assignee_id, i.due_on from app.item i
    where i.practice_id = ${practice.id} and i.assignee_id is not null and ${OPEN} and i.due_on <> ${today}
      and ${DUE} between ${addBusinessDays(today, -1, practice)} and ${addBusinessDays(today, 1, practice)}
    order by i.due_on, i.number`.execute(tx);
  if (!rows.length) return;
  const around = { members: await handsOf(desk) };
  const notices = rows.flatMap((item) => tell({ item, around }, [item.assignee_id], newsOf(item, today)));
  await kernel.writers.notify(desk, notices as never, caller());
};

const newsOf = ({ due_on }: Due, today: PlainDate) =>
  due_on < today
    ? { verb: 'item.overdue', says: () => 'is overdue' }
    : { verb: 'item.due_tomorrow', says: () => `is due on ${due_on}` };

interface Row extends Due {
  document_id: Id | null;
  status: 'outstanding' | 'in_progress';
  about: string | null;
  about_id: Id | null;
}

/** Open items of members, and of those they stand in for today. */
export const openItems: DigestPart = async (desk, members) => {
  const away = await delegationsFrom(desk, desk.today);
  const absent = away.flatMap(({ member_id }) => deputyOf(away, member_id, desk.today) ?? []);
  const covered = absent.filter(({ deputy_id }) => members.includes(deputy_id));
  const rows = await openOf(desk, [...new Set([...members, ...covered.map(({ member_id }) => member_id)])]);
  const by = Map.groupBy(rows, ({ assignee_id }) => assignee_id);
  const names = covered.length ? new Map((await handsOf(desk)).map(({ id, name }) => [id, name])) : new Map();
  const deputised = (id: Id) =>
    covered
      .filter(({ deputy_id }) => deputy_id === id)
      .flatMap(({ member_id, covers }) =>
        (by.get(member_id) ?? [])
          .filter(({ document_id }) => !document_id || covers !== 'task')
          .map((row) => workOf(row, `For ${names.get(member_id)}`)),
      );
  return new Map(members.map((id) => [id, [...(by.get(id) ?? []).map((row) => workOf(row, null)), ...deputised(id)]]));
};

const openOf = async ({ tx, practice }: Desk, members: readonly Id[]): Promise<Row[]> => {
  const asked: RawBuilder<unknown> = sql`${members}::uuid[]`;
  const { rows } = await sql<Row>`
    select i.id, i.number, i.subject, i.confidential, i.assignee_id, i.due_on, i.document_id, i.status,
      p.display_name as about, i.client_id as about_id
    from app.item i left join app.person p on p.practice_id = i.practice_id and p.id = i.client_id
    where i.practice_id = ${practice.id} and i.assignee_id = any(${asked}) and ${OPEN}
    order by i.number`.execute(tx);
  return rows;
};

/** Of a confidential one the number alone (IN-171). */
const workOf = (row: Row, part_of: string | null): OpenWork => ({
  thing: ref('item', row.id),
  title: row.confidential ? `#${row.number}` : `#${row.number} ${row.subject}`,
  about: row.confidential ? null : row.about,
  about_id: row.about_id,
  part_of,
  due_on: row.due_on,
  is: row.document_id ? 'approval' : row.status === 'outstanding' ? 'ready' : 'begun',
  url: `/inbox/${row.number}`,
});
