import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { useNotes } from '#kernel/loop/testing.ts';
import { testPractice } from '../../app/testing.ts';
import { openQueue } from './queue.ts';

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
