import { sql } from 'kysely';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { Queue, QueueEffect, QueueName } from './queue.ts';

/** Jobs of a practice that is still being made: no worker sees them until they are let go. */
export const keepJobs = async ({ tx, practice }: Desk, effects: readonly QueueEffect[]): Promise<void> => {
  await sql`
    insert into app.kept_job (practice_id, queue, name, data)
    select ${practice.id}, j.queue, j.name, j.data
    from json_to_recordset(${JSON.stringify(effects)}::json) as j(queue text, name text, data jsonb)`.execute(tx);
};

/** Hands the first `most` of them to the workers, in their order; answers how many there were. */
export const letJobsGo = async ({ tx, practice }: Desk, queue: Queue, most: number): Promise<number> => {
  const { rows } = await sql<{ id: number; queue: QueueName; name: string; data: Json }>`
    delete from app.kept_job where practice_id = ${practice.id} and id in (
      select id from app.kept_job where practice_id = ${practice.id} order by id limit ${most})
    returning id, queue, name, data`.execute(tx);
  const jobs = rows.toSorted((a, b) => a.id - b.id).map(({ id: _, ...job }) => ({ ...job, practice_id: practice.id }));
  if (jobs.length) await queue.insert(tx, jobs);
  return jobs.length;
};
