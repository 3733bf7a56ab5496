import '@hono/zod-openapi';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { operatorWho, systemWho } from '#kernel/access/roles/system.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { aimsIn, performMany } from '#kernel/loop/many.ts';
import { act } from '#kernel/loop/perform.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import { brakeLimit } from '#messages/outbox/brake.ts';
import { RUN_ACTION } from '#workflows/runs/actions.ts';
import { fallDue, sendingPractice } from '../bench/sending-practice.ts';
import { runs as runsRoom } from '../rooms.ts';
import { useTestHouse } from '../testing.ts';

const house = useTestHouse();
/** A tenth of what the rule speaks of; with MESSAGES=10000 all of it, and how long it took is said. */
const MANY = Number(process.env.MESSAGES ?? 1_000);

const STEPS = (template: Id) => [
  {
    key: 'send',
    kind: 'action',
    title: 'Welcome',
    do: 'send_email',
    params: { template, to: 'subject' },
    start: { anchor: 'run', n: 1, unit: 'day' },
  },
];

test('ME-125 ME-49 what falls due in one minute is rendered, guarded and written at its pace, and the brake holds all of it', {
  timeout: 600_000,
}, async () => {
  const { practice, runs } = await sendingPractice(house.house, { name: 'many', port: 1, runs: MANY, steps: STEPS });
  await fallDue(house.house, practice, 0);
  const at = <T>(work: Parameters<typeof inPractice<T>>[2]) => inPractice(house.kernel.db, practice, work);
  const place = { practice_id: practice, caller: { who: operatorWho(), request_id: practice } };
  const began = performance.now();
  const wakes = runs.map((id) => ({ id, command: { do: 'wake' as const } }));
  await performMany(house.kernel, place, aimsIn(runsRoom as never, wakes));
  const act = house.house.jobs.get('run_action')!;
  const given = await at(
    async ({ tx }) =>
      (
        await sql<{ run: Id; task: Id; attempt: number }>`
          select run_id as run, id as task, attempt from app.task where kind = 'action' and state = 'ready'`.execute(tx)
      ).rows,
  );
  for (let from = 0; from < given.length; from += 100)
    await at((desk) => act(desk, given.slice(from, from + 100) as never));
  const took = performance.now() - began;
  const { rows } = await at(({ tx }) =>
    sql<{ reason_code: string; n: number; worded: number }>`
      select reason_code, count(*)::int as n, count(*) filter (where body like 'Dear Client %, welcome.')::int as worded
      from app.message group by 1`.execute(tx),
  );
  expect(MANY).toBeGreaterThan(brakeLimit(0));
  expect(rows).toEqual([{ reason_code: 'unusual_volume', n: MANY, worded: MANY }]);
  if (process.env.MESSAGES) process.stderr.write(`ME-125: ${MANY} messages in ${Math.round(took)} ms\n`);
});

test('PL-182 WF-58 a worker writes the message of a step that wakes ahead: its run and task are saved once, and told in order', async () => {
  const { practice, runs } = await sendingPractice(house.house, { name: 'ahead', port: 1, runs: 2, steps: STEPS });
  const at = <T>(work: Parameters<typeof inPractice<T>>[2]) => inPractice(house.kernel.db, practice, work);
  const versions = () =>
    at(async ({ tx }) => (await sql<{ version: number }>`select version from app.run order by id`.execute(tx)).rows);
  const before = await versions();
  const caller = { who: systemWho('timer'), request_id: practice };
  const wakes = runs.map((id) => ({ id, command: { do: 'wake' as const } }));
  await at((desk) =>
    act(house.kernel, { ...desk, at_once: new Set([RUN_ACTION]) }, caller, runsRoom as AnyRoom, wakes),
  );
  expect(await versions()).toEqual(before.map(({ version }) => ({ version: version + 1 })));
  const { tasks, told } = await at(async ({ tx }) => ({
    tasks: (await sql`select version, state, message_id is not null as written from app.task`.execute(tx)).rows,
    told: (await sql<{ verb: string }>`select verb from app.event where run_id = ${runs[0]!} order by id`.execute(tx))
      .rows,
  }));
  expect(tasks).toEqual(runs.map(() => ({ version: 1, state: 'ready', written: true })));
  expect(told.map(({ verb }) => verb)).toEqual(['run.launched', 'action.due', 'message.written', 'action.written']);
  const { rows: jobs } = await sql<{ name: string }>`
    select distinct data->>'name' as name from pgboss.job where data->>'practice_id' = ${practice}`.execute(
    house.house.engine,
  );
  expect(jobs.map(({ name }) => name)).not.toContain(RUN_ACTION);
});
