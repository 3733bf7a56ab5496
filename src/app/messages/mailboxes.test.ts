import '@hono/zod-openapi';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { imapMailboxes } from '#connectors/imap/imap.ts';
import { type Dovecot, startDovecot } from '#connectors/imap/testing-dovecot.ts';
import { type Id, newId } from '#ground/id.ts';
import type { MailboxRow } from '#inbox/mailboxes/lists.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { findDovecot, NO_DOVECOT } from '../../../bin/dovecot.mjs';
import { v1 } from '../contract.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../testing.ts';
import { DOMAIN, mailInTesting, mailOf } from './testing-mail-in.ts';
import { type Watch, watchMailboxes } from './watching-mailboxes.ts';

const house = useTestHouse();
const { readAll } = mailInTesting(house);
const times = { connect: 5_000, answer: 5_000, read: 10_000 };
/** Without IDLE, so that a mailbox is read once and let go. */
const POLLED = 'IMAP4rev1 SASL-IR LITERAL+ ENABLE UIDPLUS MOVE';
const MB = 1_048_576;

if (!findDovecot()) console.warn(NO_DOVECOT);

describe.skipIf(!findDovecot())('mail that is fetched from a mailbox', () => {
  const servers: Dovecot[] = [];
  const watches: Watch[] = [];
  let dovecot: Dovecot;
  const server = async (options: Parameters<typeof startDovecot>[0] = { capabilities: POLLED }) => {
    dovecot = await startDovecot(options);
    servers.push(dovecot);
    return dovecot;
  };
  beforeAll(() => {
    house.house.arriving.domain = DOMAIN;
    house.house.fetching.taking.domain = DOMAIN;
  });
  afterEach(async () => {
    await Promise.all(watches.splice(0).map((watch) => watch.stop()));
    // what no test reads any more is no turn of the next one
    await sql`update meta.mailbox_turn set next_at = 'infinity'`.execute(house.house.engine);
    await Promise.all(servers.splice(0).map((one) => one.end()));
  });
  afterAll(() => vi.restoreAllMocks());

  const open: typeof house.house.fetching.open = (place, secret) =>
    imapMailboxes({ ca: dovecot.ca, times })(place, secret);
  const watching = (): Watch => {
    const { engine, seal, fetching } = house.house;
    const onFault = (error: unknown) => {
      if (!/end|terminat|ECONN/i.test(String(error))) throw error;
    };
    const watch = watchMailboxes({ engine, seal, taking: fetching.taking, open, onFault });
    watches.push(watch);
    return watch;
  };
  const begin = async (kind: 'live' | 'sandbox' = 'live') => {
    const practice = await testPractice(house.kernel, { kind });
    const { taking } = house.house.fetching;
    const api = testApi(house.kernel, practice, [v1({ ...house.house, fetching: { open, taking } })], testWho('Owner'));
    const add = (more: object = {}) =>
      api('POST', '/mailboxes', {
        host: '127.0.0.1',
        port: dovecot.port,
        user: dovecot.user,
        secret: dovecot.password,
        ...more,
      });
    const one = async (): Promise<MailboxRow> => (await api('GET', '/mailboxes')).body.items[0];
    const change = async (more: object) => {
      const { id, version } = await one();
      return api('PATCH', `/mailboxes/${id}`, more, { 'if-match': `"${version}"` });
    };
    const items = async () => (await api('GET', '/items?sort=number')).body.items;
    const arrivals = async () => (await api('GET', '/arrivals')).body.items.toReversed();
    return { practice, api, add, one, change, items, arrivals };
  };
  const turnOf = async (practice: Id) => {
    const { rows } = await sql<{ waits: number; holder: Id | null }>`
      select extract(epoch from next_at - clock_timestamp())::float8 as waits, holder from meta.mailbox_turn
      where practice_id = ${practice}`.execute(house.house.engine);
    return rows[0];
  };
  /** As if its time had come: reads it once, then what came of it. */
  const poll = async (practice: Id, watch = watching()): Promise<void> => {
    await sql`update meta.mailbox_turn set next_at = clock_timestamp() where practice_id = ${practice}`.execute(
      house.house.engine,
    );
    await watch.look();
    await vi.waitFor(async () => expect(await turnOf(practice)).toMatchObject({ holder: null }), 15_000);
    await readAll(practice);
  };
  const inOne = <T>(practice: Id, statement: ReturnType<typeof sql<T>>) =>
    inPractice(house.kernel.db, practice, ({ tx }) => statement.execute(tx));
  const mail = (subject: string, headers: Record<string, string> = {}) =>
    mailOf({ Subject: subject, 'Message-ID': `<${newId()}@bay.example>`, ...headers });

  test('IN-48 IN-50 from the first connection on, mail becomes items of the practice; progress is kept, and its password never comes back', async () => {
    await server();
    dovecot.deliver(mail('From before'));
    const { practice, api, add, one, items, arrivals } = await begin();
    const added = await add({ trusted_verdict_host: 'mx.harbour.example' });
    expect(added).toMatchObject({ status: 201, body: { state: 'ok', last_ok_at: null } });
    expect(JSON.stringify(added.body)).not.toContain(dovecot.password);
    await poll(practice);
    expect(await items()).toEqual([]);
    await api('POST', '/intake-addresses', { tag: 'tax', origin: 'form' });
    dovecot.deliver(mail('Papers', { 'Return-Path': '<anna@bay.example>' }));
    dovecot.deliver(mail('Tax papers', { 'Delivered-To': dovecot.user, To: dovecot.user.replace('@', '+tax@') }));
    const results = (host: string) => ({ 'Authentication-Results': `${host}; dmarc=pass` });
    dovecot.deliver(mail('Verified', results('mx.harbour.example')));
    dovecot.deliver(mail('Forged', results('mx.elsewhere.example')));
    await poll(practice);
    await poll(practice);
    expect(await items()).toMatchObject([
      { subject: 'Papers', origin: 'email', status: 'outstanding', source: { verdict: 'not_checked' } },
      { subject: 'Tax papers', origin: 'form', source: { tag: 'tax' } },
      { subject: 'Verified', source: { verdict: 'verified' } },
      { subject: 'Forged', source: { verdict: 'not_checked' } },
    ]);
    expect(await arrivals()).toMatchObject([
      { way: 'imap', sender: 'anna@bay.example', to_address: dovecot.user, outcome: 'item_made' },
      ...Array(3).fill({ way: 'imap', outcome: 'item_made' }),
    ]);
    expect(await one()).toMatchObject({ last_ok_at: expect.any(String), last_mail_at: expect.any(String), to_do: 0 });
    expect([dovecot.seen(), dovecot.count()]).toEqual([0, 5]);
    const { body: told } = await api('GET', '/events?limit=50');
    expect(JSON.stringify(told)).not.toContain(dovecot.password);
  });

  test('IN-50 IN-60 the last days are taken where they are chosen; numbered anew, thirty days are read again and no item is made twice', async () => {
    await server();
    dovecot.deliver(mail('Forty days ago'), 40);
    dovecot.deliver(mail('Ten days ago'), 10);
    dovecot.deliver(mail('Two days ago'), 2);
    const { practice, add, items, arrivals } = await begin();
    await add({ first_days: 5 });
    await poll(practice);
    const subjects = async () => (await items()).map(({ subject }: { subject: string }) => subject);
    expect(await subjects()).toEqual(['Two days ago']);
    await dovecot.renumber();
    await poll(practice);
    expect((await subjects()).toSorted()).toEqual(['Ten days ago', 'Two days ago']);
    const outcomes = (await arrivals()).map(({ outcome }: { outcome: string }) => outcome);
    expect(outcomes.toSorted()).toEqual(['duplicate', 'item_made', 'item_made']);
  });

  test('IN-60 worked example 1: what came by SMTP comes by IMAP too, with other Received lines, and is one item', async () => {
    await server();
    const { practice, api, add, items, arrivals } = await begin();
    await add();
    await poll(practice);
    const raw = mail('Twice');
    const { mailTo, stop } = await bySmtp(practice);
    try {
      await mailTo(raw);
    } finally {
      await stop();
    }
    await readAll(practice);
    dovecot.deliver(`Received: from a by b; Mon, 23 Nov 2026 09:16:00 +1100\r\n${raw}`);
    await poll(practice);
    expect(await items()).toHaveLength(1);
    expect(await arrivals()).toMatchObject([
      { way: 'smtp', outcome: 'item_made' },
      { way: 'imap', outcome: 'duplicate', item: { number: 1 } },
    ]);
    expect((await api('GET', '/items')).status).toBe(200);
  });
  const bySmtp = async (practice: Id) => {
    const { listen, send } = mailInTesting(house);
    const listener = await listen();
    const { rows } = await inOne(practice, sql<{ slug: string }>`select slug from app.practice`);
    return {
      mailTo: (raw: string) => send(listener, { to: `${rows[0]!.slug}@${DOMAIN}`, raw }),
      stop: () => listener.stop(),
    };
  };

  test('IN-51 mail is moved or deleted once it is taken; what cannot be done is told and tried again, and makes no second item', async () => {
    await server();
    const { practice, add, one, change, items } = await begin();
    await add({ after: 'move', move_to: 'Nowhere' });
    await poll(practice);
    dovecot.deliver(mail('To move'));
    await poll(practice);
    await poll(practice);
    expect(await one()).toMatchObject({ to_do: 1, to_do_because: expect.stringContaining('Nowhere'), state: 'ok' });
    expect([await items(), dovecot.count()]).toMatchObject([[{ subject: 'To move' }], 1]);
    await inOne(practice, sql`update app.mailbox_after set move_to = 'Done'`);
    await poll(practice);
    expect([dovecot.count(), dovecot.count('Done')]).toEqual([0, 1]);
    expect(await one()).toMatchObject({ to_do: 0, to_do_because: null });
    expect(await change({ after: 'delete' })).toMatchObject({ status: 200 });
    dovecot.deliver(mail('To delete'));
    await poll(practice);
    expect([(await items()).length, dovecot.count(), dovecot.count('Done')]).toEqual([2, 0, 1]);
  });

  test('IN-51 what was taken and not yet moved when the process died is moved afterwards, and taken no second time', async () => {
    await server();
    const { practice, add, items } = await begin();
    await add({ after: 'move', move_to: 'Done' });
    await poll(practice);
    dovecot.deliver(mail('Half done'));
    const dies: typeof open = async (place, secret) => {
      const folder = await open(place, secret);
      return {
        ...folder,
        move: async () => {
          throw new Error('the machine is gone: end');
        },
      };
    };
    const { engine, seal, fetching } = house.house;
    const dying = watchMailboxes({ engine, seal, taking: fetching.taking, open: dies, onFault: () => {} });
    watches.push(dying);
    await poll(practice, dying);
    expect([(await items()).length, dovecot.count()]).toEqual([1, 1]);
    await poll(practice);
    expect([(await items()).length, dovecot.count(), dovecot.count('Done')]).toEqual([1, 0, 1]);
  });
  test('IN-53 a mail over the limit makes an item of its beginning, marked, and stays in the mailbox', async () => {
    await server();
    const { practice, add, items, arrivals } = await begin();
    await add({ after: 'delete' });
    await poll(practice);
    const whole = house.house.fetching.taking.maxBytes;
    house.house.fetching.taking.maxBytes = 2 * MB;
    try {
      const line = `${'x'.repeat(998)}\r\n`;
      dovecot.deliver(mailOf({ Subject: 'Very large', 'Message-ID': '<large@bay.example>' }, line.repeat(3_000)));
      dovecot.deliver(mail('Small'));
      await poll(practice);
      await poll(practice);
    } finally {
      house.house.fetching.taking.maxBytes = whole;
    }
    const marks = (await items()).map((item: { subject: string; marks: string[] }) => [item.subject, item.marks]);
    expect(Object.fromEntries(marks)).toEqual({ 'Very large': ['too_large'], Small: [] });
    const large = (await arrivals()).find(({ subject }: { subject: string }) => subject === 'Very large');
    expect(large).toMatchObject({ size_bytes: expect.any(Number), has_raw: true });
    expect(large.size_bytes).toBeGreaterThan(3_000_000);
    expect(dovecot.count()).toBe(1);
  });

  test('IN-52 a mailbox that cannot be read is tried later and later; after 15 minutes Owners and Admins hear of it once, and recovery clears it', async () => {
    await server();
    const { practice, api, add, one, change } = await begin();
    const olga = newId();
    await inOne(
      practice,
      sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, joined_at, created_at, created_by)
        values (${practice}, ${olga}, 1, 'Olga', 'olga', ${`${olga}@harbour.example`}, ${testWho('Owner').role_id}, 'active', now(), now(), 'operator')`,
    );
    await api('PUT', '/alert-addresses', { text: 'desk@practice.example' }, { 'if-match': '"0"' });
    const alerted = async () =>
      (await inOne(practice, sql`select address, words from app.inbox_alert where item_id is null`)).rows;
    await add({ secret: 'wrong' });
    await poll(practice);
    expect((await turnOf(practice))!.waits).toBeCloseTo(60, -1);
    await poll(practice);
    expect((await turnOf(practice))!.waits).toBeCloseTo(120, -1);
    expect(await one()).toMatchObject({ state: 'ok', last_ok_at: null });
    const hers = testApi(house.kernel, practice, [v1(house.house)], testWho('Owner', olga));
    const notices = async () => (await hers('GET', '/notifications')).body.items;
    expect(await notices()).toEqual([]);
    expect(await alerted()).toEqual([]);
    await inOne(practice, sql`update app.mailbox_progress set failed_since = failed_since - interval '16 minutes'`);
    await poll(practice);
    await poll(practice);
    expect(await one()).toMatchObject({
      state: 'failing',
      failing_because: expect.stringContaining('Authentication failed'),
    });
    expect(await notices()).toMatchObject([{ title: expect.stringContaining('Authentication failed'), count: 1 }]);
    expect(await alerted()).toEqual([
      {
        address: 'desk@practice.example',
        words: {
          title: expect.stringMatching(/^No mail is read from \S+$/),
          below: expect.stringContaining('Authentication failed'),
          url: '/settings/inbox/mail',
        },
      },
    ]);
    const { id } = await one();
    expect((await api('POST', `/mailboxes/${id}/check`, {})).body).toMatchObject({
      ok: false,
      because: expect.stringContaining('Authentication failed'),
    });
    expect(await change({ secret: dovecot.password })).toMatchObject({ status: 200, body: { state: 'ok' } });
    expect((await api('POST', `/mailboxes/${id}/check`, {})).body).toMatchObject({
      ok: true,
      messages: 0,
      tells: false,
    });
    expect((await turnOf(practice))!.waits).toBeLessThanOrEqual(0);
    await poll(practice);
    expect((await turnOf(practice))!.waits).toBeCloseTo(60, -1);
    await inOne(practice, sql`update app.mailbox set failing_since = now(), failing_because = 'gone'`);
    await poll(practice);
    expect(await one()).toMatchObject({ state: 'ok', failing_because: null });
    const { rows } = await inOne(
      practice,
      sql<{ verb: string }>`select verb from app.event where verb like 'mailbox.%'`,
    );
    expect(rows.map(({ verb }) => verb)).toContain('mailbox.recovered');
  });

  test('IN-49 one node reads a mailbox at a time; one that dies lets go, and who reads it meanwhile is not undone by it', async () => {
    await server({});
    const { practice, add, items } = await begin();
    await add();
    const [one, two] = [watching(), watching()];
    const readAt = async () =>
      (await inOne(practice, sql<{ at: string | null }>`select last_ok_at as at from app.mailbox_progress`)).rows[0]
        ?.at;
    const readSince = (before: string | null | undefined) =>
      vi.waitFor(async () => {
        const at = await readAt();
        expect(at && at !== before).toBeTruthy();
      }, 10_000);
    await Promise.all([one.look(), two.look()]);
    await readSince(null);
    const { holder } = (await turnOf(practice))!;
    expect(holder).not.toBeNull();
    await two.look();
    expect((await turnOf(practice))!.holder).toBe(holder);
    // the holder says nothing any more: its time is over
    await sql`update meta.mailbox_turn set held_until = clock_timestamp(), next_at = clock_timestamp() where practice_id = ${practice}`.execute(
      house.house.engine,
    );
    const before = await readAt();
    const three = watching();
    await three.look();
    await readSince(before);
    expect((await turnOf(practice))!.holder).not.toBe(holder);
    dovecot.deliver(mail('Once'));
    await vi.waitFor(async () => {
      await readAll(practice);
      expect(await items()).toHaveLength(1);
    }, 15_000);
    await readAll(practice);
    expect(await items()).toHaveLength(1);
  });

  test('IN-49 where the server tells, mail is there long before the next poll; set up differently, it is read anew; off, it is let go', async () => {
    await server({});
    const { practice, add, items, change } = await begin();
    await add({ poll_seconds: 3600 });
    const watch = watching();
    await watch.look();
    const comes = (subject: string) => {
      dovecot.deliver(mail(subject));
      return vi.waitFor(
        async () => {
          await watch.look();
          await readAll(practice);
          expect((await items()).at(-1)).toMatchObject({ subject });
        },
        { timeout: 15_000, interval: 200 },
      );
    };
    await vi.waitFor(async () => {
      const { rows } = await inOne(practice, sql`select 1 from app.mailbox_progress where last_ok_at is not null`);
      expect(rows).toHaveLength(1);
    }, 10_000);
    await comes('News');
    await change({ poll_seconds: 1800 });
    await comes('After a change');
    await change({ on: false });
    await watch.look();
    expect(await turnOf(practice)).toBeUndefined();
  });

  test('IN-48 a sandbox connects none, five are the most, and another practice sees none of them', async () => {
    await server();
    const sandbox = await begin('sandbox');
    expect(await sandbox.add()).toMatchObject({ status: 409, body: { code: 'not_live' } });
    const { add, api, one } = await begin();
    for (const folder of ['INBOX', 'Done', 'c', 'd', 'e']) expect((await add({ folder })).status).toBe(201);
    expect(await add({ folder: 'f' })).toMatchObject({ status: 409, body: { code: 'too_many_mailboxes' } });
    const other = await begin();
    const { id, version } = await one();
    expect((await other.api('GET', '/mailboxes')).body.items).toEqual([]);
    const seen = { 'if-match': `"${version}"` };
    expect((await other.api('DELETE', `/mailboxes/${id}`, undefined, seen)).status).toBe(404);
    expect((await other.api('POST', `/mailboxes/${id}/check`, {})).status).toBe(404);
    expect((await api('DELETE', `/mailboxes/${id}`, undefined, seen)).status).toBe(200);
    expect((await api('GET', '/mailboxes')).body.items).toHaveLength(4);
  });
});
