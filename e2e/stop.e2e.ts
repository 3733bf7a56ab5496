import { expect, runTickmark, startTickmark, test } from './harness.ts';
import { client, manyClients, practiceAndKey } from './service.ts';

const CLIENTS = 3_000;
/** PL-153: running work has 30 s; the rest is the time to let go. */
const LONGEST_MS = 40_000;

test('PL-153 PL-R19 a stop under load ends by itself with code 0, answers or refuses every request, and loses no work', async () => {
  const tickmark = await startTickmark();
  try {
    const key = practiceAndKey(tickmark);
    const api = client(tickmark, key);
    const { id: workflow } = await api('POST', '/workflow-templates/health_check/copies', { as_is: true });
    const ids = manyClients(tickmark, CLIENTS);
    const command = { do: 'launch', workflow, as: 'client', name: 'Annual health check' };
    const operation = await api('POST', '/launches/bulk', { command, ids });
    const how = () => api('GET', `/bulk-operations/${operation.id}`);
    await expect.poll(async () => (await how()).done).toBeGreaterThan(0);

    const headers = { authorization: `Bearer ${key}` };
    // A browser that looks on and one that no longer reads, as when its machine has gone to sleep.
    const looking = await fetch(`${tickmark.url}/api/v1/changes`, { headers });
    void looking.text();
    await fetch(`${tickmark.url}/api/v1/changes`, { headers });
    const answers: (number | 'refused')[] = [];
    let asking = true;
    const askers = Array.from({ length: 8 }, async () => {
      while (asking) {
        const answer = await fetch(`${tickmark.url}/api/v1/clients?limit=50`, { headers }).catch(() => null);
        await answer?.arrayBuffer();
        answers.push(answer?.status ?? 'refused');
        if (!answer) return;
      }
    });

    const began = Date.now();
    expect(await tickmark.stop()).toBe(0);
    asking = false;
    await Promise.all(askers);
    expect(Date.now() - began).toBeLessThan(LONGEST_MS);
    expect(tickmark.output()).not.toContain('held by');
    // 429: this key asked more than its share
    expect(answers.filter((answer) => ![200, 429, 503, 'refused'].includes(answer))).toEqual([]);

    await tickmark.restart();
    await expect.poll(async () => (await how()).state, { timeout: 150_000, intervals: [1_000] }).toBe('done');
    expect(await how()).toMatchObject({ total: CLIENTS, done: CLIENTS, refused: 0 });
    expect((await api('GET', '/runs?count=exact&limit=1')).count).toEqual({ value: CLIENTS, capped: false });
    const verified = runTickmark(['audit', 'verify', '--json'], { TICKMARK_DATA: tickmark.data });
    expect(verified.code, verified.output).toBe(0);
  } finally {
    await tickmark.end();
  }
});
