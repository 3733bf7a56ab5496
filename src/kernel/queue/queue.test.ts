import pg from 'pg';
import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { useNotes } from '#kernel/loop/testing.ts';
import { testPractice } from '../../app/testing.ts';
import { type Job, type Outcome, openQueue } from './queue.ts';

const notes = useNotes();

test('PL-182 what this process queued is taken up at once after the commit, and not at the next look', async () => {
  const practice = await testPractice(notes.kernel);
  const queue = await openQueue({ engineUrl: notes.urls.engineUrl, max: 2, pollSeconds: 600, onError: () => {} });
  const looked = Promise.withResolvers<void>();
  const done: string[] = [];
  const put = (name: string) =>
    inPractice(notes.kernel.db, practice, ({ tx }) =>
      queue.insert(tx, [{ queue: 'inbound', name, practice_id: practice, data: { n: newId() } }]),
    );
  try {
    await put('before it works');
    await queue.work('inbound', { concurrency: 2, batch: 10 }, async (jobs) => {
      done.push(...jobs.map(({ name }) => name));
      looked.resolve();
      return new Map(jobs.map(({ id }) => [id, 'done']));
    });
    await looked.promise;
    await put('while it works');
    queue.poke();
    await expect.poll(() => done, { timeout: 15_000 }).toEqual(['before it works', 'while it works']);
  } finally {
    await queue.stop(1_000);
  }
});

test('PL-R19 of jobs taken together the one that failed comes back, with its reason, and the others do not', async () => {
  const practice = await testPractice(notes.kernel);
  const queue = await openQueue({ engineUrl: notes.urls.engineUrl, max: 2, pollSeconds: 0.5, onError: () => {} });
  const tries: Record<string, number> = {};
  try {
    await inPractice(notes.kernel.db, practice, ({ tx }) =>
      queue.insert(
        tx,
        ['one', 'spoilt', 'two'].map((name) => ({ queue: 'sms' as const, name, practice_id: practice, data: {} })),
      ),
    );
    await queue.work('sms', { concurrency: 1, batch: 10 }, async (jobs) => {
      for (const { name } of jobs) tries[name] = (tries[name] ?? 0) + 1;
      const outcome = ({ name }: Job): Outcome =>
        name === 'spoilt' && tries.spoilt === 1 ? { because: 'The provider was away.' } : 'done';
      return new Map(jobs.map((job) => [job.id, outcome(job)]));
    });
    await expect.poll(() => tries.spoilt, { timeout: 20_000 }).toBe(1);
    await expect
      .poll(() => statesOf(practice), { timeout: 20_000 })
      .toEqual([
        { name: 'one', state: 'completed', output: null },
        { name: 'spoilt', state: 'retry', output: { because: 'The provider was away.' } },
        { name: 'two', state: 'completed', output: null },
      ]);
  } finally {
    await queue.stop(1_000);
  }
});

test('PL-R19 what was asked for together travels as one job; what of it failed goes on as one of its own', async () => {
  const practice = await testPractice(notes.kernel);
  const queue = await openQueue({ engineUrl: notes.urls.engineUrl, max: 2, pollSeconds: 0.5, onError: () => {} });
  const tries: Record<string, number> = {};
  const asked = (thing: string) => ({
    queue: 'sms' as const,
    name: 'together',
    practice_id: practice,
    data: { thing },
  });
  try {
    await inPractice(notes.kernel.db, practice, ({ tx }) => queue.insert(tx, ['one', 'spoilt', 'two'].map(asked)));
    expect(await statesOf(practice)).toHaveLength(1);
    await queue.work('sms', { concurrency: 1, batch: 10 }, async (jobs) => {
      const outcome = ({ data, practice_id }: Job): Outcome => {
        if (practice_id !== practice) return 'done';
        const thing = String(data.thing);
        tries[thing] = (tries[thing] ?? 0) + 1;
        return thing === 'spoilt' && tries.spoilt === 1 ? { because: 'The provider was away.' } : 'done';
      };
      return new Map(jobs.map((job) => [job.id, outcome(job)]));
    });
    await expect.poll(() => tries, { timeout: 20_000 }).toEqual({ one: 1, spoilt: 2, two: 1 });
    await expect
      .poll(async () => (await statesOf(practice)).map((job) => (job as { state: string }).state), { timeout: 20_000 })
      .toEqual(['completed', 'completed']);
  } finally {
    await queue.stop(1_000);
  }
});

const statesOf = async (practice: string): Promise<object[]> => {
  const client = new pg.Client({ connectionString: notes.urls.engineUrl });
  await client.connect();
  const { rows } = await client.query(
    `select data->>'name' as name, state, output from pgboss.job where data->>'practice_id' = $1 order by 1`,
    [practice],
  );
  await client.end();
  return rows;
};
