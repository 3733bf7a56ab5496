import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { addMonths, dateAt, instantFromEpoch, startOfDay } from '#ground/time.ts';
import { at, readEvents } from '#kernel/loop/testing.ts';
import { testPractice } from '../../app/testing.ts';
import { startWorker } from '../../app/worker.ts';
import { eventHash, type Hashed } from './hash.ts';
import { prune, SEALS_A_TIME } from './prune.ts';
import { useChain } from './testing.ts';

const { house, write, tamper, seal, check } = useChain();
const ZONE = 'Europe/London';
const today = dateAt(instantFromEpoch(Date.now()), ZONE);

/** Events and a seal over them, as if made this many months ago, or some milliseconds off that midnight. */
const writeAgo = async (practice: Id, months: number, count = 3, off = 0): Promise<void> => {
  const made = Date.parse(startOfDay(addMonths(today, -months), ZONE)) + off;
  const hex = made.toString(16).padStart(12, '0');
  await write(practice, count);
  const { rows } = await at(house.kernel, practice, ({ tx }) =>
    sql<Hashed>`select e.* from app.event e join app.unsealed u on e.id = any(u.event_ids)`.execute(tx),
  );
  const older = rows.map((row) => {
    const id = `${hex.slice(0, 8)}-${hex.slice(8)}${row.id.slice(13)}`;
    return { was: row.id, id, hash: eventHash({ ...row, id }) };
  });
  const moved = `from json_to_recordset($2::json) as o(was uuid, id uuid, hash text) where practice_id = $1`;
  const values = [practice, JSON.stringify(older)];
  await tamper(practice, `update app.event e set id = o.id, hash = o.hash ${moved} and e.id = o.was`, values);
  await tamper(
    practice,
    `update app.unsealed u set event_ids = o.ids, hashes = o.hashes from (
      select u.id, array_agg(o.id) as ids, array_agg(o.hash) as hashes
      from app.unsealed u cross join unnest(u.event_ids) as w(was) join json_to_recordset($2::json) as o(was uuid, id uuid, hash text) using (was)
      where u.practice_id = $1 group by u.id) o where u.practice_id = $1 and u.id = o.id`,
    values,
  );
  while ((await seal()) > 0);
};

const keep = (practice: Id, months: number) =>
  at(house.kernel, practice, ({ tx }) => sql`update app.practice set retention_months = ${months}`.execute(tx));

const pruneNow = (practice: Id) => at(house.kernel, practice, prune);

const left = (practice: Id) =>
  at(house.kernel, practice, async ({ tx }) => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from app.event`.execute(tx);
    return rows[0]!.n;
  });

describe('PL-106 how long what happened is kept', () => {
  test('PL-106 worked example 11: after 12 months whole seals are emptied, kept, and verified as pruned until', async () => {
    const practice = await testPractice(house.kernel);
    for (const months of [30, 20, 13]) await writeAgo(practice, months);
    await writeAgo(practice, 2);
    const whole = await check(practice);
    expect(whole).toMatchObject({ ok: true, events: 12, seals: 4, pruned: null });
    expect(await pruneNow(practice)).toBe(0);
    await keep(practice, 12);
    expect(await pruneNow(practice)).toBe(3);
    expect(await pruneNow(practice)).toBe(0);
    const until = addMonths(today, -12);
    const { anchor } = whole;
    expect(await check(practice, anchor!)).toMatchObject({
      ok: true,
      events: 3,
      seals: 4,
      pruned: { seals: 3, until },
    });
    // What was left, and that it was done.
    expect(await left(practice)).toBe(4);
    const told = (await readEvents(house.kernel, practice)).filter(({ verb }) => verb === 'audit.pruned');
    expect(told).toMatchObject([
      { actor: 'system:retention', facts: { before: [null, until], seals: [null, 3], events: [null, 9] } },
    ]);
  });

  test('PL-106 seven years where nothing else was said; the last event of a seal decides, to the millisecond of the practice’s midnight', async () => {
    const practice = await testPractice(house.kernel);
    await writeAgo(practice, 84, 2, -1);
    await writeAgo(practice, 84, 2);
    await writeAgo(practice, 100, 2);
    expect(await pruneNow(practice)).toBe(1);
    expect(await check(practice)).toMatchObject({ ok: true, events: 4, seals: 3, pruned: { seals: 1 } });
  });

  test('PL-106 in small transactions, by two workers at once, and never of another practice', async () => {
    const [practice, other] = [await testPractice(house.kernel), await testPractice(house.kernel)];
    // What other practices wait for would share the sealer’s portion.
    await seal();
    await writeAgo(practice, 90, SEALS_A_TIME * 1000);
    await writeAgo(practice, 89, 500);
    await writeAgo(other, 90);
    await keep(other, 120);
    const [one, two] = await Promise.all([pruneNow(practice), pruneNow(practice)]);
    expect([one, two].toSorted((a, b) => b - a)).toEqual([SEALS_A_TIME, 1]);
    expect(await left(practice)).toBe(2);
    expect(await left(other)).toBe(3);
  });

  test('PL-106 a worker does it by itself', async () => {
    const practice = await testPractice(house.kernel);
    await writeAgo(practice, 90);
    const worker = await startWorker(await house.node(), {
      concurrency: 1,
      dispatchEveryMs: 1000,
      bulkCommands: new Map(),
      callerOf: () => Promise.reject(new Error('nobody bulks here')),
      onFault: () => {},
    });
    await expect.poll(() => left(practice)).toBe(1);
    await worker.stop();
  });

  test('PL-106 under 12 months is refused by the database itself, and the app can remove nothing by other means', async () => {
    const practice = await testPractice(house.kernel);
    await expect(keep(practice, 11)).rejects.toThrow('retention_months');
    const refused = at(house.kernel, practice, ({ tx }) => sql`update app.seal set pruned_before = now()`.execute(tx));
    await expect(refused).rejects.toThrow('permission denied');
  });

  test('PL-106 PL-S23 a cut that passes itself off as retention is found', async () => {
    const practice = await testPractice(house.kernel);
    for (const months of [30, 20]) await writeAgo(practice, months);
    await writeAgo(practice, 2);
    const empty = (no: number) =>
      tamper(
        practice,
        'delete from app.event where practice_id = $1 and id in (select unnest(event_ids) from app.seal where practice_id = $1 and no = $2)',
        [practice, no],
      );
    const mark = (no: number, day: string) =>
      tamper(practice, 'update app.seal set pruned_before = $3 where practice_id = $1 and no = $2', [
        practice,
        no,
        day,
      ]);
    await empty(2);
    await mark(2, addMonths(today, -12));
    expect((await check(practice)).finding).toBe('The events of seal 2 were removed, but not those of seal 1.');
    await mark(1, addMonths(today, -12));
    expect((await check(practice)).finding).toBe('3 events stand outside the chain: they were added beside it.');
    await empty(1);
    expect(await check(practice)).toMatchObject({ ok: true, pruned: { seals: 2 } });
    await empty(3);
    await mark(3, addMonths(today, -12));
    expect((await check(practice)).finding).toMatch(/^The events of seal 3 were removed though they are from/);
    await mark(3, today);
    expect((await check(practice)).finding).toMatch(/^The events of seal 3 were removed though they are from/);
  });
});
