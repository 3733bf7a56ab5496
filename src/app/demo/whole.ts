import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { type DemoPractice, demoPractice, rememberDemo } from '#kernel/access/setup/demo.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { httpRefusal } from '#kernel/http/problem.ts';
import { again } from '#kernel/loop/perform.ts';
import { letJobsGo } from '#kernel/queue/kept.ts';
import { forgetBytes } from '../forgetting.ts';
import type { House } from '../house.ts';

const LOCK = 'tickmark.demo';

/**
 * One makes the demo at a time, on whatever node; the lock goes with the connection, so a process that dies lets go of it. What
 * such a one left half made never woke (`making`), and goes first. Refusals: `demo_in_the_making`.
 */
export const alone = (house: House, make: () => Promise<DemoPractice>): Promise<DemoPractice> =>
  house.engine.connection().execute(async (held) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_lock(hashtextextended(${LOCK}, 0)) as mine`.execute(held);
    if (!rows[0]!.mine) throw httpRefusal(409, 'demo_in_the_making', 'The demo is being made. Try again in a minute.');
    try {
      const before = await demoPractice(house.access);
      await forgetAll(house, before?.practice_id ?? null);
      const demo = await make();
      await wakeUp(house, demo.practice_id);
      await rememberDemo(house.access, demo);
      await forgetAll(house, demo.practice_id);
      return demo;
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${LOCK}, 0))`.execute(held);
    }
  });

/** Jobs handed over in one transaction. */
const JOBS_AT_ONCE = 1_000;

/** From now on its timers fire and its jobs are done, those of the making first. */
const wakeUp = async ({ kernel, queue }: House, practice: Id): Promise<void> => {
  await inPractice(kernel.db, practice, async ({ tx }) => {
    await sql`update app.timer set own_clock = false where practice_id = ${practice}`.execute(tx);
    await sql`update app.practice set making = false where practice_id = ${practice}`.execute(tx);
  });
  while ((await inPractice(kernel.db, practice, (desk) => letJobsGo(desk, queue, JOBS_AT_ONCE))) === JOBS_AT_ONCE);
  queue.poke();
};

/** Demo practices but for the one that is remembered go, and with them everything in them. */
const forgetAll = async (house: House, but: Id | null): Promise<void> => {
  const { rows } = await sql<{ practice_id: Id }>`
    select practice_id from meta.practice where kind = 'demo' and practice_id is distinct from ${but}::uuid`.execute(
    house.engine,
  );
  for (const { practice_id } of rows) await forget(house, practice_id);
};

/** A worker may be at its jobs right then: whoever loses tries again. */
const forget = async (house: House, practice: Id): Promise<void> => {
  await forgetBytes({ ...house, storage: house.files.storage }, practice);
  await again(() =>
    inPractice(house.kernel.db, practice, async ({ tx }) => {
      await sql`select app.forget_demo(${practice}::uuid)`.execute(tx);
    }),
  );
};
