import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';

/** A page that is open says so every 15 seconds; one that was not heard of for so long is closed. */
const GONE_SECONDS = 40;

/**
 * Notes that a member has the preview of an item open, or closed it, and answers who else has it open. By the machine's own clock:
 * a sandbox's may stand still, people do not.
 */
export const viewing = async (
  { tx, practice }: Desk,
  { item, member, here }: { item: Id; member: Id; here: boolean },
): Promise<string[]> => {
  await sql`
    delete from app.item_viewing where practice_id = ${practice.id} and item_id = ${item}
      and (seen_at < clock_timestamp() - make_interval(secs => ${GONE_SECONDS}) or (member_id = ${member} and not ${here}::boolean))`.execute(
    tx,
  );
  if (!here) return [];
  await sql`
    insert into app.item_viewing (practice_id, item_id, member_id, seen_at) values (${practice.id}, ${item}, ${member}, clock_timestamp())
    on conflict (practice_id, item_id, member_id) do update set seen_at = excluded.seen_at`.execute(tx);
  const { rows } = await sql<{ name: string }>`
    select m.name from app.item_viewing v join app.member m on m.practice_id = v.practice_id and m.id = v.member_id
    where v.practice_id = ${practice.id} and v.item_id = ${item} and v.member_id <> ${member} order by m.sort_name`.execute(
    tx,
  );
  return rows.map(({ name }) => name);
};
