import { sql } from 'kysely';
import type { Recipient } from '#connectors/mail/listener.ts';
import type { Database } from '#kernel/database/pool.ts';
import { NOBODY } from './postmaster.ts';

/**
 * Whose a mail is. An address of the mail domain is the practice's that has or ever had its name (IN-41); another one the
 * practice's that writes from it. `+…` before the @ counts for neither. Of several practices with one sender's address it is the
 * first live one, so that nothing is seen by two. The postmaster is whoever runs the installation (IN-54).
 */
export const recipientOf = async (
  engine: Database,
  domain: string | null,
  address: string,
): Promise<Recipient | 'unknown' | 'not_ours'> => {
  const base = address.toLowerCase().replace(/\+[^@]*@/, '@');
  const [name = '', of] = base.split('@');
  const mine = of === domain;
  if (mine && name === 'postmaster') return { practice: NOBODY, room: 'operator' };
  const { rows } = await sql<Recipient>`
    select s.practice_id as practice, 'inbox' as room, 0 as last from meta.intake_slug s join meta.practice p using (practice_id)
    where ${mine} and s.slug = ${name}
    union all
    (select a.practice_id, 'replies', 1 from meta.mail_address a join meta.practice p using (practice_id)
     where a.address = ${base} order by p.kind = 'live' desc, a.practice_id limit 1)
    order by last limit 1`.execute(engine);
  const [found] = rows;
  if (found) return { practice: found.practice, room: found.room };
  return mine || (await isOurs(engine, of ?? '')) ? 'unknown' : 'not_ours';
};

/** A practice writes from this domain. */
const isOurs = async (engine: Database, domain: string): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from meta.mail_address where split_part(address, '@', 2) = ${domain} limit 1`.execute(engine);
  return rows.length > 0;
};
