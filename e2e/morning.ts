/** node e2e/morning.ts <practice's short name>: its alarm for the daily digest rings now. */
import { sql } from 'kysely';
import { inPractice } from '#kernel/database/practice.ts';
import { onHost } from '../src/app/cli/host.ts';
import { practiceBySlug } from '../src/app/cli/keys.ts';

const [slug = ''] = process.argv.slice(2);
await onHost(async ({ kernel, engine }) =>
  inPractice(kernel.db, await practiceBySlug(engine, slug), async ({ tx, now, practice }) => {
    const { rows } = await sql`
      update app.timer set due_at = ${now} where practice_id = ${practice.id} and room = 'digest' returning 1`.execute(
      tx,
    );
    if (rows.length !== 1) throw new Error(`${rows.length} alarms for the daily digest`);
  }),
);
