import { expect, runTickmark, startTickmark, startWorkerOf, test } from './harness.ts';
import { type Client, client, manyClients, practiceAndKey } from './service.ts';
import { sharedDatabase } from './shared-database.ts';

const CLIENTS = 1_500;

/** Notes something by itself, which is a job of its own, and then asks a person. */
const workflow = async (api: Client): Promise<string> => {
  const made = await api('POST', '/workflows', { name: 'Welcome', subject_kinds: ['client'] });
  const steps = [
    { key: 'note', kind: 'action', title: 'Note it', do: 'note', params: { text: 'Welcomed {{client.name}}' } },
    { key: 'look', kind: 'task', title: 'Look at the books', who: ['launcher'] },
  ];
  const draft = { content: { ...made.content, steps }, base_version: 0 };
  const saved = await api('PUT', `/workflows/${made.id}/draft`, draft, { 'if-match': `"${made.draft_version}"` });
  const seen = { 'if-match': `"${saved.draft_version}"` };
  const out = await api('POST', `/workflows/${made.id}/versions`, { note: 'First', base_version: 0 }, seen);
  await api('PUT', `/workflows/${made.id}/activation`, {}, { 'if-match': `"${out.version}"` });
  return made.id;
};

test('PL-72 WF-81 PL-R2 two workers on one DATABASE_URL, one of them killed, start each run once and do each action once', async () => {
  const database = await sharedDatabase();
  const settings = { DATABASE_URL: database.url };
  const tickmark = await startTickmark(settings, ['start', '--web']);
  try {
    const api = client(tickmark, practiceAndKey(tickmark, settings));
    const id = await workflow(api);
    const ids = manyClients(tickmark, CLIENTS, settings);
    const first = await startWorkerOf(tickmark, settings);
    const command = { do: 'launch', workflow: id, as: 'client', name: 'Welcome' };
    // The same clients in each: whoever comes second is refused, whichever worker it is.
    const operations = await Promise.all([1, 2, 3].map(() => api('POST', '/launches/bulk', { command, ids })));
    const state = () => Promise.all(operations.map((one) => api('GET', `/bulk-operations/${one.id}`)));
    const started = async () => (await state()).reduce((sum, { done }) => sum + done, 0);
    await expect.poll(started).toBeGreaterThan(100);
    const second = await startWorkerOf(tickmark, settings);
    await expect.poll(async () => (await api('GET', '/system')).workers).toHaveLength(2);
    await first.kill();
    await expect
      .poll(async () => (await state()).map((one) => one.state), { timeout: 150_000, intervals: [1_000] })
      .toEqual(['done', 'done', 'done']);
    const ended = await state();
    expect(ended.reduce((sum, { done }) => sum + done, 0)).toBe(CLIENTS);
    expect(ended.reduce((sum, { refused }) => sum + refused, 0)).toBe(2 * CLIENTS);
    const noted = () => database.count(`select count(*) as n from app.event where verb = 'action.done'`);
    await expect.poll(noted, { timeout: 60_000, intervals: [500] }).toBe(CLIENTS);
    expect(await database.count('select count(*) as n from app.run')).toBe(CLIENTS);
    expect(await database.count('select count(distinct subject_id) as n from app.run')).toBe(CLIENTS);
    await second.kill();
    const verified = runTickmark(['audit', 'verify', '--json'], { TICKMARK_DATA: tickmark.data, ...settings });
    expect(verified.code, verified.output).toBe(0);
  } finally {
    await tickmark.end();
    await database.end();
  }
});
