import { type RawBuilder, sql } from 'kysely';
import type { Desk } from '#kernel/database/practice.ts';

/** One statement that may take as long as it does. */
export const run = async ({ tx }: Desk, statement: RawBuilder<unknown>): Promise<void> => {
  await sql`set local statement_timeout = 0`.execute(tx);
  await statement.execute(tx);
};

/** An id that a number decides: the same in every run. */
export const idOf = (kind: string, n: RawBuilder<unknown>) =>
  sql`(lpad(to_hex(${kind.length * 7919 + kind.charCodeAt(0)}::int), 8, '0') || '-0000-7000-8000-' || lpad(to_hex((${n})::bigint), 12, '0'))::uuid`;

/** As `entryOf` would keep them: every word here is one plain word, so folding is lower case and nothing has parts. */
export const entryWords = (text: RawBuilder<unknown>) =>
  sql`' ' || (select string_agg(distinct w, ' ' order by w) from unnest(string_to_array(lower(${text}) collate "C", ' ')) w) || ' '`;
