import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { content } from '#workflows/definitions/content.ts';
import { workflows } from '#workflows/definitions/store.ts';
import { launches, persons } from './rooms.ts';
import { testPlace, testPractice, testWho, useTestHouse } from './testing.ts';
import { startWorker, type Worker } from './worker.ts';

const house = useTestHouse();
const faults: string[] = [];
let worker: Worker;
beforeAll(async () => {
  worker = await startWorker(house.house, {
    concurrency: 1,
    dispatchEveryMs: 50,
    bulkCommands: house.house.bulkCommands,
    callerOf: () => Promise.reject(new Error('no bulk work here')),
    onFault: (_, doing) => void faults.push(doing),
  });
});
afterAll(() => worker.stop());

/** Runs of a live practice whose action falls due in a day, asleep until then. */
const asleep = async (names: readonly string[]) => {
  const practice = await testPractice(house.kernel);
  const place = testPlace(practice, testWho('Manager'));
  const workflow = newId();
  const made = content.parse({
    name: 'Note it',
    subject_kinds: ['client'],
    steps: [
      {
        key: 'note',
        kind: 'action',
        title: 'Note it',
        do: 'note',
        params: { text: 'About {{ client.name }}' },
        start: { anchor: 'run', n: 1, unit: 'day' },
      },
    ],
  });
  const copy = {
    do: 'copy_template' as const,
    id: workflow,
    template: { key: 'note', n: 1 },
    content: made,
    as_is: true,
  };
  await perform(house.kernel, place, workflows, { id: workflow, command: copy });
  const started: Id[] = [];
  for (const name of names) {
    const [client, run] = [newId(), newId()];
    const add = { do: 'add' as const, kind: 'client' as const, organisation_name: name };
    await perform(house.kernel, place, persons, { id: client, command: add });
    const launch = { do: 'launch' as const, as: 'client' as const, origin: 'hand' as const, workflow, subject: client };
    expect(await perform(house.kernel, place, launches, { id: run, command: launch })).toMatchObject({ yes: true });
    started.push(run);
  }
  return { practice, runs: started };
};

/** From now on they are due together. */
const fallDue = (practice: Id) =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    await sql`update app.run set started_on = started_on - 2, started_at = started_at - interval '2 days'`.execute(tx);
    await sql`update app.timer set due_at = clock_timestamp()`.execute(tx);
  });

const statesOf = async (practice: Id, runs: readonly Id[]): Promise<string[]> => {
  const { rows } = await inPractice(house.kernel.db, practice, ({ tx }) =>
    sql<{ id: Id; state: string }>`select id, state from app.run`.execute(tx),
  );
  return runs.map((id) => rows.find((row) => row.id === id)!.state);
};

const queued = async (practice: Id): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select data->>'name' as name from pgboss.job where data->>'practice_id' = ${practice} order by 1`.execute(
    house.house.engine,
  );
  return rows.map(({ name }) => name);
};

test('PL-182 WF-58 a step that wakes is done by the worker there and then: no second job, no second look', async () => {
  const { practice, runs } = await asleep(['Quayside Florists', 'Harbour Café']);
  await fallDue(practice);
  await expect.poll(() => statesOf(practice, runs), { timeout: 15_000 }).toEqual(['completed', 'completed']);
  expect(await queued(practice)).toEqual(['wake']);
});

test('PL-R19 WF-60 one step that cannot be done holds up no other: each is done by itself then', async () => {
  const { practice, runs } = await asleep(['Quayside Florists', 'Harbour Café', 'Mill Lane Dental']);
  const act = house.house.jobs.get('run_action')!;
  vi.spyOn(house.house.jobs as Map<string, typeof act>, 'get').mockImplementation((name) =>
    name === 'run_action'
      ? async (desk, given) => {
          if (given.some(({ run }) => run === runs[1])) throw new Error('this one is spoilt');
          await act(desk, given);
        }
      : Map.prototype.get.call(house.house.jobs, name),
  );
  await fallDue(practice);
  await expect.poll(() => statesOf(practice, runs), { timeout: 15_000 }).toEqual(['completed', 'running', 'completed']);
  vi.restoreAllMocks();
  expect(faults).toContain('the jobs «wake»');
  // It woke, and its action waits for the next try.
  expect(await queued(practice)).toEqual(['run_action', 'run_action', 'run_action', 'wake']);
});
