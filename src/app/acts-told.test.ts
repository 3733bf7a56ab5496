import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { millisecondsBetween } from '#ground/time.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { operatorLink } from '#kernel/access/sessions/passwords.ts';
import { makeOwned } from '#kernel/access/setup/setup.ts';
import { useTestDatabase } from '#kernel/database/testing.ts';
import { testData } from '#kernel/database/testing-folder.ts';
import { type App, openApp } from './app.ts';
import { readConfig } from './config.ts';
import { type House, openHouse } from './house.ts';
import { openLog } from './log.ts';

/** Each kind of act of PL-100 that this release has, done as people and programs do it, then looked for in the audit. */

const database = useTestDatabase();
const read = readConfig({});
if (!read.yes) throw new Error(read.mistakes.join());
const config = { ...read.config, TRUSTED_PROXIES: [], TICKMARK_DATA: testData };
const ADDRESS = '198.51.100.24';
const PASSWORD = 'three plain words';

let house: House;
let app: App;
beforeAll(async () => {
  const secret = 'thirty-two characters of a secret';
  const options = { pool: 6, publicUrl: config.PUBLIC_URL, dataDir: config.TICKMARK_DATA, secret, onError: () => {} };
  house = await openHouse({ urls: database.urls, ...options });
  app = openApp({ config, house, log: openLog('silent') });
});
afterAll(() => house.close());

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  body: any;
  headers: Headers;
}

/** A caller at ADDRESS that keeps its cookies. */
const caller = (base: Record<string, string> = {}) => {
  const cookies = new Map<string, string>();
  return async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const json = body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' };
    const sent = { origin: config.PUBLIC_URL, ...json, ...(cookie && { cookie }), ...base, ...headers };
    const response = await app.http.request(
      `/api/v1${path}`,
      {
        method,
        headers: sent,
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      },
      { incoming: { socket: { remoteAddress: ADDRESS, remotePort: 4242, remoteFamily: 'IPv4' } } },
    );
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const text = await response.text();
    return { status: response.status, body: /^[{[]/.test(text) ? JSON.parse(text) : text, headers: response.headers };
  };
};

const begin = async () => {
  const email = `owner-${newId().slice(-8)}@harbour.example`;
  const { practice_id } = await makeOwned(house.access, {
    name: 'Sample Owner',
    email,
    password: PASSWORD,
    practice: { name: 'Harbour & Light', country: 'GB', time_zone: 'Europe/London', currency: 'GBP', kind: 'live' },
    caller: { who: systemWho('setup'), request_id: newId() },
  });
  const owner = caller();
  expect((await owner('POST', '/session', { email, password: PASSWORD })).status).toBe(200);
  return { practice_id, email, owner };
};
type Begun = Awaited<ReturnType<typeof begin>>;

const ok = (answer: Answer): Answer => {
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer;
};
const seen = (answer: Answer) => ({ 'if-match': answer.headers.get('etag')! });

const invited = async ({ owner }: Begun, role: 'Viewer' | 'Staff') => {
  const email = `${newId().slice(-8)}@harbour.example`;
  const { body } = ok(
    await owner('POST', '/invitations', { name: `Sample ${role}`, email, role_id: builtIn(role).id }),
  );
  const member = caller();
  const token = String(body.link).split('#')[1];
  ok(await member('POST', '/invitations/acceptance', { token, name: `Sample ${role}`, password: PASSWORD }));
  return { id: String(body.id), member };
};

/** Each kind: the act, and the verb under which it must be found, with the result where it is a no. */
const KINDS: Record<
  string,
  (begun: Begun) => Promise<{ verb: string; actor?: string; code?: string; from_outside?: false }>
> = {
  'a change': async ({ owner }) => {
    ok(await owner('POST', '/tags', { name: 'Key account' }));
    return { verb: 'tag.added' };
  },
  'a write that a rule refuses': async ({ owner }) => {
    const made = ok(await owner('POST', '/tags', { name: 'Once' }));
    expect((await owner('PATCH', `/tags/${newId()}`, { name: 'Twice' }, seen(made))).status).toBe(404);
    return { verb: 'tag.refused', code: 'not_found' };
  },
  'a write that is refused at the door': async (begun) => {
    const { member, id } = await invited(begun, 'Viewer');
    expect((await member('POST', '/tags', { name: 'Mine' })).status).toBe(403);
    return { verb: 'practice.refused', actor: `member:${id}`, code: 'not_allowed' };
  },
  'a sign-in': async ({ email }) => {
    ok(await caller()('POST', '/session', { email, password: PASSWORD }));
    return { verb: 'session.started' };
  },
  'a failed sign-in': async ({ email }) => {
    expect((await caller()('POST', '/session', { email, password: 'not the right words' })).status).toBe(401);
    return { verb: 'session.refused', actor: 'system:sign_in', code: 'wrong_sign_in' };
  },
  'a changed permission': async (begun) => {
    const { id } = await invited(begun, 'Staff');
    const now = ok(await begun.owner('GET', `/members/${id}`));
    ok(await begun.owner('PATCH', `/members/${id}`, { role_id: builtIn('Viewer').id }, seen(now)));
    return { verb: 'member.role_changed' };
  },
  'a look at a document': async ({ owner }) => {
    const raw = { 'content-type': 'application/octet-stream' };
    const file = ok(await owner('POST', '/files', { name: 'letter.txt', bytes: 5 })).body.items[0];
    ok(await owner('PUT', `/files/${file.id}/content`, 'hello', raw));
    ok(await owner('GET', `/files/${file.id}/content`));
    return { verb: 'file.viewed' };
  },
  'an export': async ({ owner }) => {
    ok(await owner('GET', '/clients.csv'));
    return { verb: 'clients.exported' };
  },
  'something taken back': async ({ owner }) => {
    const tag = ok(await owner('POST', '/tags', { name: 'Gone again' })).body;
    const { items } = ok(await owner('GET', '/events?verb=tag.added')).body;
    const event = items.find(({ thing }: { thing: string }) => thing === `tag:${tag.id}`);
    ok(await owner('POST', `/events/${event.id}/undo`, {}));
    return { verb: 'tag.undone' };
  },
  'a delegation': async (begun) => {
    const { id } = await invited(begun, 'Staff');
    const { member, practice } = ok(await begun.owner('GET', '/me')).body;
    const days = { from_on: practice.today, to_on: practice.today };
    ok(await begun.owner('POST', '/delegations', { member_id: member.id, deputy_id: id, ...days }));
    return { verb: 'delegation.set' };
  },
  'the use of a key': async ({ owner }) => {
    const made = ok(
      await owner('POST', '/keys', { kind: 'api', name: 'For a script', scopes: { people: 'read' } }),
    ).body;
    const key = caller({ authorization: `Bearer ${made.token}` });
    ok(await key('GET', '/tags'));
    ok(await key('GET', '/tags'));
    return { verb: 'key.used', actor: `key:${made.id}` };
  },
  'a command of the operator': async ({ email }) => {
    expect(await operatorLink(house.access, email, false)).toContain('/sign-in#');
    return { verb: 'member.link_made', actor: 'operator', from_outside: false };
  },
};

test.each(Object.entries(KINDS))(
  'PL-S24 PL-100 %s is one event with time, actor, result, thing and address',
  async (_kind, act) => {
    const begun = await begin();
    const before = ok(await begun.owner('GET', '/events?limit=1')).body.items[0];
    const started = new Date().toISOString();
    const { verb, actor, code, from_outside } = await act(begun);
    const { items } = ok(await begun.owner('GET', `/events?verb=${verb}`)).body;
    const found = items.filter(({ id }: { id: string }) => id > before.id);
    expect(found.map((event: { verb: string }) => event.verb)).toEqual([verb]);
    const [event] = found;
    expect(Math.abs(millisecondsBetween(started, event.at))).toBeLessThan(10_000);
    expect(event.actor).toMatch(actor ? new RegExp(`^${actor}$`) : /^member:/);
    expect(event.thing).toMatch(/^[a-z_]+:[0-9a-f-]{36}$/);
    expect(event.sentence).not.toContain('undefined');
    expect(event.facts.code?.[1]).toBe(code);
    if (from_outside === false) expect(event.address).toBeNull();
    else expect(event.address).toBe(ADDRESS);
  },
);
