import type { OpenAPIHono } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { afterAll, beforeAll } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import type { BuiltIn } from '#kernel/access/roles/abilities.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import type { DatabaseUrls } from '#kernel/database/roles.ts';
import { useTestDatabase } from '#kernel/database/testing.ts';
import { testData } from '#kernel/database/testing-folder.ts';
import type { Who } from '#kernel/decision/model.ts';
import { frame } from '#kernel/http/frame.ts';
import { type Env, router } from '#kernel/http/route.ts';
import type { AnyRoom, Kernel } from '#kernel/loop/room.ts';
import { type House, openHouse } from './house.ts';

const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array;

/** For tests: a house on a database of its own, opened before all tests of the file and closed after them. */
export const useTestHouse = (
  rooms?: readonly AnyRoom[],
): { readonly house: House; readonly kernel: Kernel; readonly urls: DatabaseUrls } => {
  const database = useTestDatabase();
  let house: House;
  beforeAll(async () => {
    house = await openHouse({
      urls: database.urls,
      pool: 8,
      publicUrl: 'http://localhost:4300',
      dataDir: testData,
      secret: 'thirty-two characters of a secret',
      ...(rooms ? { rooms } : {}),
      onError: () => {},
    });
  });
  afterAll(() => house?.close());
  return {
    get house() {
      return house;
    },
    get kernel() {
      return house.kernel;
    },
    get urls() {
      return database.urls;
    },
  };
};

/** A practice of its own for a test; `sandbox` gives it a clock that stands at `now`. */
export const testPractice = async (
  kernel: Kernel,
  options: { kind?: 'live' | 'demo' | 'sandbox'; time_zone?: string; now?: string } = {},
): Promise<Id> => {
  const id = newId();
  const { kind = 'live', time_zone = 'Europe/London', now } = options;
  await kernel.db.transaction().execute(async (tx) => {
    await sql`select set_config('tickmark.practice', ${id}, true)`.execute(tx);
    await sql`insert into app.practice (practice_id, name, slug, kind, country, time_zone, locale, currency, created_at)
      values (${id}, 'Testing & Co', ${id.slice(-12)}, ${kind}, 'GB', ${time_zone}, 'en-GB', 'GBP', '2026-01-01T00:00:00Z')`.execute(
      tx,
    );
    if (now) await sql`insert into app.clock values (${id}, ${now}, 'operator', ${now})`.execute(tx);
  });
  return id;
};

/** Somebody with a built-in role; the member need not exist in the database unless the test reads members. */
export const testWho = (role: BuiltIn = 'Manager', member: Id = newId()): Who => {
  const { id, name, levels, reach, abilities } = builtIn(role);
  return {
    actor: `member:${member}`,
    member_id: member,
    role_id: id,
    role_name: name,
    levels,
    reach,
    abilities,
    deputy_for: [],
  };
};

export const testPlace = (practice_id: Id, who: Who = testWho()) => ({
  practice_id,
  caller: { who, request_id: newId() },
});

/** The app as a function, with `who` signed in: `await api('POST', '/tags', {name: 'VIP'})` answers status, body and headers. */
export const testApi = (kernel: Kernel, practice_id: Id, routes: OpenAPIHono<Env>[], who: Who = testWho()) => {
  const app = frame({
    kernel,
    publicUrl: 'http://localhost:4300',
    authenticate: async (_c, request) => ({ practice_id, caller: { who, request_id: request.id } }),
    onFault: (error) => {
      throw error;
    },
  });
  const v1 = router();
  for (const part of routes) v1.route('/', part);
  app.route('/api/v1', v1);
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await app.request(`/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    return {
      status: response.status,
      // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
      body: (text && /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text) as any,
      bytes,
      headers: response.headers,
    };
  };
};
