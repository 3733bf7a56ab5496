import { z } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Who } from '#kernel/decision/model.ts';
import { perform } from '#kernel/loop/perform.ts';
import { doTo, makeSome, readNotes, useNotes } from '#kernel/loop/testing.ts';
import { notes } from '#kernel/loop/testing-room.ts';
import { tagsApi } from '#people/tags/api.ts';
import { tags } from '#people/tags/store.ts';
import { testApi, testPlace, testPractice, testWho } from '../../app/testing.ts';
import { frame } from './frame.ts';
import { countAnswer, countQuery, listQuery, pageOf, paging } from './list.ts';
import { yesOrThrow } from './problem.ts';
import { answers, atDesk, idParam, jsonBody, route, router, versionSeen } from './route.ts';
import { NASTY } from './testing-fuzz.ts';

const house = useNotes([notes, tags]);

/** Notes through HTTP: one route per way of answering. */
const notesApi = (options: { slow?: Promise<void>; made?: () => void } = {}) => {
  const shape = z.object({ id: z.uuid(), title: z.string(), version: z.int() });
  const sorts = {
    title: { by: sql`n.title`, type: 'text' as const },
    count: { by: sql`n.count`, type: 'int' as const },
  };
  const list = route('signed_in', {
    method: 'get',
    path: '/notes',
    request: { query: listQuery(['title', 'count'], { title: z.string().optional() }) },
    responses: answers(200, pageOf(shape)),
  });
  const add = route(writes('people'), {
    method: 'post',
    path: '/notes',
    request: jsonBody(z.strictObject({ title: z.string().min(1) })),
    responses: answers(201, shape),
  });
  const change = route(writes('people'), {
    method: 'patch',
    path: '/notes/{id}',
    request: { params: idParam, ...jsonBody(z.strictObject({ title: z.string() })) },
    responses: answers(200, shape),
  });
  const fault = route('signed_in', { method: 'post', path: '/fault', request: {}, responses: answers(200, shape) });
  const slow = route('signed_in', { method: 'post', path: '/slow', request: {}, responses: answers(200, shape) });
  return router()
    .openapi(list, async (c) => {
      const query = c.req.valid('query');
      const answer = await atDesk(house.kernel, c.get('place'), async ({ tx, practice }) => {
        const pages = paging(query, sorts, sql`n.id`);
        const body = sql`from app.note n where n.practice_id = ${practice.id} and (${query.title ?? null}::text is null or n.title = ${query.title ?? null})`;
        const { rows } = await sql<{ id: Id; title: string; version: number; page_key: string }>`
          select n.id, n.title, n.version, ${pages.key} as page_key ${body} and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}`.execute(
          tx,
        );
        const counting = countQuery(query, body);
        const count = counting && countAnswer(query, (await counting.execute(tx)).rows[0]!.value);
        return { ...pages.page(rows), ...(count ? { count } : {}) };
      });
      return c.json(answer, 200);
    })
    .openapi(add, async (c) => {
      options.made?.();
      await options.slow;
      const wanted = { id: newId(), command: { do: 'make' as const, ...c.req.valid('json') } };
      return c.json(yesOrThrow(await perform(house.kernel, c.get('place'), notes, wanted)).state.note, 201);
    })
    .openapi(change, async (c) => {
      const wanted = {
        id: c.req.valid('param').id,
        command: { do: 'rename' as const, ...c.req.valid('json') },
        version: versionSeen(c.req.header('if-match')),
      };
      return c.json(yesOrThrow(await perform(house.kernel, c.get('place'), notes, wanted)).state.note, 200);
    })
    .openapi(fault, () => {
      throw new Error('a secret of the machine');
    })
    .openapi(slow, async (c) => {
      await atDesk(house.kernel, c.get('place'), async ({ tx }) => {
        await sql`insert into app.holiday select practice_id, '2026-01-01', 'New Year' from app.practice`.execute(tx);
        await sql`set local statement_timeout = 50`.execute(tx);
        await sql`select pg_sleep(5)`.execute(tx);
      });
      return c.json({} as never, 200);
    });
};

const aPractice = async (options: Parameters<typeof notesApi>[0] = {}, who: Who = testWho('Manager')) => {
  const practice = await testPractice(house.kernel);
  const api = testApi(house.kernel, practice, [notesApi(options), tagsApi(house.kernel)], who);
  return { practice, api, who };
};

/** The frame as it is, with faults told as the house tells them. */
const framed = async (publicUrl = 'http://localhost:4300', signedIn = true) => {
  const practice = await testPractice(house.kernel);
  const faults: unknown[] = [];
  const place = testPlace(practice);
  const app = frame({
    kernel: house.kernel,
    publicUrl,
    authenticate: async () => (signedIn ? place : null),
    onFault: (error) => void faults.push(error),
  });
  app.route('/api/v1', notesApi());
  const call = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
    app.request(`/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  return { practice, faults, call };
};
const JSON_TYPE = { 'content-type': 'application/json' };

describe('PL-66 problems', () => {
  test('PL-66 each kind of no has its number, a code, a sentence, and the request’s id', async () => {
    const { practice, api } = await aPractice();
    const [id] = await makeSome(house.kernel, practice, [{ title: 'locked' }]);
    const viewer = testApi(house.kernel, practice, [notesApi()], testWho('Viewer'));
    const cases: [number, string, Promise<{ status: number; body: Record<string, unknown>; headers: Headers }>][] = [
      [400, 'unreadable', api('POST', '/notes', '{"title":')],
      [403, 'not_allowed', viewer('POST', '/notes', { title: 'x' })],
      [404, 'not_found', api('PATCH', `/notes/${newId()}`, { title: 'x' }, { 'if-match': '"1"' })],
      [404, 'not_found', api('GET', '/nowhere')],
      [409, 'locked', api('PATCH', `/notes/${id}`, { title: 'x' }, { 'if-match': '"1"' })],
      [412, 'conflict', api('PATCH', `/notes/${id}`, { title: 'x' }, { 'if-match': '"7"' })],
      [413, 'too_large', api('POST', '/notes', { title: 'x'.repeat(1_100_000) })],
      [415, 'not_json', api('POST', '/notes', 'title=x', { 'content-type': 'application/x-www-form-urlencoded' })],
      [422, 'invalid', api('POST', '/notes', { title: 5, colour: 'red' })],
      [422, 'unkeepable', api('POST', '/notes', { title: 'a\0b' })],
      [428, 'version_missing', api('PATCH', `/notes/${id}`, { title: 'x' })],
      [400, 'version_unreadable', api('PATCH', `/notes/${id}`, { title: 'x' }, { 'if-match': 'seven' })],
    ];
    for (const [status, code, answer] of cases) {
      const { body, headers, ...rest } = await answer;
      expect(rest.status, code).toBe(status);
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(body).toMatchObject({ type: `urn:tickmark:problem:${code}`, status, code, title: expect.any(String) });
      expect(body.detail).toMatch(/^[A-Z«\d].*\.$/s);
      expect(body.instance).toBe(headers.get('x-request-id'));
    }
  });

  test('PL-66 a body of another shape says where, field by field', async () => {
    const { api } = await aPractice();
    const { body } = await api('POST', '/notes', { title: 5, colour: 'red' });
    expect(body.errors).toEqual([
      { pointer: '/title', code: 'invalid_type', detail: expect.any(String) },
      { pointer: '/', code: 'unrecognized_keys', detail: expect.stringContaining('colour') },
    ]);
  });

  test('PL-66 a fault shows the request’s id and nothing else', async () => {
    const { call, faults } = await framed();
    const answer = await call('POST', '/fault');
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'fault', instance: answer.headers.get('x-request-id') });
    expect(text).not.toContain('secret');
    expect(faults).toHaveLength(1);
  });

  test('PL-66 PL-28 nobody signed in is 401, before the shape of what they sent is looked at', async () => {
    const { call } = await framed(undefined, false);
    expect((await call('GET', '/notes')).status).toBe(401);
    expect((await call('POST', '/notes', JSON_TYPE, '{"title":"x"}')).status).toBe(401);
  });
});

describe('PL-67 versions on the wire', () => {
  test('PL-67 worked example 2: 200 with the new version, 412 with who, when and which fields, 428', async () => {
    const { practice, api } = await aPractice();
    const [id] = await makeSome(house.kernel, practice, [{ title: 'a' }]);
    const x = testWho('Owner');
    for (let i = 0; i < 6; i += 1) await doTo(house.kernel, testPlace(practice), id!, { do: 'add', n: 1 });
    const first = await testApi(house.kernel, practice, [notesApi()], x)(
      'PATCH',
      `/notes/${id}`,
      { title: 'b' },
      { 'if-match': '"7"' },
    );
    expect([first.status, first.body.version]).toEqual([200, 8]);
    const second = await api('PATCH', `/notes/${id}`, { title: 'c' }, { 'if-match': '"7"' });
    expect(second.status).toBe(412);
    expect(second.body).toMatchObject({
      code: 'conflict',
      facts: { current_version: 8, changed_by: x.actor, fields: ['title'] },
    });
    expect(second.body.facts.changed_at).toMatch(/^\d{4}-.*Z$/);
    expect((await api('PATCH', `/notes/${id}`, { title: 'c' })).status).toBe(428);
    expect((await readNotes(house.kernel, practice))[0]!.title).toBe('b');
  });
});

describe('PL-69 PL-70 lists', () => {
  const filled = async () => {
    const made = await aPractice();
    await makeSome(
      house.kernel,
      made.practice,
      Array.from({ length: 23 }, (_, i) => ({ title: 'abc'[i % 3]!, count: i % 4 })),
    );
    return made;
  };

  test.each(['title', '-title', 'count', '-count'])(
    'PL-69 sorted by %s, pages hold every row once and in order',
    async (sort) => {
      const { api } = await filled();
      const whole = (await api('GET', `/notes?sort=${sort}&limit=200`)).body.items;
      expect(whole).toHaveLength(23);
      const seen: unknown[] = [];
      let next: string | null = '';
      while (next !== null) {
        const { body } = await api('GET', `/notes?sort=${sort}&limit=5${next && `&cursor=${next}`}`);
        seen.push(...body.items);
        next = body.next;
      }
      expect(seen).toEqual(whole);
    },
  );

  test('PL-69 a row that comes in between moves no other', async () => {
    const { practice, api } = await filled();
    const first = (await api('GET', '/notes?limit=10')).body;
    await makeSome(house.kernel, practice, [{ title: 'a' }, { title: '0' }, { title: 'zz' }]);
    const second = (await api('GET', `/notes?limit=200&cursor=${first.next}`)).body;
    const ids = [...first.items, ...second.items].map(({ id }: { id: Id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(23);
  });

  test('PL-69 limits, orders and filters are from the allow-list, and a cursor belongs to its own', async () => {
    const { api } = await filled();
    for (const wrong of [
      'limit=0',
      'limit=201',
      'limit=x',
      'sort=id',
      'sort=-',
      'order=title',
      'limit=5&limit=6',
      'count=all',
      'cursor=!',
      `cursor=${Buffer.from('["a","b"]').toString('base64url')}`,
    ])
      expect((await api('GET', `/notes?${wrong}`)).status, wrong).toBe(422);
    const { next } = (await api('GET', '/notes?limit=5')).body;
    for (const other of ['sort=-title', 'title=a', 'sort=count'])
      expect((await api('GET', `/notes?${other}&cursor=${next}`)).body.code, other).toBe('cursor_mismatch');
    expect((await api('GET', `/notes?limit=7&cursor=${next}`)).status).toBe(200);
  });

  test('PL-S16 a made-up value inside a right cursor is refused, never a fault', async () => {
    const { api } = await filled();
    for (const name of ['Unit 1', 'Unit 2', 'Unit 3']) await api('POST', '/tags', { name });
    for (const path of ['/notes?sort=title', '/notes?sort=count', '/tags?sort=name', '/tags?sort=-created_at']) {
      const { next } = (await api('GET', `${path}&limit=1`)).body;
      const [stamp, key, id] = JSON.parse(Buffer.from(next, 'base64url').toString());
      const with_ = (parts: unknown) =>
        api('GET', `${path}&cursor=${Buffer.from(JSON.stringify(parts)).toString('base64url')}`);
      expect((await with_([stamp, key, id])).status).toBe(200);
      for (const bad of [
        ...NASTY,
        '2026-13-01 00:00:00+00',
        '0000-01-01 00:00:00+00',
        '2026-01-01 25:00:00+00',
        7,
        null,
      ]) {
        expect((await with_([stamp, key, bad])).status, `${path} ${bad}`).toBeOneOf([200, 422]);
        expect((await with_([stamp, bad, id])).status, `${path} ${bad}`).toBeOneOf([200, 422]);
      }
    }
  });

  test('PL-70 no count unless asked for; capped it stops at 1,000; the first page by default has 50', async () => {
    const { practice, api } = await aPractice();
    await makeSome(
      house.kernel,
      practice,
      Array.from({ length: 1001 }, () => ({ title: 'a' })),
    );
    const plain = (await api('GET', '/notes')).body;
    expect([plain.items.length, plain.count]).toEqual([50, undefined]);
    expect((await api('GET', '/notes?count=capped&limit=1')).body.count).toEqual({ value: 1000, capped: true });
    expect((await api('GET', '/notes?count=exact&limit=1')).body.count).toEqual({ value: 1001, capped: false });
    expect((await api('GET', '/notes?count=capped&limit=1&title=b')).body.count).toEqual({ value: 0, capped: false });
  });
});

describe('PL-71 idempotency', () => {
  test('PL-71 worked example 3: the same again gets the first answer, another body is refused, for each actor by itself', async () => {
    const { practice, api } = await aPractice();
    const key = { 'idempotency-key': 'k1' };
    const first = await api('POST', '/notes', { title: 'a' }, key);
    const again = await api('POST', '/notes', { title: 'a' }, key);
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([201, first.body, 'true']);
    expect((await api('POST', '/notes', { title: 'b' }, key)).status).toBe(422);
    const other = testApi(house.kernel, practice, [notesApi()], testWho('Owner'));
    expect((await other('POST', '/notes', { title: 'a' }, key)).headers.get('idempotency-replayed')).toBeNull();
    expect(await readNotes(house.kernel, practice)).toHaveLength(2);
    for (const wrong of ['x'.repeat(256), 'a b', 'ü'])
      expect(
        (await api('POST', '/notes', { title: 'a' }, { 'idempotency-key': encodeURI(wrong) === wrong ? wrong : 'a b' }))
          .status,
      ).toBe(400);
  });

  test('PL-71 two at the same instant: one 201, one 409 that says to wait a second', async () => {
    let finish = () => {};
    let begun = () => {};
    const slow = new Promise<void>((resolve) => (finish = resolve));
    const started = new Promise<void>((resolve) => (begun = resolve));
    const { practice, api } = await aPractice({ slow, made: () => begun() });
    const key = { 'idempotency-key': 'k2' };
    const first = api('POST', '/notes', { title: 'a' }, key);
    await started;
    const second = await api('POST', '/notes', { title: 'a' }, key);
    expect([second.status, second.body.code, second.headers.get('retry-after')]).toEqual([409, 'still_running', '1']);
    finish();
    expect((await first).status).toBe(201);
    const third = await api('POST', '/notes', { title: 'a' }, key);
    expect(third.headers.get('idempotency-replayed')).toBe('true');
    expect(await readNotes(house.kernel, practice)).toHaveLength(1);
  });

  test('PL-71 five at once make one', async () => {
    const { practice, api } = await aPractice();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => api('POST', '/notes', { title: 'a' }, { 'idempotency-key': 'k3' })),
    );
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(await readNotes(house.kernel, practice)).toHaveLength(1);
  });

  test('PL-71 a refusal is an answer and is kept; a fault is not, so that it can be tried again', async () => {
    const { call, faults } = await framed();
    const key = { ...JSON_TYPE, 'idempotency-key': 'k4' };
    await call('POST', '/notes', key, '{"title":""}');
    expect((await call('POST', '/notes', key, '{"title":""}')).headers.get('idempotency-replayed')).toBe('true');
    for (let i = 0; i < 2; i += 1) expect((await call('POST', '/fault', { 'idempotency-key': 'k5' })).status).toBe(500);
    expect(faults).toHaveLength(2);
  });

  test('PL-71 after 48 hours the key is free again, and one whose first request died is after a minute', async () => {
    const practice = await testPractice(house.kernel, { kind: 'sandbox', now: '2026-07-01T00:00:00.000Z' });
    const api = testApi(house.kernel, practice, [notesApi()], testWho());
    const key = { 'idempotency-key': 'k6' };
    const clock = (now: string) =>
      atDesk(house.kernel, testPlace(practice), ({ tx }) => sql`update app.clock set now = ${now}`.execute(tx));
    await api('POST', '/notes', { title: 'a' }, key);
    await clock('2026-07-02T23:59:00.000Z');
    expect((await api('POST', '/notes', { title: 'b' }, key)).status).toBe(422);
    await clock('2026-07-03T00:01:00.000Z');
    expect((await api('POST', '/notes', { title: 'b' }, key)).status).toBe(201);
    await atDesk(house.kernel, testPlace(practice), ({ tx }) =>
      sql`update app.idempotency set status = null, answer = null`.execute(tx),
    );
    expect((await api('POST', '/notes', { title: 'b' }, key)).status).toBe(409);
    await clock('2026-07-03T00:03:00.000Z');
    expect((await api('POST', '/notes', { title: 'b' }, key)).status).toBe(201);
  });
});

describe('PL-76 PL-54 PL-S20', () => {
  test('PL-76 what runs too long is cancelled in the database, answered 503, and nothing of it stays', async () => {
    const { practice, call, faults } = await framed();
    const began = performance.now();
    const answer = await call('POST', '/slow');
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([503, 'too_slow']);
    expect(performance.now() - began).toBeLessThan(4000);
    expect(faults).toEqual([]);
    const left = await atDesk(house.kernel, testPlace(practice), ({ tx }) =>
      sql`select * from app.holiday`.execute(tx),
    );
    expect(left.rows).toEqual([]);
  });

  test('PL-54 PL-S4 an id, practice, maker, time or version in a body is refused, and nothing is made', async () => {
    const { practice, api } = await aPractice();
    for (const field of [
      'id',
      'practice_id',
      'created_by',
      'created_at',
      'version',
      'deleted_at',
      'state',
      'sort_name',
    ])
      expect((await api('POST', '/tags', { name: 'x', [field]: newId() })).status, field).toBe(422);
    expect((await api('GET', '/tags')).body.items).toEqual([]);
    const made = (await api('POST', '/tags', { name: 'x' })).body;
    expect(made.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(practice).not.toBe(made.id);
  });

  test('PL-S20 a change with a cookie from another site is refused for every content type and method; ours and keys pass', async () => {
    const { practice, call } = await framed('https://tickmark.example');
    const cookie = { cookie: 'session=x' };
    const types = [
      'application/json',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
    ];
    for (const origin of [
      'https://evil.example',
      'null',
      'https://tickmark.example.evil.example',
      'http://tickmark.example',
      undefined,
    ])
      for (const type of types)
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
          const headers = { ...cookie, ...(origin ? { origin } : {}), ...(type ? { 'content-type': type } : {}) };
          const answer = await call(method, '/notes', headers, '{"title":"x"}');
          expect(
            [answer.status, ((await answer.json()) as { code: string }).code],
            `${method} ${type} ${origin}`,
          ).toEqual([403, 'foreign_origin']);
        }
    expect(await readNotes(house.kernel, practice)).toEqual([]);
    const ours = { ...cookie, origin: 'https://tickmark.example', ...JSON_TYPE };
    expect((await call('POST', '/notes', ours, '{"title":"x"}')).status).toBe(201);
    expect((await call('POST', '/notes', JSON_TYPE, '{"title":"x"}')).status).toBe(201);
    expect((await call('GET', '/notes', { ...cookie, origin: 'https://evil.example' })).status).toBe(200);
  });

  test('PL-S20 CORS is closed and frames are refused; strict transport only where the address is https', async () => {
    const { call } = await framed('https://tickmark.example');
    const asked = await call('OPTIONS', '/notes', {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
    });
    const read = await call('GET', '/notes', { origin: 'https://evil.example' });
    for (const answer of [asked, read])
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(read.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(read.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(read.headers.get('x-frame-options')).toBe('DENY');
    expect(read.headers.get('x-content-type-options')).toBe('nosniff');
    expect(read.headers.get('strict-transport-security')).toContain('max-age');
    const plain = await (await framed()).call('GET', '/notes');
    expect(plain.headers.get('strict-transport-security')).toBeNull();
  });
});
