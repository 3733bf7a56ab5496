import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import { record } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json, Refusal } from '#kernel/decision/model.ts';
import { notFound, ref } from '#kernel/decision/rules.ts';
import { type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { originOf } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';

/** A job that failed at every try: what it was to do, and the last reason. */
export interface DeadLetter {
  id: Id;
  job: string;
  /** `kind:id` where the job is about one thing. */
  thing: string | null;
  because: string | null;
  tries: number;
  asked_at: Instant;
  failed_at: Instant;
}

export const DEAD_SORTS = ['-failed_at'] as const;
const sorts: Record<'failed_at', SortColumn> = { failed_at: { by: sql`d.created_on`, type: 'timestamptz' } };

/** Those of this practice, the newest first. */
export const listDeadLetters = async (
  { tx, practice }: Desk,
  query: ListQuery,
): Promise<{ items: DeadLetter[]; next: string | null }> => {
  const pages = paging(query, sorts, sql`d.id`);
  const { rows } = await sql<DeadLetter & { page_key: string }>`
    select d.id, d.data->>'name' as job,
      case when d.data->>'thing' is not null then (d.data->>'room') || ':' || (d.data->>'thing') end as thing,
      d.source_output->>'because' as because, coalesce(d.source_retry_count, 0) + 1 as tries,
      coalesce(d.source_created_on, d.created_on)::timestamptz(3) as asked_at, d.created_on::timestamptz(3) as failed_at,
      ${pages.key} as page_key
    from pgboss.job d
    where d.name = 'dead' and d.state = 'created' and d.data->>'practice_id' = ${practice.id} and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(tx);
  return pages.page(rows);
};

/**
 * Takes a dead letter away: to run its job again from the first try, or to leave it undone for good. Either is an event, in
 * the same transaction (PL-100). Refuses `not_found` for one of another practice and for one that was taken before.
 */
export const takeDeadLetter = async (
  kernel: Kernel,
  desk: Desk,
  caller: Caller,
  { id, again }: { id: Id; again: boolean },
): Promise<Refusal | null> => {
  const { rows } = await sql<{ queue: string; data: Record<string, Json>; because: string | null }>`
    select * from app.take_dead_letter(${id}::uuid)`.execute(desk.tx);
  const taken = rows[0];
  if (!taken) return notFound();
  const { practice_id: _, name, ...data } = taken.data;
  const job = String(name);
  if (again) await kernel.writers.queue(desk, [{ do: 'queue', queue: taken.queue, name: job, data }], caller);
  const facts = { job: [null, job] as const, because: [taken.because, null] as const };
  const event = { verb: again ? 'job.run_again' : 'job.dismissed', thing: ref('job', id), facts };
  await record(desk, originOf(caller), [{ event, act_id: newId(), root: event.thing, personal: [] }]);
  return null;
};
