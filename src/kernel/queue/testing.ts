import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import type { Database } from '#kernel/database/pool.ts';

/**
 * For tests: time passes for the queue while nobody works. What workers that died had taken has been silent for so long, and
 * pg-boss itself hands it on, as the supervisor of any node does; the pause before another try is over as well.
 */
export const queueAges = async (engineUrl: string, engine: Database, seconds: number): Promise<void> => {
  await sql`
    update pgboss.job set
      created_on = created_on - ${seconds} * interval '1 second', started_on = started_on - ${seconds} * interval '1 second',
      heartbeat_on = heartbeat_on - ${seconds} * interval '1 second', start_after = start_after - ${seconds} * interval '1 second'
    where state < 'completed'`.execute(engine);
  await sql`update pgboss.queue set monitor_on = null, monitor_claim_on = null`.execute(engine);
  const boss = new PgBoss({
    connectionString: engineUrl,
    max: 1,
    schema: 'pgboss',
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: false,
    reindex: false,
  });
  const faults: Error[] = [];
  boss.on('error', (error) => faults.push(error));
  await boss.start();
  try {
    await boss.supervise();
  } finally {
    await boss.stop({ graceful: false });
  }
  if (faults.length) throw faults[0];
  await sql`update pgboss.job set start_after = now() where state = 'retry' and start_after > now()`.execute(engine);
};
