import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { ref } from '#kernel/decision/rules.ts';
import { aimsIn, performMany } from '#kernel/loop/many.ts';
import { perform } from '#kernel/loop/perform.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import { dispatch } from '#kernel/schedule/dispatcher.ts';
import { wake } from '#kernel/schedule/wake.ts';
import { channelId } from '#messages/channels/model.ts';
import { channels } from '#messages/channels/store.ts';
import { sendMessages } from '#messages/outbox/sending.ts';
import { member, person } from '#workflows/launch/testing.ts';
import { startMailServer, type TestServer } from '../../connectors/mail/testing-server.ts';
import { forgetInMessages } from '../messages/erasing.ts';
import { loneTasks, messages } from '../rooms.ts';
import { testPlace, testPractice, testWho, useTestHouse } from '../testing.ts';
import { setDigest } from './timer.ts';

const house = useTestHouse();
let server: TestServer | undefined;
afterEach(() => server?.close());

const at = <T>(practice: Id, work: (desk: Desk) => Promise<T>): Promise<T> =>
  inPractice(house.kernel.db, practice, work);

/** A sandbox with its alarm set, whose clock stands at `now`, and a member with a task. */
const begin = async (now: string, time_zone = 'Europe/London') => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', time_zone, now });
  const who = testWho('Manager');
  await member(house.kernel, practice, who, 'Marlow Test');
  await at(practice, setDigest);
  const client = await person(house.kernel, practice, 'Harbour Café');
  return { practice, who, client };
};
type Begun = Awaited<ReturnType<typeof begin>>;

const added = ({ who, client }: Pick<Begun, 'who' | 'client'>, id: Id, title: string) => ({
  do: 'add_task' as const,
  id,
  title,
  instructions: '',
  subject: { record: 'person' as const, id: client },
  to: { member: who.member_id! },
});

const give = async (
  { practice, who, client }: Begun,
  title: string,
  due_on?: string,
  by = testWho('Owner'),
): Promise<Id> => {
  const id = newId();
  const command = { ...added({ who, client }, id, title), ...(due_on && { due_on }) };
  const done = await perform(house.kernel, testPlace(practice, by), loneTasks, { id, command });
  expect(done, JSON.stringify(done)).toMatchObject({ yes: true });
  return id;
};

const move = (practice: Id, to: string) => moveClock(house.kernel, testPlace(practice, testWho('Owner')), to);

interface Mail {
  id: Id;
  subject: string;
  body: string;
  html: string;
  planned_at: string;
  class: string;
  key: string;
}
const mails = (practice: Id, like: 'digest' | 'notice'): Promise<Mail[]> =>
  at(
    practice,
    async ({ tx }) =>
      (
        await sql<Mail>`select id, subject, body, html, planned_at, class, key from app.message
          where practice_id = ${practice} and key like ${`own:${like}:%`} order by planned_at, id`.execute(tx)
      ).rows,
  );

const choose = (practice: Id, id: Id, choices: Record<string, string>) =>
  at(practice, ({ tx }) =>
    sql`update app.member set notifications = ${JSON.stringify(choices)}::jsonb where practice_id = ${practice} and id = ${id}`.execute(
      tx,
    ),
  );

describe('the daily digest', () => {
  test('PL-125 one mail a day at 07:30 in Sydney, over the clock change, and none at a weekend', async () => {
    const all = await begin('2026-10-01T22:00:00.000Z', 'Australia/Sydney');
    await give(all, 'Check the bank', '2026-10-05');
    await move(all.practice, '2026-10-06T22:00:00.000Z');
    const sent = await mails(all.practice, 'digest');
    expect(sent.map(({ planned_at, subject }) => [planned_at, subject])).toEqual([
      ['2026-10-04T20:30:00.000Z', 'Mon 5 Oct: 1 due today'],
      ['2026-10-05T20:30:00.000Z', 'Tue 6 Oct: 1 overdue'],
      ['2026-10-06T20:30:00.000Z', 'Wed 7 Oct: 1 overdue'],
    ]);
    expect(sent[0]).toMatchObject({ class: 'internal', html: expect.stringContaining('Harbour Café') });
  });

  test('PL-125 one mail a day at 07:30 in New York, over the clock change', async () => {
    const all = await begin('2026-10-30T12:00:00.000Z', 'America/New_York');
    await give(all, 'Check the bank', '2026-11-02');
    await move(all.practice, '2026-11-02T13:00:00.000Z');
    expect((await mails(all.practice, 'digest')).map(({ planned_at }) => planned_at)).toEqual([
      '2026-11-02T12:30:00.000Z',
    ]);
  });

  test('PL-126 each line of work leads to the page of that one task', async () => {
    const all = await begin('2026-11-23T12:00:00.000Z');
    const task = await give(all, 'Check the bank');
    await move(all.practice, '2026-11-24T12:00:00.000Z');
    const [digest] = await mails(all.practice, 'digest');
    expect(digest!.html).toContain(`href="http://localhost:4300/my-work/${task}"`);
    expect(digest!.body).toContain(`http://localhost:4300/my-work/${task}`);
  });

  test('WF-187 it is not sent when it holds nothing, nor to whoever switched it off', async () => {
    const all = await begin('2026-11-23T12:00:00.000Z');
    await move(all.practice, '2026-11-24T12:00:00.000Z');
    expect(await mails(all.practice, 'digest')).toEqual([]);
    await give(all, 'Check the bank');
    await choose(all.practice, all.who.member_id!, { daily_digest: 'off' });
    await move(all.practice, '2026-11-25T12:00:00.000Z');
    expect(await mails(all.practice, 'digest')).toEqual([]);
  });

  test('WF-185 due tomorrow and overdue are told in the app on the morning', async () => {
    const all = await begin('2026-11-23T12:00:00.000Z');
    await give(all, 'Check the bank', '2026-11-25');
    await move(all.practice, '2026-11-26T12:00:00.000Z');
    const { rows } = await at(all.practice, ({ tx }) =>
      sql<{
        verb: string;
      }>`select verb from app.notification where practice_id = ${all.practice} order by first_at`.execute(tx),
    );
    expect(rows.map(({ verb }) => verb)).toEqual(['task.assigned', 'task.due_tomorrow', 'task.overdue']);
  });

  test('PL-125 two workers that wake for it send one', async () => {
    const practice = await testPractice(house.kernel);
    const who = testWho('Manager');
    await member(house.kernel, practice, who, 'Marlow Test');
    await give({ practice, who, client: await person(house.kernel, practice, 'Harbour Café') }, 'Check the bank');
    const { rows } = await at(practice, ({ tx, now }) =>
      sql<{ fence: number }>`insert into app.timer (practice_id, room, thing, due_at, state, own_clock)
        values (${practice}, 'digest', ${practice}, ${now}, 'waiting', false) returning fence`.execute(tx),
    );
    const claimed = await Promise.all([
      dispatch(house.house.engine, house.house.queue),
      dispatch(house.house.engine, house.house.queue),
    ]);
    expect(claimed[0]! + claimed[1]!, 'one timer, claimed once').toBeGreaterThanOrEqual(1);
    const woken = { room: 'digest', thing: practice, fence: rows[0]!.fence + 1 };
    const timer = { who: systemWho('timer'), request_id: newId() };
    const woke = await Promise.all([1, 2].map(() => at(practice, (desk) => wake(house.kernel, desk, timer, [woken]))));
    expect(woke.toSorted()).toEqual([0, 1]);
    const today = await at(practice, async (desk) => desk.today);
    const job = { on: today, member: who.member_id! };
    for (let i = 0; i < 2; i += 1) await at(practice, (desk) => house.house.jobs.get('digest_mail')!(desk, [job]));
    expect(await mails(practice, 'digest')).toHaveLength(1);
  });
});

describe('leaving', () => {
  const mailed = async (smtp: boolean) => {
    const practice = await testPractice(house.kernel);
    const who = testWho('Manager');
    await member(house.kernel, practice, who, 'Marlow Test');
    server = await startMailServer();
    const settings = { host: '127.0.0.1', port: server.port, tls: 'none' };
    const command = { do: 'set_up', provider: 'smtp', address: 'office@testing.example', settings } as const;
    if (smtp)
      await perform(house.kernel, testPlace(practice, testWho('Owner')), channels, { id: channelId('email'), command });
    await give({ practice, who, client: await person(house.kernel, practice, 'Harbour Café') }, 'Check the bank');
    await at(practice, (desk) =>
      house.house.jobs.get('digest_mail')!(desk, [{ on: desk.today, member: who.member_id! }]),
    );
    const [mail] = await mails(practice, 'digest');
    await sendMessages(house.house.sending, practice, [{ message: mail!.id, channel: 'email', attempt: 1 }]);
    const { rows } = await at(practice, ({ tx }) =>
      sql<{ state: string; saved: boolean }>`select state, saved from app.message where id = ${mail!.id}`.execute(tx),
    );
    return rows[0]!;
  };

  test('PL-125 it leaves by the practice’s mail server, whatever the hours of clients are', async () => {
    expect(await mailed(true)).toEqual({ state: 'sent', saved: false });
    expect(server!.taken).toHaveLength(1);
    expect(server!.taken[0]!.raw).toContain('Auto-Submitted: auto-generated');
  });

  test('PL-17 without a mail server nothing leaves: it is kept in the delivery folder', async () => {
    expect(await mailed(false)).toMatchObject({ saved: true });
    expect(server!.taken).toHaveLength(0);
  });
});

describe('at once', () => {
  test('PL-125 what was given to me is mailed within a minute, once; ten changes are one, and my own act is none', async () => {
    const all = await begin('2026-11-23T12:00:00.000Z');
    await give(all, 'Check the bank');
    await give(all, 'My own', undefined, all.who);
    await move(all.practice, '2026-11-23T12:10:00.000Z');
    const sent = await mails(all.practice, 'notice');
    expect(sent.map(({ subject }) => subject)).toEqual(['«Check the bank» for Harbour Café was given to you']);
    expect(sent[0]!.body).toMatch(/http:\/\/localhost:4300\/my-work\/[\w-]{36}/);
  });

  test('PL-125 a kind that is off is told nowhere, and one «in the app» is mailed nowhere', async () => {
    const all = await begin('2026-11-23T12:00:00.000Z');
    const told = () =>
      at(all.practice, async ({ tx }) =>
        Number(
          (
            await sql<{
              n: string;
            }>`select count(*) as n from app.notification where practice_id = ${all.practice}`.execute(tx)
          ).rows[0]!.n,
        ),
      );
    await choose(all.practice, all.who.member_id!, { assigned: 'off' });
    await give(all, 'Check the bank');
    expect(await told()).toBe(0);
    await choose(all.practice, all.who.member_id!, { assigned: 'app' });
    await give(all, 'Pay the bills');
    expect(await told()).toBe(1);
    await move(all.practice, '2026-11-23T12:10:00.000Z');
    expect(await mails(all.practice, 'notice')).toEqual([]);
  });

  test('WF-186 PL-125 1,000 tasks given to one person in one act are one mail with the count', async () => {
    const all = await begin('2026-11-23T12:00:00.000Z');
    const place = testPlace(all.practice, testWho('Owner'));
    const bulk = { ...place, caller: { ...place.caller, bulk: newId() } };
    const wanted = Array.from({ length: 1_000 }, (_, i) => {
      const id = newId();
      return { id, command: added(all, id, `Task ${i}`) };
    });
    const done = await performMany(house.kernel, bulk, aimsIn(loneTasks, wanted));
    expect(done.filter(({ yes }) => yes)).toHaveLength(1_000);
    await move(all.practice, '2026-11-23T12:10:00.000Z');
    const sent = await mails(all.practice, 'notice');
    expect(sent.map(({ subject }) => subject)).toEqual(['«Task 0» for Harbour Café was given to you, and 999 more']);
    await move(all.practice, '2026-11-24T12:10:00.000Z');
    const [digest, ...more] = await mails(all.practice, 'digest');
    expect([digest!.subject, more]).toEqual(['Tue 24 Nov: 1,000 ready to start', []]);
    expect(digest!.body.match(/Task \d+/g)!.length).toBeLessThan(20);
  }, 60_000);

  test('PE-29 PL-125 a client who is erased is taken out of the mails that told of their tasks', async () => {
    const all = await begin('2026-11-23T12:00:00.000Z');
    await give(all, 'Ring Robin Sample');
    await move(all.practice, '2026-11-24T12:10:00.000Z');
    const before = [...(await mails(all.practice, 'notice')), ...(await mails(all.practice, 'digest'))];
    expect(before.map(({ body }) => /Harbour Café/.test(body))).toEqual([true, true]);
    await at(all.practice, (desk) => forgetInMessages(house.kernel, desk, messages, [all.client]));
    const after = [...(await mails(all.practice, 'notice')), ...(await mails(all.practice, 'digest'))];
    expect(after).toHaveLength(2);
    expect(JSON.stringify(after)).not.toMatch(/Harbour|Robin/);
  });

  test('PL-126 nothing is mailed of a thing the member may no longer read', async () => {
    const all = await begin('2026-11-23T12:00:00.000Z');
    const told = {
      do: 'notify',
      member: all.who.member_id!,
      verb: 'task.mentioned',
      thing: ref('task', newId()),
      title: 'Gone',
      url: '/x',
    } as const;
    const by = { who: testWho('Owner'), request_id: newId() };
    await at(all.practice, (desk) => Promise.resolve(house.kernel.writers.notify(desk, [told], by)));
    await move(all.practice, '2026-11-23T12:10:00.000Z');
    expect(await mails(all.practice, 'notice')).toEqual([]);
  });
});
