/** node e2e/silent.ts <practice's short name>: the quiet alarm of its one mailbox was set a month ago, and looks now. */
import { sql } from 'kysely';
import { inPractice } from '#kernel/database/practice.ts';
import { onHost } from '../src/app/cli/host.ts';
import { practiceBySlug } from '../src/app/cli/keys.ts';

const [slug = ''] = process.argv.slice(2);
await onHost(async ({ kernel, engine }) =>
  inPractice(kernel.db, await practiceBySlug(engine, slug), async ({ tx, now, practice }) => {
    const mailboxes = await sql`
      update app.mailbox set quiet_from = ${now}::timestamptz - interval '31 days'
      where practice_id = ${practice.id} and quiet_days is not null returning 1`.execute(tx);
    const alarms = await sql`
      update app.timer set due_at = ${now} where practice_id = ${practice.id} and room = 'mailbox' returning 1`.execute(
      tx,
    );
    if (mailboxes.rows.length !== 1 || alarms.rows.length !== 1)
      throw new Error(`${mailboxes.rows.length} mailboxes and ${alarms.rows.length} alarms`);
  }),
);
