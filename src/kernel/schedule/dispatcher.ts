import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Database } from '#kernel/database/pool.ts';
import type { Queue } from '#kernel/queue/queue.ts';

/** How many timers one dispatch claims at most. */
export const DISPATCHED_AT_ONCE = 500;

/** The database server's time: what every node calls now (PL-140). */
export const databaseNow = async (db: Database): Promise<Instant> => {
  const { rows } = await sql<{ now: Instant }>`select date_trunc('milliseconds', clock_timestamp()) as now`.execute(db);
  return rows[0]!.now;
};

/**
 * Claims due timers of all practices and queues a job for each, in one transaction: rolled back, nothing is queued;
 * committed, each is queued once, however many dispatchers run. Answers how many; a full batch means «ask again at once».
 */
export const dispatch = (engine: Database, queue: Queue): Promise<number> =>
  engine.transaction().execute(async (tx) => {
    const { rows } = await sql<{ practice_id: Id; room: string; thing: Id; fence: number }>`
      with due as (
        select practice_id, room, thing from app.timer
        where due_at <= clock_timestamp() and state = 'waiting' and not own_clock
        order by due_at limit ${DISPATCHED_AT_ONCE} for update skip locked)
      update app.timer t set state = 'queued', fence = t.fence + 1, queued_at = clock_timestamp()
      from due where t.practice_id = due.practice_id and t.room = due.room and t.thing = due.thing
      returning t.practice_id, t.room, t.thing, t.fence`.execute(tx);
    await queue.insert(
      tx,
      rows.map(({ practice_id, room, thing, fence }) => ({
        queue: 'act',
        name: 'wake',
        practice_id,
        data: { room, thing, fence },
      })),
    );
    return rows.length;
  });

/** How late the oldest due timer is, in seconds; 0 when none is due (PL-150). */
export const lag = async (engine: Database): Promise<number> => {
  const { rows } = await sql<{ seconds: string | null }>`
    select extract(epoch from clock_timestamp() - min(due_at))::text as seconds from app.timer
    where state = 'waiting' and not own_clock and due_at <= clock_timestamp()`.execute(engine);
  return Number(rows[0]?.seconds ?? 0);
};
