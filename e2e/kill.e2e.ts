import { spawnSync } from 'node:child_process';
import { expect, runTickmark, startTickmark, type Tickmark, test } from './harness.ts';

const CLIENTS = 5_000;

/** The API with a service key, as a script of the practice would use it. */
const client =
  (tickmark: Tickmark, key: string) =>
  async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${tickmark.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    expect(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`).toBe(true);
    return answer;
  };

const practiceAndKey = (tickmark: Tickmark): string => {
  const environment = { TICKMARK_DATA: tickmark.data };
  const made = runTickmark(
    ['practice', 'create', '--name', 'Killed & Sons', '--country', 'GB', '--owner', 'owner@killed.example', '--json'],
    environment,
  );
  expect(made.code, made.output).toBe(0);
  const key = runTickmark(['keys', 'create', '--practice', 'killed-sons', '--role', 'owner', '--json'], environment);
  return (JSON.parse(key.output) as { key: string }).key;
};

/** Made by the loop in a process of its own: five thousand requests would meet the limits of a key. */
const clients = (tickmark: Tickmark, count: number): string[] => {
  const env = { ...process.env, TICKMARK_DATA: tickmark.data };
  const made = spawnSync(process.execPath, ['e2e/fill.ts', 'killed-sons', String(count)], {
    env,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  expect(made.status, made.stderr).toBe(0);
  return JSON.parse(made.stdout) as string[];
};

test('PL-72 WF-81 a bulk launch that is killed in the middle goes on by itself, each client has exactly one run, and the chain is whole', async () => {
  test.setTimeout(300_000);
  const tickmark = await startTickmark();
  try {
    const api = client(tickmark, practiceAndKey(tickmark));
    const { id: workflow } = await api('POST', '/workflow-templates/health_check/copies', { as_is: true });
    const ids = clients(tickmark, CLIENTS);
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
