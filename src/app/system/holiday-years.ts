import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { YEARS_LISTED } from '#kernel/access/practice/calendar.ts';
import { holidaysOf } from '#kernel/access/practice/regions.ts';
import { practices, readPractice } from '#kernel/access/practice/store.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';

/** Lists the holidays of the years that came into sight since, in a practice whose region is known (CA-26). */
export const listYears = async (kernel: Kernel, practice_id: Id): Promise<void> => {
  const wanted = await inPractice(kernel.db, practice_id, async (desk) => {
    const { holiday_region } = await readPractice(desk);
    return holiday_region && !(await isListed(desk, holiday_region)) ? holidaysOf(holiday_region, desk.today) : null;
  });
  if (!wanted) return;
  const caller = { who: systemWho('calendar'), request_id: newId() };
  const command = { do: 'list_holidays' as const, listed: wanted };
  await perform(kernel, { practice_id, caller }, practices, { id: practice_id, command });
};

/** Whether the last of the years that are listed ahead is there. */
const isListed = async ({ tx, practice, today }: Desk, region: string): Promise<boolean> => {
  const year = Number(today.slice(0, 4)) + YEARS_LISTED - 1;
  const { rows } = await sql<{ there: boolean }>`
    select exists (select 1 from app.holiday where practice_id = ${practice.id} and region = ${region}
      and on_date between ${`${year}-01-01`} and ${`${year}-12-31`}) as there`.execute(tx);
  return rows[0]!.there;
};
