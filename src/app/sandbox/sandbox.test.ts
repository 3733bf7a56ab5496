import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { makeOwned } from '#kernel/access/setup/setup.ts';
import { sealAll } from '#kernel/audit/seal.ts';
import { verify } from '#kernel/audit/verify.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { v1 } from '../contract.ts';
import { testApi, testWho, useTestHouse } from '../testing.ts';
import { KEPT_AT_RESET } from './copied.ts';
import { tablesOfPractices } from './store.ts';
import { sandboxWork } from './working.ts';

const house = useTestHouse();
const PASSWORD = 'three plain words';

const owned = async (kind: 'live' | 'sandbox' = 'live') => {
  const made = await makeOwned(house.house.access, {
    name: 'Sample Owner',
    email: `owner-${newId().slice(-8)}@harbour.example`,
    password: PASSWORD,
    practice: { name: 'Harbour & Light', country: 'GB', time_zone: 'Europe/London', currency: 'GBP', kind },
    caller: { who: systemWho('setup'), request_id: newId() },
  });
  const as = (practice: Id) => testApi(house.kernel, practice, [v1(house.house)], testWho('Owner', made.member_id));
  return { ...made, api: as(made.practice_id), as };
};
type Api = Awaited<ReturnType<typeof owned>>['api'];

const ok = async (answer: ReturnType<Api>) => {
  const { status, body, headers } = await answer;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return { body, seen: { 'if-match': headers.get('etag') ?? '' } };
};

/** Of every part one: a tag, own role, field, workflow that is on, and people of every kind. */
const fill = async ({ api, member_id }: Awaited<ReturnType<typeof owned>>) => {
  const { body: tag } = await ok(api('POST', '/tags', { name: 'Key account', applies_to: ['client'] }));
  await ok(
    api('POST', '/roles', { name: 'Junior', copy_of: builtIn('Staff').id, levels: { people: 'read' }, abilities: [] }),
  );
  await ok(api('POST', '/custom-fields', { label: 'Secret word', record_kinds: ['client'], type: 'text' }));
  await ok(api('POST', '/custom-fields', { label: 'Seats', record_kinds: ['client'], type: 'number' }));
  await ok(api('POST', '/workflow-templates/health_check/copies', { as_is: true }));
  await ok(api('PATCH', '/practice', { working_days: [1, 2, 3], send_hour: '07:30' }, { 'if-match': '"1"' }));
  for (const name of ['Xanthippe Yacht Chandlers', 'Zebulon Quarry']) {
    const { body } = await ok(
      api('POST', '/clients', {
        form: 'organisation',
        organisation_name: name,
        emails: [{ address: `boss@${name.split(' ')[0]!.toLowerCase()}.example`, label: 'boss', primary: true }],
        phones: [{ number: '+44 20 7946 0018', label: 'desk', primary: true }],
        tags: [tag.id],
        custom: { secret_word: 'Xylophone', seats: 12 },
        source: 'Mr Xavier of Xanten',
      }),
    );
    await ok(api('POST', '/role-holdings', { person: body.id, role: 'manager', member: member_id }));
  }
  const { body: individual } = await ok(
    api('POST', '/prospects', { form: 'individual', given_name: 'Xenia', family_name: 'Xylander' }),
  );
  await ok(api('POST', `/prospects/${individual.id}/waitlist-entry`, { service: 'Bookkeeping' }));
  await ok(
    api('POST', '/employees', { given_name: 'Xaver', family_name: 'Xanten', work_email: 'xaver@harbour.example' }),
  );
  const { body: contact } = await ok(
    api('POST', '/contacts', {
      given_name: 'Xia',
      family_name: 'Xu',
      emails: [{ address: 'xia@xu.example', label: '', primary: true }],
    }),
  );
  return { contact };
};

const PERSONAL = /X[a-z]+|Zebulon|Quarry|Yacht|boss@|7946/;

/** All rows of a practice but its events, by table. */
const dump = (practice: Id, leave: readonly string[] = []) =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const found: Record<string, string[]> = {};
    for (const table of (await tablesOfPractices(tx)).filter((name) => !leave.includes(name))) {
      const { rows } = await sql<{ row: string }>`
        select replace((to_jsonb(t) - 'practice_id' - 'laid')::text, ${practice}, 'this practice') as row from ${sql.table(`app.${table}`)} t order by 1`.execute(
        tx,
      );
      found[table] = rows.map(({ row }) => row);
    }
    return found;
  });

const work = (practice: Id, kernel: Kernel = house.kernel) =>
  sandboxWork({ kernel, storage: house.house.files.storage, dataDir: house.house.dataDir })(practice, {});
const EVENTS = ['event', 'unsealed', 'seal', 'idempotency'];

test('PL-141 a sandbox has the practice’s workflows, settings and roles, and of its people nothing that names them', async () => {
  const live = await owned();
  await fill(live);
  const before = await dump(live.practice_id);
  const { body: made } = await ok(live.api('POST', '/sandboxes', { people: true }));
  expect(made).toMatchObject({ name: 'Harbour & Light sandbox', people: true, state: 'copying' });
  await work(made.practice_id);
  const sandbox = live.as(made.practice_id);
  expect((await sandbox('GET', '/sandboxes')).body.items[0]).toMatchObject({ state: 'ready' });
  for (const path of ['/tags', '/roles', '/custom-fields', '/workflows', '/members']) {
    const names = async (api: Api) => {
      const { body } = await ok(api('GET', path));
      return body.items.map((row: { id: Id; name?: string; label?: string }) => [row.id, row.name ?? row.label]);
    };
    expect(await names(sandbox), path).toEqual(await names(live.api));
  }
  expect((await sandbox('GET', '/practice')).body).toMatchObject({
    kind: 'sandbox',
    sandbox_of: live.practice_id,
    working_days: [1, 2, 3],
    send_hour: '07:30',
  });
  const { items } = (await sandbox('GET', '/clients')).body;
  expect(items.map((row: { display_name: string }) => row.display_name)).toEqual(['Amber Bakery 1', 'Birch Bakery 2']);
  expect(items[0].tags).toHaveLength(1);
  const { body: client } = await ok(sandbox('GET', `/clients/${items[0].id}`));
  expect(client).toMatchObject({
    emails: [{ address: 'office1@sandbox.example', label: 'boss' }],
    custom: { seats: 12 },
  });
  expect((await sandbox('GET', '/search?q=birch')).body).toMatchObject(
    expect.objectContaining({
      groups: [expect.objectContaining({ items: [expect.objectContaining({ title: 'Birch Bakery 2' })] })],
    }),
  );
  expect((await sandbox('GET', '/waitlist-entries')).body.items).toHaveLength(1);
  const told = JSON.stringify(await dump(made.practice_id));
  expect(told).not.toMatch(PERSONAL);
  expect(JSON.stringify(before)).toMatch(PERSONAL);
  // The live practice is as it was, but for knowing its sandbox.
  const after = await dump(live.practice_id, [...EVENTS, 'practice']);
  const { practice: _, ...rest } = before;
  expect(after).toEqual(Object.fromEntries(Object.entries(rest).filter(([table]) => !EVENTS.includes(table))));
});

test('PL-141 one sandbox for a live practice and none for any other; whoever may use it enters as themselves', async () => {
  const live = await owned();
  const { body: made } = await ok(live.api('POST', '/sandboxes', {}));
  expect(made).toMatchObject({ people: false, state: 'ready' });
  const again = await live.api('POST', '/sandboxes', {});
  expect([again.status, again.body.code]).toEqual([409, 'there_already']);
  const inside = live.as(made.practice_id);
  expect((await inside('POST', '/sandboxes', {})).status).toBe(404);
  expect((await live.api('POST', `/sandboxes/${newId()}/entry`)).status).toBe(404);
  expect((await inside('DELETE', `/sandboxes/${made.practice_id}`)).status).toBe(404);
  expect((await live.api('POST', `/sandboxes/${made.practice_id}/reset`)).status).toBe(404);
  expect((await live.api('POST', `/sandboxes/${made.practice_id}/entry`)).body).toEqual({
    practice_id: made.practice_id,
  });
  const { rows } = await sql<{ member_id: Id }>`
    select member_id from auth.membership where practice_id = ${made.practice_id}`.execute(house.house.access.db);
  expect(rows).toEqual([{ member_id: live.member_id }]);
  const staff = testApi(house.kernel, live.practice_id, [v1(house.house)], testWho('Staff'));
  expect((await staff('POST', '/sandboxes', {})).status).toBe(403);
  const key = testApi(house.kernel, live.practice_id, [v1(house.house)], {
    ...testWho('Owner'),
    member_id: null,
  } as never);
  expect((await key('POST', `/sandboxes/${made.practice_id}/entry`)).body.code).toBe('no_account');
});

test('PL-141 of several who make it at once one makes it', async () => {
  const live = await owned();
  const answers = await Promise.all([1, 2, 3].map(() => live.api('POST', '/sandboxes', {})));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  const made = answers.find(({ status }) => status === 201)!.body;
  expect((await live.api('GET', '/sandboxes')).body.items[0].practice_id).toBe(made.practice_id);
});

test('PL-142 a reset goes back to what the sandbox was made of, whatever was done in it and in the live practice since', async () => {
  const live = await owned();
  await fill(live);
  const { body: made } = await ok(live.api('POST', '/sandboxes', { people: true }));
  await work(made.practice_id);
  const first = await dump(made.practice_id, [...EVENTS, 'clock', 'sandbox']);
  const sandbox = live.as(made.practice_id);
  const clock = (await sandbox('GET', '/clock')).body.now;
  await ok(sandbox('POST', '/clock/moves', { by: 'month' }));
  await ok(sandbox('POST', '/tags', { name: 'Only here' }));
  const [workflow] = (await sandbox('GET', '/workflows')).body.items;
  const [client] = (await sandbox('GET', '/clients')).body.items;
  await ok(sandbox('POST', '/runs', { workflow: workflow.id, as: 'client', subject: client.id }));
  await ok(live.api('POST', '/tags', { name: 'Only there' }));
  await ok(sandbox('POST', `/sandboxes/${made.practice_id}/reset`));
  expect((await sandbox('POST', `/sandboxes/${made.practice_id}/reset`)).body.code).toBe('busy');
  await work(made.practice_id);
  expect(await dump(made.practice_id, [...EVENTS, 'clock', 'sandbox'])).toEqual(first);
  expect((await sandbox('GET', '/clock')).body.now).toBe(clock);
  await sealAll(house.house.engine);
  expect(await verify(house.kernel.db, made.practice_id)).toMatchObject({ ok: true, events: 1 });
});

test('PL-141 PL-72 killed at any point of its making or reset, the next worker ends it with the same result', async () => {
  const live = await owned();
  await fill(live);
  const { body: one } = await ok(live.api('POST', '/sandboxes', { people: true }));
  await work(one.practice_id);
  const whole = await dump(one.practice_id, [...EVENTS, ...KEPT_AT_RESET]);
  await ok(live.as(one.practice_id)('POST', `/sandboxes/${one.practice_id}/reset`));
  await untilDone(one.practice_id);
  expect(await dump(one.practice_id, [...EVENTS, ...KEPT_AT_RESET])).toEqual(whole);
  await ok(live.api('DELETE', `/sandboxes/${one.practice_id}`));
  const { body: two } = await ok(live.api('POST', '/sandboxes', { people: true }));
  await untilDone(two.practice_id);
  expect(await dump(two.practice_id, [...EVENTS, ...KEPT_AT_RESET])).toEqual(whole);
});

/** Dies after one transaction, then after two, and so on, until it is done. */
const untilDone = async (practice: Id): Promise<void> => {
  for (let lives = 1; lives < 100; lives += 1) {
    let left = lives;
    const transaction = () => {
      if (left-- === 0) throw new Error('killed');
      return house.kernel.db.transaction();
    };
    const db = new Proxy(house.kernel.db, {
      get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
    });
    const ended = await work(practice, { ...house.kernel, db }).then(
      () => true,
      () => false,
    );
    if (ended) return;
  }
  throw new Error('never done');
};

test('PL-141 a sandbox is removed with everything in it; its practice and another sandbox stay', async () => {
  const live = await owned();
  await fill(live);
  const other = await owned();
  const { body: kept } = await ok(other.api('POST', '/sandboxes', {}));
  const { body: made } = await ok(live.api('POST', '/sandboxes', { people: true }));
  await ok(live.api('POST', `/sandboxes/${made.practice_id}/entry`));
  await work(made.practice_id);
  await ok(live.api('DELETE', `/sandboxes/${made.practice_id}`));
  expect((await live.api('GET', '/sandboxes')).body.items).toEqual([]);
  await work(made.practice_id);
  await expect(inPractice(house.kernel.db, made.practice_id, async () => 1)).rejects.toThrow(made.practice_id);
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from auth.membership where practice_id = ${made.practice_id})::int as n`.execute(
    house.house.access.db,
  );
  expect(rows[0]!.n).toBe(0);
  expect((await live.api('GET', '/clients')).body.items).toHaveLength(2);
  expect((await other.api('GET', '/sandboxes')).body.items[0].practice_id).toBe(kept.practice_id);
  const removed = inPractice(house.kernel.db, live.practice_id, ({ tx }) =>
    sql`select app.clear_sandbox('person', 10)`.execute(tx),
  );
  await expect(removed).rejects.toThrow('only a sandbox');
});
