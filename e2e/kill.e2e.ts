import { expect, runTickmark, startTickmark, test } from './harness.ts';
import { client, manyClients, practiceAndKey } from './service.ts';

const CLIENTS = 5_000;

test('PL-72 WF-81 a bulk launch that is killed in the middle goes on by itself, each client has exactly one run, and the chain is whole', async () => {
  const tickmark = await startTickmark();
  try {
    const api = client(tickmark, practiceAndKey(tickmark));
    const { id: workflow } = await api('POST', '/workflow-templates/health_check/copies', { as_is: true });
    const ids = manyClients(tickmark, CLIENTS);
    const operation = await api('POST', '/launches/bulk', {
      command: { do: 'launch', workflow, as: 'client', name: 'Annual health check' },
      ids,
    });
    await expect.poll(async () => (await api('GET', `/bulk-operations/${operation.id}`)).done).toBeGreaterThan(0);
    await tickmark.kill();
    await tickmark.restart();
    await expect
      .poll(async () => (await api('GET', `/bulk-operations/${operation.id}`)).state, {
        timeout: 150_000,
        intervals: [1_000],
      })
      .toBe('done');
    expect(await api('GET', `/bulk-operations/${operation.id}`)).toMatchObject({
      total: CLIENTS,
      done: CLIENTS,
      refused: 0,
    });
    expect((await api('GET', '/runs?count=exact&limit=1')).count).toEqual({ value: CLIENTS, capped: false });
    const verified = runTickmark(['audit', 'verify', '--json'], { TICKMARK_DATA: tickmark.data });
    expect(verified.code, verified.output).toBe(0);
  } finally {
    await tickmark.end();
  }
});
