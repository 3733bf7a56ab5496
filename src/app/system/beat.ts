import { hostname } from 'node:os';
import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import type { Database } from '#kernel/database/pool.ts';

/** One line per worker. A gap of all of them of over two minutes is written down as a downtime, with its report (PL-145). */
export const beat = (engine: Database, worker: Id): Promise<void> =>
  engine.transaction().execute(async (tx) => {
    await sql`select meta.notice_downtime(${newId()}::uuid)`.execute(tx);
    await sql`
      insert into meta.worker (id, host, process, started_at, beat_at)
      values (${worker}, ${hostname()}, ${process.pid}, clock_timestamp(), clock_timestamp())
      on conflict (id) do update set beat_at = excluded.beat_at`.execute(tx);
    await sql`delete from meta.worker where coalesce(ended_at, beat_at) < clock_timestamp() - interval '1 day'`.execute(
      tx,
    );
  });

export const signOff = async (engine: Database, worker: Id): Promise<void> => {
  await sql`update meta.worker set ended_at = clock_timestamp() where id = ${worker}`.execute(engine);
};
