import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Kernel } from '#kernel/loop/room.ts';

/** The tables in which a word, or what a pattern matches, still stands somewhere in a practice's rows. */
export const tracesIn = (kernel: Kernel, practice: Id, word: string): Promise<string[]> =>
  inPractice(kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ name: string }>`
      select tablename as name from pg_tables where schemaname = 'app'`.execute(tx);
    const found: string[] = [];
    for (const { name } of rows) {
      const { rows: hits } = await sql`
        select 1 from ${sql.table(`app.${name}`)} t where t::text ~* ${word} limit 1`.execute(tx);
      if (hits.length) found.push(name);
    }
    return found;
  });
