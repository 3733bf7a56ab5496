import { type RawBuilder, sql } from 'kysely';

/** The id of the member that the SQL of an actor names; null of the machine and of keys. By key: a join on «member:» and the id read all members for every row. */
export const memberOf = (actor: RawBuilder<unknown>): RawBuilder<string | null> =>
  sql`(case when ${actor} like 'member:%' then substr(${actor}, 8)::uuid end)`;
