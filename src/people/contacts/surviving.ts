import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';

/** The contact an id stands for: an absorbed one answers with the last survivor for ever (PE-75, PE-79). */
export const survivingContact = async ({ tx, practice }: Desk, id: Id): Promise<Id> => {
  const { rows } = await sql<{ id: Id }>`
    with recursive chain as (
      select c.id, c.merged_into, 1 as step from app.contact c where c.practice_id = ${practice.id} and c.id = ${id}
      union all
      select c.id, c.merged_into, chain.step + 1 from chain
      join app.contact c on c.practice_id = ${practice.id} and c.id = chain.merged_into where chain.step < 50)
    select id from chain where merged_into is null limit 1`.execute(tx);
  return rows[0]?.id ?? id;
};
