import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Database } from '#kernel/database/pool.ts';

/**
 * Whose a mail is: the practice that writes from this address, `+…` before the @ aside; null when none does. Of several with
 * one address it is the first live one, so that nothing is seen by two.
 */
export const practiceOfAddress = async (engine: Database, address: string): Promise<Id | null> => {
  const base = address.toLowerCase().replace(/\+[^@]*@/, '@');
  const { rows } = await sql<{ practice_id: Id }>`
    select a.practice_id from meta.mail_address a join meta.practice p using (practice_id)
    where a.address = ${base} order by p.kind = 'live' desc, a.practice_id limit 1`.execute(engine);
  return rows[0]?.practice_id ?? null;
};
