import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { makeOwned } from '#kernel/access/setup/setup.ts';
import { type App, openApp } from './app.ts';
import { readConfig } from './config.ts';
import { openLog } from './log.ts';
import { useTestHouse } from './testing.ts';
import { startWorker } from './worker.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`;
const PASSWORD = 'three plain words';

const house = useTestHouse();
const lines: Record<string, unknown>[] = [];
const log = openLog('debug', { write: (line) => void lines.push(JSON.parse(line)) });
let app: App;
beforeAll(() => {
  const read = readConfig({});
  if (!read.yes) throw new Error(read.mistakes.join());
  app = openApp({ config: { ...read.config, TRUSTED_PROXIES: [] }, house: house.house, log });
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  app.http.request(
    `/api/v1${path}`,
    {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { origin: 'http://localhost:4300', 'content-type': 'application/json', ...headers },
    },
    { incoming: { socket: { remoteAddress: '198.51.100.24', remotePort: 4242, remoteFamily: 'IPv4' } } },
  );

/** A practice and the cookie of its Owner. */
const signedIn = async () => {
  const email = 'owner@harbour.example';
  const { practice_id } = await makeOwned(house.house.access, {
    name: 'Sample Owner',
    email,
    password: PASSWORD,
    practice: { name: 'Harbour & Light', country: 'GB', time_zone: 'Europe/London', currency: 'GBP', kind: 'live' },
    caller: { who: systemWho('setup'), request_id: newId() },
  });
  const begun = await post('/session', { email, password: PASSWORD });
  const cookie = begun.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { practice_id, cookie };
};

test('PL-152 each line names request, practice and kind of actor; a trace goes on in the job and in the line of its fault', async () => {
  const { practice_id, cookie } = await signedIn();
  lines.length = 0;
  const email = 'mia@harbour.example';
  const body = { name: 'Sample Staff', email, role_id: builtIn('Staff').id };
  const answer = await post('/invitations', body, { cookie, traceparent: TRACEPARENT });
  expect(answer.status, await answer.text()).toBeLessThan(300);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    msg: 'answered',
    level: 20,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    method: 'POST',
    path: '/api/v1/invitations',
    status: answer.status,
    request_id: answer.headers.get('x-request-id'),
    practice_id,
    actor: 'member',
    trace_id: TRACE,
  });
  expect(JSON.stringify(lines)).not.toContain('mia@');

  // The letter’s job, made undoable, so that a worker has something to say about it.
  await sql`update pgboss.job set data = data || '{"name": "nobody"}', retry_limit = 0 where name = 'act'`.execute(
    house.house.engine,
  );
  lines.length = 0;
  const worker = await startWorker(house.house, {
    concurrency: 1,
    dispatchEveryMs: 200,
    bulkCommands: new Map(),
    callerOf: () => Promise.reject(new Error('nobody bulks here')),
    onFault: (error, doing) => log.error({ err: error, doing }, 'a fault in the worker'),
  });
  await expect.poll(() => lines.length, { timeout: 10_000 }).toBeGreaterThan(0);
  await worker.stop();
  expect(lines[0]).toMatchObject({ doing: 'the jobs «nobody»', practice_id, actor: 'system', trace_id: TRACE });
  expect(lines[0]!.span_id).not.toBe('00f067aa0ba902b7');
});
