import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { dateAt, type TimeZone, timeAt } from '#ground/time.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { type Measured, rounded } from './document.ts';
import type { Api, Subject } from './measures.ts';
import { whereItIsNoon } from './sending-practice.ts';

/** What repeats, for many clients in the same minute (CA-43). */

/**
 * A cadence of so many clients whose dates wake in the same minute: from then until each of them has its run. Throws when one
 * has two. Asks for a worker beside and for clients without an open run of the workflow; the practice works on every day
 * after it, where it is noon.
 */
export const cadenceWakes = async (
  { house, practice, caller, workflow }: Subject,
  api: Api,
  count: number,
): Promise<Measured> => {
  const at = <T>(work: (desk: Desk) => Promise<T>) => inPractice(house.kernel.db, practice, work);
  const zone = whereItIsNoon();
  const now = new Date().toISOString();
  const hour = Number(timeAt(now, zone).slice(0, 2));
  const clients = await at((desk) => idle(desk, workflow, count));
  if (clients.length < count) throw new Error(`only ${clients.length} clients have no run of the workflow`);
  // Work starts an hour from now: all of them join and wait before they wake.
  await at((desk) => worksFrom(desk, zone, hour + 1));
  const cadence = { kind: 'scheduled', anchor: dateAt(now, zone), begin: 'current' };
  const { id } = (await api('/cadences', { workflow, cadence, clients })) as { id: Id };
  while ((await at((desk) => waiting(desk, id))) < count) await sleep(250);
  const wake = (desk: Desk) =>
    house.kernel.writers.wake(desk, [{ do: 'wake', room: 'series', thing: id, at: desk.now }], caller);
  await at(async (desk) => {
    await worksFrom(desk, zone, hour);
    await wake(desk);
  });
  const began = performance.now();
  let woken = began;
  for (;;) {
    const { runs, clients: made } = await at((desk) => created(desk, id));
    if (runs > made) throw new Error(`${runs} runs were created for ${made} clients`);
    if (made === count) return { cadence_wake_s: rounded((performance.now() - began) / 1000, 2) };
    // a worker that was at their joining still may have set the timer by the hours of before
    if (!made && performance.now() - woken > WAKES_AGAIN_MS) {
      woken = performance.now();
      await at(wake);
    }
    await sleep(100);
  }
};

const WAKES_AGAIN_MS = 5_000;

const idle = async ({ tx, practice }: Desk, workflow: Id, count: number): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select p.id from app.person p where p.practice_id = ${practice.id} and p.kind = 'client' and not exists (
      select 1 from app.run r where r.practice_id = p.practice_id and r.client_id = p.id and r.workflow_id = ${workflow} and r.ended_at is null)
    order by p.id limit ${count}`.execute(tx);
  return rows.map(({ id }) => id);
};

const worksFrom = ({ tx, practice }: Desk, zone: TimeZone, hour: number): Promise<unknown> =>
  sql`update app.practice set time_zone = ${zone}, start_hour = ${hour}, working_days = '{1,2,3,4,5,6,7}'
    where practice_id = ${practice.id}`.execute(tx);

/** How many have joined, with a date ahead. */
const waiting = async ({ tx, practice }: Desk, series: Id): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from app.occurrence where practice_id = ${practice.id} and series_id = ${series} and state = 'planned'`.execute(
    tx,
  );
  return rows[0]!.n;
};

const created = async ({ tx, practice }: Desk, series: Id): Promise<{ runs: number; clients: number }> => {
  const { rows } = await sql<{ runs: number; clients: number }>`
    select count(*)::int as runs, count(distinct r.client_id)::int as clients from app.occurrence o
    join app.run r on r.practice_id = o.practice_id and r.client_id = o.client_id and r.origin = 'cadence' and r.workflow_id = (
      select s.workflow_id from app.series s where s.practice_id = o.practice_id and s.id = o.series_id)
    where o.practice_id = ${practice.id} and o.series_id = ${series} and o.state = 'deployed'`.execute(tx);
  return rows[0]!;
};
