import type { QueryResult, RootOperationNode, UnknownRow } from 'kysely';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import type { BuiltIn } from '#kernel/access/roles/abilities.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { testData } from '#kernel/database/testing-folder.ts';
import type { Who } from '#kernel/decision/model.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import { sendMessages } from '#messages/outbox/sending.ts';
import { member } from '#workflows/launch/testing.ts';
import { openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { v1 } from '../contract.ts';
import { openLog } from '../log.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from '../testing.ts';
import { tellOfItems } from './items.ts';
import { setDigest } from './timer.ts';

const house = useTestHouse();
const read = readConfig({});
if (!read.yes) throw new Error(read.mistakes.join());
const config = { ...read.config, TRUSTED_PROXIES: [], TICKMARK_DATA: testData };
const MONDAY = '2026-11-23T09:00:00.000Z';

interface Mail {
  id: Id;
  address: string;
  subject: string;
  body: string;
  html: string;
  planned_at: string;
}

/** A sandbox with a Manager who gives, and others who are told. */
const begin = async (now = MONDAY, time_zone = 'Europe/London') => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now, time_zone });
  const at = <T>(work: (desk: Desk) => Promise<T>) => inPractice(house.kernel.db, practice, work);
  const as = (who: Who) => testApi(house.kernel, practice, [v1(house.house)], who);
  const join = async (role: BuiltIn, name: string) => {
    const who = testWho(role);
    await member(house.kernel, practice, who, name);
    return { who, id: who.member_id!, api: as(who) };
  };
  const marlow = await join('Manager', 'Marlow Test');
  await at(setDigest);
  const add = async (given: object, api = marlow.api) => {
    const { status, body } = await api('POST', '/items', { subject: 'Lease', ...given });
    expect(status, JSON.stringify(body)).toBe(201);
    return body as { id: Id; number: number; version: number };
  };
  const told = async (id: Id) =>
    (
      await at(({ tx }) =>
        sql<{ verb: string; title: string }>`
          select verb, title from app.notification where practice_id = ${practice} and member_id = ${id}
          order by first_at, title`.execute(tx),
      )
    ).rows.map(({ verb, title }) => `${verb} ${title}`);
  const mails = async (like: 'digest' | 'notice') =>
    (
      await at(({ tx }) =>
        sql<Mail>`select id, address, subject, body, html, planned_at from app.message
          where practice_id = ${practice} and key like ${`own:${like}:%`} order by planned_at, id`.execute(tx),
      )
    ).rows;
  const choose = (id: Id, choices: Record<string, string>) =>
    at(({ tx }) =>
      sql`update app.member set notifications = ${JSON.stringify(choices)}::jsonb where practice_id = ${practice} and id = ${id}`.execute(
        tx,
      ),
    );
  /** From now on: their role sees nothing of the inbox. */
  const takeRole = (id: Id) =>
    at(async ({ tx, now: at_ }) => {
      const role = newId();
      const { levels, reach } = builtIn('Staff');
      const none = { ...levels, inbox: 'none' };
      await sql`insert into app.role (practice_id, id, version, name, levels, reach, abilities, created_at, created_by)
        values (${practice}, ${role}, 1, ${`No inbox ${role.slice(-6)}`}, ${JSON.stringify(none)}, ${JSON.stringify(reach)}, '{}', ${at_}, 'operator')`.execute(
        tx,
      );
      await sql`update app.member set role_id = ${role} where practice_id = ${practice} and id = ${id}`.execute(tx);
    });
  const standIn = (absent: Id, deputy: Id, [from_on, to_on]: [string, string], covers = 'all') =>
    at(({ tx, now: at_ }) =>
      sql`insert into app.delegation (practice_id, id, version, member_id, deputy_id, from_on, to_on, covers, created_at, created_by)
        values (${practice}, ${newId()}, 1, ${absent}, ${deputy}, ${from_on}, ${to_on}, ${covers}, ${at_}, 'operator')`.execute(
        tx,
      ),
    );
  const move = (to: string) => moveClock(house.kernel, testPlace(practice, testWho('Owner')), to);
  return { practice, at, join, marlow, add, told, mails, choose, takeRole, standIn, move };
};

describe('as each member chooses', () => {
  test('IN-172 an item that is given is told in the product always, and by mail at once, in the digest, or not', async () => {
    const { join, add, told, mails, choose, move } = await begin();
    const [soon, later, never] = [
      await join('Staff', 'Sal Soon'),
      await join('Staff', 'Lou Later'),
      await join('Staff', 'Nan Never'),
    ];
    await choose(later.id, { assigned: 'digest', daily_digest: 'digest' });
    await choose(never.id, { assigned: 'app', daily_digest: 'off' });
    for (const { id } of [soon, later, never]) await add({ assignee_id: id });
    await move('2026-11-23T09:10:00.000Z');
    const numbers = [soon, later, never].map(({ id }) => told(id));
    expect(await Promise.all(numbers)).toEqual([1, 2, 3].map((n) => [`item.assigned #${n} «Lease» was given to you`]));
    expect((await mails('notice')).map(({ subject }) => subject)).toEqual(['#1 «Lease» was given to you']);
    await move('2026-11-24T09:00:00.000Z');
    const digests = await mails('digest');
    expect(digests.map(({ subject }) => subject)).toEqual([
      'Tue 24 Nov: 1 ready to start',
      'Tue 24 Nov: 1 ready to start',
    ]);
    expect(digests.map(({ body }) => /#\d/.exec(body)![0]).toSorted()).toEqual(['#1', '#2']);
  });

  test('IN-173 nobody is told of their own act, and who is deactivated is told nothing', async () => {
    const { practice, at, join, marlow, add, told } = await begin();
    const gone = await join('Staff', 'Gus Gone');
    const item = await add({ assignee_id: marlow.id, watcher_ids: [gone.id] });
    expect(await told(marlow.id)).toEqual([]);
    await at(({ tx }) =>
      sql`update app.member set state = 'deactivated' where practice_id = ${practice} and id = ${gone.id}`.execute(tx),
    );
    await at((desk) =>
      Promise.resolve(
        house.kernel.writers.notify(
          desk,
          [{ do: 'notify', member: gone.id, verb: 'item.overdue', thing: `item:${item.id}`, title: 'Late', url: '/x' }],
          { who: testWho('Owner'), request_id: newId() },
        ),
      ),
    );
    expect(await told(gone.id)).toEqual([]);
  });
});

describe('what may not be seen is not told', () => {
  test('IN-173 a role that was taken away between the event and the mail: nothing is mailed or listed', async () => {
    const { join, add, mails, takeRole, move, told } = await begin();
    const staff = await join('Staff', 'Stan Staff');
    await add({ assignee_id: staff.id });
    await takeRole(staff.id);
    await move('2026-11-23T09:10:00.000Z');
    expect(await told(staff.id), 'it was told of when it could be seen').toHaveLength(1);
    expect(await mails('notice')).toEqual([]);
    await move('2026-11-24T09:00:00.000Z');
    expect(await mails('digest'), 'nor does it stand among what is open').toEqual([]);
  });

  test('IN-173 a mail that is written already is asked about once more when it leaves', async () => {
    const { practice, at, join, add, mails, takeRole } = await begin();
    const [kept, taken] = [await join('Staff', 'Kim Kept'), await join('Staff', 'Tam Taken')];
    await add({ assignee_id: kept.id });
    await add({ assignee_id: taken.id });
    // written, and not yet given to a worker
    await at(({ tx }) => sql`update app.practice set kind = 'live' where practice_id = ${practice}`.execute(tx));
    await at((desk) => house.house.jobs.get('mail_at_once')!(desk, [{ member: kept.id }, { member: taken.id }]));
    await takeRole(taken.id);
    const written = await mails('notice');
    expect(written).toHaveLength(2);
    await sendMessages(
      house.house.sending,
      practice,
      written.map(({ id }) => ({ message: id, channel: 'email' as const, attempt: 1 })),
    );
    const { rows } = await at(({ tx }) =>
      sql<{ title: string; state: string; reason_code: string | null }>`
        select subject as title, state, reason_code from app.message where practice_id = ${practice} and key like 'own:notice:%' order by subject`.execute(
        tx,
      ),
    );
    expect(rows).toEqual([
      { title: '#1 «Lease» was given to you', state: 'sent', reason_code: null },
      { title: '#2 «Lease» was given to you', state: 'recalled', reason_code: 'not_seen' },
    ]);
  });

  test('IN-173 a notice that is taken back for one of its things tells of the others with the next mail', async () => {
    const { practice, at, marlow, join, add, mails } = await begin();
    const staff = await join('Staff', 'Stan Staff');
    const [secret, open] = [await add({ assignee_id: staff.id }), await add({ assignee_id: staff.id })];
    await at(({ tx }) => sql`update app.practice set kind = 'live' where practice_id = ${practice}`.execute(tx));
    const written = async () => {
      await at((desk) => house.house.jobs.get('mail_at_once')!(desk, [{ member: staff.id }]));
      return (await mails('notice')).at(-1)!;
    };
    const leave = (message: Id) =>
      sendMessages(house.house.sending, practice, [{ message, channel: 'email', attempt: 1 }]);
    const both = await written();
    expect(both.subject).toBe('2 things for you');
    const seen = (version: number) => ({ 'if-match': `"${version}"` });
    await marlow.api('PUT', `/items/${secret.id}/assignment`, { assignee_id: null }, seen(1));
    await marlow.api('PATCH', `/items/${secret.id}`, { confidential: true }, seen(2));
    await leave(both.id);
    const { rows } = await at(({ tx }) =>
      sql`select 1 from app.timer where practice_id = ${practice} and room = 'mail_at_once' and thing = ${staff.id} and state = 'waiting'`.execute(
        tx,
      ),
    );
    expect(rows, 'the next mail is on its way').toHaveLength(1);
    expect((await written()).subject).toBe(`#${open.number} «Lease» was given to you`);
    expect(await mails('notice')).toHaveLength(2);
    await written();
    expect(await mails('notice'), 'and no other').toHaveLength(2);
  });

  test('IN-171 IN-172 of a confidential item members are told the number alone, its reasons and notes not', async () => {
    const { join, add, told, move, mails } = await begin();
    const owner = await join('Owner', 'Olga Owner');
    const staff = await join('Staff', 'Stan Staff');
    const item = await add({ confidential: true, subject: 'Divorce', assignee_id: staff.id }, owner.api);
    await owner.api(
      'PUT',
      `/items/${item.id}/assignment`,
      { assignee_id: staff.id, note: 'the settlement' },
      { 'if-match': '"1"' },
    );
    expect(await told(staff.id)).toEqual(['item.assigned #1 was given to you']);
    await move('2026-11-24T09:00:00.000Z');
    const all = JSON.stringify([...(await mails('notice')), ...(await mails('digest'))]);
    expect(all).toContain('#1');
    expect(all).not.toMatch(/Divorce|settlement/);
  });
});

describe('the mails themselves', () => {
  test('IN-174 every link shows a page: asking for it changes nothing, and nothing in a mail decides', async () => {
    const { practice, at, join, add, mails, move } = await begin();
    const staff = await join('Staff', 'Stan Staff');
    const item = await add({ assignee_id: staff.id });
    await move('2026-11-24T09:00:00.000Z');
    const all = [...(await mails('notice')), ...(await mails('digest'))];
    expect(all).toHaveLength(2);
    const links = all.flatMap(({ html, body }) => [
      ...[...html.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, url]) => url!),
      ...(body.match(/https?:\/\/\S+/g) ?? []),
    ]);
    expect(links.length).toBeGreaterThan(6);
    const pages = new Set(links.map((url) => url.replace('http://localhost:4300', '')));
    expect([...pages].toSorted()).toEqual([`/inbox/${item.number}`, '/me#notifications', '/my-work'].toSorted());
    expect(all.map(({ html }) => /<(form|script|input|button)\b/i.test(html))).toEqual([false, false]);
    const state = () =>
      at(async ({ tx }) => ({
        item: (await sql`select * from app.item where practice_id = ${practice}`.execute(tx)).rows,
        events: (await sql`select count(*) from app.event where practice_id = ${practice}`.execute(tx)).rows,
      }));
    const app = openApp({ config, house: house.house, log: openLog('silent') });
    const before = await state();
    for (const page of pages) await app.http.request(page);
    expect((await staff.api('GET', `/items/by-number/${item.number}`)).status).toBe(200);
    expect(await state()).toEqual(before);
  });
});

describe('deputies', () => {
  test('IN-147 IN-172 who stands in is told of what the absent member is told, within what it covers', async () => {
    const { join, add, told, standIn, move, mails } = await begin();
    const [anna, ben, tess] = [
      await join('Staff', 'Anna Away'),
      await join('Staff', 'Ben Here'),
      await join('Staff', 'Tess Later'),
    ];
    await standIn(anna.id, ben.id, ['2026-11-23', '2026-11-25']);
    await standIn(ben.id, tess.id, ['2026-11-30', '2026-12-01']);
    await add({ assignee_id: anna.id, due_on: '2026-11-25' });
    expect([await told(anna.id), await told(ben.id), await told(tess.id)]).toEqual([
      ['item.assigned #1 «Lease» was given to you'],
      ['item.assigned For Anna Away: #1 «Lease» was given to Anna Away'],
      [],
    ]);
    await move('2026-11-24T09:00:00.000Z');
    expect((await told(ben.id)).at(-1)).toBe('item.due_tomorrow For Anna Away: #1 «Lease» is due on 2026-11-25');
    const digests = await mails('digest');
    expect(digests, 'both have it in their digest').toHaveLength(2);
    expect(digests.filter(({ body }) => body.includes('For Anna Away'))).toHaveLength(1);
    await move('2026-11-26T09:00:00.000Z');
    expect(
      (await told(ben.id)).some((line) => line.startsWith('item.overdue')),
      'over since midnight',
    ).toBe(false);
    expect((await told(anna.id)).at(-1)).toBe('item.overdue #1 «Lease» is overdue');
  });
});

describe('due', () => {
  test('IN-172 IN-13 PL-125 due tomorrow and overdue by the practice’s day, over the change of clocks and a weekend', async () => {
    // Clocks go back in Sydney on Sunday, 5 April 2026.
    const { join, add, told, move, mails } = await begin('2026-04-02T00:00:00.000Z', 'Australia/Sydney');
    const staff = await join('Staff', 'Stan Staff');
    await add({ assignee_id: staff.id, due_on: '2026-04-05' });
    await add({ assignee_id: staff.id, due_on: '2026-04-06', subject: 'Accounts' });
    await move('2026-04-07T12:00:00.000Z');
    expect((await told(staff.id)).filter((line) => !line.startsWith('item.assigned'))).toEqual([
      'item.due_tomorrow #1 «Lease» is due on 2026-04-05',
      'item.due_tomorrow #2 «Accounts» is due on 2026-04-06',
      'item.overdue #1 «Lease» is overdue',
      'item.overdue #2 «Accounts» is overdue',
    ]);
    expect((await mails('digest')).map(({ planned_at, subject }) => [planned_at, subject])).toEqual([
      ['2026-04-02T20:30:00.000Z', 'Fri 3 Apr: 2 ready to start'],
      ['2026-04-05T21:30:00.000Z', 'Mon 6 Apr: 1 overdue, 1 due today'],
      ['2026-04-06T21:30:00.000Z', 'Tue 7 Apr: 2 overdue'],
    ]);
  });

  test('IN-14 IN-172 what is on hold, decided or deleted is not told of', async () => {
    const { marlow, join, add, told, move } = await begin();
    const staff = await join('Staff', 'Stan Staff');
    const [held, done, gone] = [
      await add({ assignee_id: staff.id, due_on: '2026-11-25' }),
      await add({ assignee_id: staff.id, due_on: '2026-11-25' }),
      await add({ assignee_id: staff.id, due_on: '2026-11-25' }),
    ];
    const seen = { 'if-match': '"1"' };
    await marlow.api('PUT', `/items/${held.id}/hold`, { why: 'The bank' }, seen);
    await marlow.api('PUT', `/items/${done.id}/status`, { status: 'completed' }, seen);
    await marlow.api('DELETE', `/items/${gone.id}`, undefined, seen);
    await move('2026-11-26T09:00:00.000Z');
    expect((await told(staff.id)).filter((line) => !line.startsWith('item.assigned'))).toEqual([]);
  });

  test('IN-172 ten thousand items that are due tomorrow take as many queries as one', async () => {
    const { practice, at, join, told } = await begin();
    const staff = await join('Staff', 'Stan Staff');
    const fill = (from: number, to: number) =>
      at(({ tx, now }) =>
        sql`insert into app.item (practice_id, id, version, number, origin, status, status_by, status_at, subject, details, priority,
            due_on, assignee_id, watcher_ids, tags, confidential, marks, created_at, created_by)
          select ${practice}, gen_random_uuid(), 1, n, 'manual', 'outstanding', 'operator', ${now}, 'Lease ' || n, '', 'normal',
            '2026-11-24', ${staff.id}, '{}', '{}', false, '{}', ${now}, 'operator' from generate_series(${from}::int, ${to}::int) n`.execute(
          tx,
        ),
      );
    const asked = () =>
      at(async (desk) => {
        let n = 0;
        const counting = {
          transformQuery: ({ node }: { node: RootOperationNode }) => {
            n += 1;
            return node;
          },
          transformResult: async ({ result }: { result: QueryResult<UnknownRow> }) => result,
        };
        await tellOfItems(house.kernel, { ...desk, tx: desk.tx.withPlugin(counting) as Desk['tx'] });
        return n;
      });
    await fill(1, 1);
    const one = await asked();
    expect(one).toBeGreaterThan(2);
    await fill(2, 10_000);
    expect(await asked()).toBe(one);
    expect(await told(staff.id)).toHaveLength(10_000);
  });
});

test('IN-172 the practice can keep mails about approvals in the product; members are told there all the same', async () => {
  const { practice, at, join, told, mails, move } = await begin();
  const owner = await join('Owner', 'Olga Owner');
  const approver = await join('Manager', 'Amy Approver');
  const ask = (n: number) =>
    at((desk) =>
      Promise.resolve(
        house.kernel.writers.notify(
          desk,
          [
            {
              do: 'notify',
              member: approver.id,
              verb: 'item.asked',
              thing: `item:${items[n]!.id}`,
              title: `#${n}`,
              url: `/inbox/${n}`,
            },
          ],
          { who: owner.who, request_id: newId() },
        ),
      ),
    );
  const items: { id: Id }[] = [];
  for (let n = 0; n < 2; n += 1) items.push((await owner.api('POST', '/items', { subject: 'Return' })).body);
  const { body } = await owner.api('GET', '/practice');
  const set = await owner.api(
    'PATCH',
    '/practice',
    { settings: { inbox: { approval_mail: false } } },
    { 'if-match': `"${body.version}"` },
  );
  expect(set.status, JSON.stringify(set.body)).toBe(200);
  await ask(0);
  await move('2026-11-23T09:10:00.000Z');
  expect(await told(approver.id)).toEqual(['item.asked #0']);
  expect(await mails('notice')).toEqual([]);
  await at(({ tx }) => sql`update app.practice set settings = '{}' where practice_id = ${practice}`.execute(tx));
  await ask(1);
  await move('2026-11-23T09:20:00.000Z');
  expect((await mails('notice')).map(({ address }) => address)).toHaveLength(1);
});
