import { createHmac, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds, type Instant } from '#ground/time.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { useTestDatabase } from '#kernel/database/testing.ts';
import { testData } from '#kernel/database/testing-folder.ts';
import { frame } from '#kernel/http/frame.ts';
import { router } from '#kernel/http/route.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import { type House, openHouse } from '../../app/house.ts';
import { delegationsApi } from './delegations/api.ts';
import { delegations } from './delegations/store.ts';
import { keysApi } from './keys/api.ts';
import { keys } from './keys/store.ts';
import { membersApi } from './members/api.ts';
import { members } from './members/store.ts';
import { rolesApi } from './own-roles/api.ts';
import { roles } from './own-roles/store.ts';
import { practiceApi } from './practice/api.ts';
import { practices } from './practice/store.ts';
import type { BuiltIn } from './roles/abilities.ts';
import { builtIn } from './roles/builtin.ts';
import { systemWho } from './roles/system.ts';
import { type Access, openAccess } from './sessions/access.ts';
import { sessionApi } from './sessions/api.ts';
import { type AccessLetter, accessLetter } from './sessions/mail.ts';
import { meApi } from './sessions/me-api.ts';
import { authenticator } from './sessions/principal.ts';
import { sessionsApi } from './sessions/sessions-api.ts';
import { setupApi } from './setup/api.ts';
import { type MakeDemo, rememberDemo } from './setup/demo.ts';
import { makeOwned } from './setup/setup.ts';

export const PUBLIC_URL = 'http://localhost:4300';
export const PASSWORD = 'three plain words';

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
  body: any;
  headers: Headers;
}
type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

/** A browser of one address: keeps its cookies, and sends its origin. */
export interface Browser {
  call: Call;
  cookies: Map<string, string>;
}

export interface Doors {
  readonly access: Access;
  readonly house: House;
  /** Moves the real clock, which no practice has a hand on. */
  pass(milliseconds: number): void;
  browser(address?: string, device?: string): Browser;
  /** As a client with a key, or with nothing. */
  api(headers?: Record<string, string>): Call;
  /** Letters that wait in the queue, oldest first; each is read once. */
  letters(practice_id: Id): Promise<AccessLetter[]>;
  /** A practice with an Owner who can sign in by PASSWORD. */
  practice(name?: string): Promise<{ practice_id: Id; owner_id: Id; email: string }>;
  /** What the set-up page asks to make the demo practice; a test may put another in its place. */
  makeDemo: MakeDemo;
  /** Another member with an account, already active. */
  member(practice_id: Id, role: BuiltIn | { id: Id }, email?: string): Promise<{ id: Id; email: string }>;
  signedIn(email: string, password?: string): Promise<Browser>;
  events(
    practice_id: Id,
  ): Promise<{ verb: string; actor: string; thing: string; facts: Record<string, unknown>; address: string | null }[]>;
}

/** All doors of access on a database of their own, for the tests of one file. */
export const useDoors = (): Doors => {
  const database = useTestDatabase();
  let house: House;
  let access: Access;
  let app: ReturnType<typeof frame>;
  // It stands still until a test moves it, so that a slow machine changes no answer.
  let moved: Instant = new Date().toISOString();
  const rooms: AnyRoom[] = [members, roles, delegations, keys, practices];
  beforeAll(async () => {
    const secret = randomBytes(32).toString('base64url');
    house = await openHouse({
      urls: database.urls,
      pool: 8,
      rooms,
      publicUrl: PUBLIC_URL,
      dataDir: testData,
      secret,
      onError: () => {},
    });
    access = openAccess({
      kernel: house.kernel,
      authUrl: database.urls.authUrl,
      publicUrl: PUBLIC_URL,
      secret,
      even_ms: 0,
      time: () => moved,
      onError: () => {},
    });
    app = frame({
      kernel: house.kernel,
      publicUrl: PUBLIC_URL,
      authenticate: authenticator(access),
      addressOf: (c) => c.req.header('x-test-address'),
      onFault: (error) => console.error(error),
    });
    const v1 = router();
    const parts = [
      sessionApi(access),
      meApi(access),
      sessionsApi(access),
      setupApi(access, () => doors.makeDemo()),
      membersApi(access),
      keysApi(access),
    ];
    for (const part of parts) v1.route('/', part);
    for (const part of [rolesApi, delegationsApi, practiceApi]) v1.route('/', part(house.kernel));
    app.route('/api/v1', v1);
  });
  afterAll(async () => {
    await access?.close();
    await house?.close();
  });
  const send = async (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer> => {
    const response = await app.request(`/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text,
      headers: response.headers,
    };
  };
  const read = new Map<Id, number>();
  const doors: Doors = {
    get access() {
      return access;
    },
    get house() {
      return house;
    },
    pass: (milliseconds) => {
      moved = addMilliseconds(moved, milliseconds);
    },
    browser: (address = randomAddress(), device = FIREFOX) => {
      const cookies = new Map<string, string>();
      const call: Call = async (method, path, body, headers = {}) => {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const base = { origin: PUBLIC_URL, 'user-agent': device, 'x-test-address': address };
        const answer = await send(method, path, body, { ...base, ...(cookie && { cookie }), ...headers });
        for (const line of answer.headers.getSetCookie()) keep(cookies, line);
        return answer;
      };
      return { call, cookies };
    },
    api:
      (base = {}) =>
      (method, path, body, headers = {}) =>
        send(method, path, body, { 'x-test-address': randomAddress(), ...base, ...headers }),
    letters: async (practice_id) => {
      const { rows } = await sql<{ data: { name: string; practice_id: Id } }>`
        select data from pgboss.job where name = 'act' and data->>'practice_id' = ${practice_id} order by created_on, id`.execute(
        house.engine,
      );
      const mine = rows.map((row) => row.data).filter((data) => data.name === 'access.mail');
      const fresh = mine.slice(read.get(practice_id) ?? 0);
      read.set(practice_id, mine.length);
      const letters = await inPractice(house.kernel.db, practice_id, (desk) =>
        Promise.all(fresh.map((data) => accessLetter(access, desk, data as never))),
      );
      return letters.filter((letter) => letter !== null);
    },
    practice: async (name = 'Harbour & Light') => {
      const email = `owner-${newId().slice(-8)}@harbour.example`;
      const { practice_id, member_id } = await makeOwned(access, {
        name: 'Olu Ade',
        email,
        password: PASSWORD,
        practice: { name, country: 'AU', time_zone: 'Australia/Sydney', currency: 'AUD', kind: 'live' },
        caller: { who: systemWho('setup'), request_id: newId() },
      });
      return { practice_id, owner_id: member_id, email };
    },
    makeDemo: async () => {
      const { practice_id, owner_id } = await doors.practice('Demo practice');
      await rememberDemo(access, { practice_id, member_id: owner_id });
    },
    member: async (practice_id, role, email = `${newId().slice(-8)}@harbour.example`) => {
      const owner = await ownerOf(doors, practice_id);
      const role_id = typeof role === 'string' ? builtIn(role).id : role.id;
      const invited = await owner.call('POST', '/invitations', { name: `Member ${email.slice(0, 8)}`, email, role_id });
      const token = String(invited.body.link).split('#')[1];
      const accepted = await doors
        .browser()
        .call('POST', '/invitations/acceptance', { token, name: `Member ${email.slice(0, 8)}`, password: PASSWORD });
      if (accepted.status !== 200) throw new Error(JSON.stringify([invited.body, accepted.body]));
      return { id: invited.body.id, email };
    },
    signedIn: async (email, password = PASSWORD) => {
      const browser = doors.browser();
      const answer = await browser.call('POST', '/session', { email, password });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return browser;
    },
    events: (practice_id) =>
      house.kernel.db.transaction().execute(async (tx) => {
        await sql`select set_config('tickmark.practice', ${practice_id}, true)`.execute(tx);
        const { rows } = await sql<{
          verb: string;
          actor: string;
          thing: string;
          facts: Record<string, unknown>;
          address: string | null;
        }>`
          select verb, actor, thing, facts, address from app.event order by id`.execute(tx);
        return rows;
      }),
  };
  return doors;
};

const ownerOf = async (doors: Doors, practice_id: Id): Promise<Browser> => {
  const { rows } = await sql<{
    email: string;
  }>`select u.email from auth.membership m join auth."user" u on u.id = m.account_id
    where m.practice_id = ${practice_id} order by m.member_id limit 1`.execute(doors.access.db);
  return doors.signedIn(rows[0]!.email);
};

export const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
export const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1';

const randomAddress = (): string => `198.51.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`;

const keep = (cookies: Map<string, string>, line: string): void => {
  const [pair = ''] = line.split(';');
  const at = pair.indexOf('=');
  const gone = /max-age=0/i.test(line) || pair.length === at + 1;
  if (gone) cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), pair.slice(at + 1));
};

/** The code an authenticator app shows for the address of its QR code, `steps` of 30 s from now. */
export const totpCode = (uri: string, steps = 0): string => {
  const secret = base32(new URL(uri).searchParams.get('secret')!);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.at(-1)! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
};

const base32 = (text: string): Buffer => {
  const bits = [...text.replace(/=+$/, '')]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};
