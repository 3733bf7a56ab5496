import '@hono/zod-openapi';
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import { type Id, newId } from '#ground/id.ts';
import { prove } from '#inbox/arrivals/proof.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { health } from '../health.ts';
import { useTestHouse } from '../testing.ts';
import { mailOfOperator } from './postmaster.ts';
import { ANNA, DOMAIN, mailInTesting, mailOf } from './testing-mail-in.ts';

/** Mail for the inbox, by a real client to the real listener, read by the very job that a worker does. */
const house = useTestHouse();
const { begin, listen, send, readAll } = mailInTesting(house);
let listener: Listener;
beforeAll(async () => {
  listener = await listen();
});
afterAll(() => listener.stop());

const OK = /^250/;
const arrivalsOf = (practice: Id) =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ id: Id; outcome: string; item_id: Id | null }>`
      select id, outcome, item_id from app.arrival order by received_at, id`.execute(tx);
    return rows;
  });

test('IN-40 IN-45 IN-67 IN-86 a mail to the practice’s address becomes an item in Outstanding, with sender, client, text, files and its raw bytes', async () => {
  const { practice, api, address } = await begin();
  const client = await api('POST', '/clients', { organisation_name: 'Bay Bakery', emails: [{ address: ANNA }] });
  const transport = createTransport({ host: '127.0.0.1', port: listener.port, secure: false, ignoreTLS: true });
  const { response } = await transport.sendMail({
    from: `Anna Bay <${ANNA}>`,
    to: address,
    subject: 'Lease — signed',
    text: 'Here is the lease.',
    html: '<p>Here is <b onclick="x()">the lease</b>.<script>alert(1)</script></p>',
    attachments: [
      { filename: '../../lease.pdf', content: '%PDF-1.4 lease' },
      { filename: 'empty.txt', content: '' },
      { filename: 'run.exe', content: 'MZ\0\0' },
    ],
  });
  expect(response).toMatch(OK);
  expect(await arrivalsOf(practice)).toMatchObject([{ outcome: 'received' }]);
  await readAll(practice);

  const [item] = (await api('GET', '/items')).body.items;
  expect(item).toMatchObject({
    number: 1,
    origin: 'email',
    status: 'outstanding',
    subject: 'Lease — signed',
    client_id: client.body.id,
    contact: { name: 'Anna Bay', email: ANNA },
    source: { from: ANNA, name: 'Anna Bay', tag: null },
    marks: [],
  });
  const { items } = (await api('GET', `/arrivals?item=${item.id}`)).body;
  expect(items).toMatchObject([
    {
      outcome: 'item_made',
      item: { number: 1 },
      has_html: true,
      attachments: [
        { name: 'lease.pdf', type: 'application/pdf', careful: false },
        { name: 'empty.txt', bytes: 0 },
        { name: 'run.exe', careful: true },
      ],
    },
  ]);
  const one = await api('GET', `/arrivals/${items[0].id}`);
  expect(one.body.body.trim()).toBe('Here is the lease.');
  const shown = await api('GET', `/arrivals/${items[0].id}/html`);
  expect(shown.body).toContain('<b>the lease</b>');
  expect(shown.body).not.toMatch(/script|onclick/);
  expect(shown.headers.get('content-security-policy')).toContain('sandbox');
  const file = await api('GET', `/files/${items[0].attachments[0].file_id}/content`);
  expect([file.status, file.body]).toEqual([200, '%PDF-1.4 lease']);
  const raw = await api('GET', `/arrivals/${items[0].id}/raw`);
  expect(raw.body).toContain('Subject: =?UTF-8?');
  expect(raw.headers.get('content-disposition')).toContain('.eml');
});

test('IN-60 IN-61 the same mail makes one item however often it comes; another under its Message-ID makes its own, marked', async () => {
  const { practice, api, address } = await begin();
  const name = `<${newId()}@bay.example>`;
  const mail = mailOf({ Subject: 'Once', 'Message-ID': name });
  for (const raw of [mail, mail, `Received: from relay.example by mx.example\r\n${mail}`])
    expect(await send(listener, { to: address, raw })).toMatch(OK);
  await readAll(practice);
  const came = await arrivalsOf(practice);
  expect(came.map(({ outcome }) => outcome)).toEqual(['item_made', 'duplicate', 'duplicate']);
  expect(new Set(came.map(({ item_id }) => item_id)).size).toBe(1);
  expect(await send(listener, { to: address, raw: mailOf({ Subject: 'Another', 'Message-ID': name }) })).toMatch(OK);
  const nameless = mailOf({ Subject: 'Without a name' });
  for (const raw of [nameless, nameless]) await send(listener, { to: address, raw });
  await readAll(practice);
  const { items } = (await api('GET', '/items')).body;
  const made = items.map(({ subject, marks }: { subject: string; marks: string[] }) => [subject, marks]);
  expect(new Map(made)).toEqual(
    new Map([
      ['Once', []],
      ['Another', ['message_id_seen']],
      ['Without a name', []],
    ]),
  );
  expect(made).toHaveLength(3);
  const one = (subject: string) => items.find((item: { subject: string }) => item.subject === subject);
  const { same_message } = (await api('GET', `/items/${one('Another').id}`)).body;
  expect(same_message).toEqual([{ id: one('Once').id, number: one('Once').number, status: 'outstanding' }]);
});

test('IN-41 IN-42 IN-44 IN-46 the envelope alone chooses the practice; a changed name goes on delivering; nobody else’s mail is taken', async () => {
  const [one, two] = [await begin(), await begin()];
  const raw = mailOf({ To: two.address, Subject: 'For one' });
  expect(await send(listener, { to: one.tagged('tax'), raw })).toMatch(OK);
  await readAll(one.practice);
  expect(await arrivalsOf(two.practice)).toEqual([]);
  expect((await one.api('GET', '/items')).body.items).toMatchObject([{ source: { tag: 'tax' } }]);

  const both = mailOf({ Subject: 'For both' });
  expect(await send(listener, { to: [one.address, two.address], raw: both })).toMatch(OK);
  for (const { practice } of [one, two]) await readAll(practice);
  expect((await two.api('GET', '/items')).body.items).toMatchObject([{ number: 1, subject: 'For both' }]);
  const { rows } = await inPractice(house.kernel.db, two.practice, ({ tx }) =>
    sql<{ to: string }>`select envelope ->> 'to' as to from app.arrival`.execute(tx),
  );
  expect(rows[0]!.to).not.toContain(one.address);

  await house.kernel.db.transaction().execute(async (tx) => {
    await sql`select set_config('tickmark.practice', ${one.practice}, true)`.execute(tx);
    await sql`update app.practice set slug = ${`new-${one.practice.slice(-8)}`} where practice_id = ${one.practice}`.execute(
      tx,
    );
  });
  expect(await send(listener, { to: one.address, raw: mailOf({ Subject: 'To the old name' }) })).toMatch(OK);
  await expect(
    house.kernel.db.transaction().execute(async (tx) => {
      await sql`select set_config('tickmark.practice', ${two.practice}, true)`.execute(tx);
      await sql`update app.practice set slug = ${one.address.split('@')[0]} where practice_id = ${two.practice}`.execute(
        tx,
      );
    }),
  ).rejects.toThrow();
  expect(await send(listener, { to: `nobody@${DOMAIN}`, raw })).toMatch(/^550 5\.1\.1/);
  expect(await send(listener, { to: 'anna@elsewhere.example', raw })).toMatch(/^550 5\.7\.1/);
});

test('IN-46 a mail that is too large is refused where its size is said, else at its end; the connection goes on', async () => {
  const { practice, address } = await begin();
  const small = await listen({ maxMb: 5 });
  const said: string[] = [];
  const socket = connect(small.port, '127.0.0.1');
  const lines = socket.setEncoding('latin1')[Symbol.asyncIterator]();
  const heard = async (): Promise<string> => {
    let text = '';
    do text += (await lines.next()).value as string;
    while (!/^\d{3} .*\r\n$/m.test(text));
    return text;
  };
  const ask = async (line: string): Promise<string> => {
    socket.write(`${line}\r\n`);
    said.push(await heard());
    return said.at(-1)!;
  };
  await heard();
  expect(await ask('EHLO client.example')).toMatch(/250[ -]SIZE 5242880\r\n/);
  expect(said[0]).not.toContain('AUTH');
  expect(await ask('MAIL FROM:<a@bay.example> SIZE=5242881')).toMatch(/^552 5\.3\.4/);
  expect(await ask('MAIL FROM:<a@bay.example>')).toMatch(OK);
  expect(await ask(`RCPT TO:<${address}>`)).toMatch(OK);
  expect(await ask('DATA')).toMatch(/^354/);
  socket.write(`Subject: large\r\n\r\n${'word word word\r\n'.repeat(330_000)}`);
  expect(await ask('.')).toMatch(/^552 5\.3\.4/);
  await ask('MAIL FROM:<a@bay.example> SIZE=100');
  await ask(`RCPT TO:<${address}>`);
  await ask('DATA');
  expect(await ask('Subject: small\r\n\r\nHello\r\n.')).toMatch(OK);
  socket.end();
  await small.stop();
  expect(await arrivalsOf(practice)).toHaveLength(1);
});

test('IN-83 IN-84 broken structure, no subject and noise lose nothing', async () => {
  const { practice, api, address } = await begin();
  const noise = randomBytes(9000)
    .toString('latin1')
    .replaceAll(/[\r\n.]/g, 'x');
  const broken = Buffer.from(
    `From: ${ANNA}\r\nContent-Type: multipart/mixed\r\n\r\n\0${noise.match(/.{1,400}/gs)!.join('\r\n')}\r\n`,
    'latin1',
  );
  for (const raw of [broken, mailOf({}), mailOf({ Subject: 'long '.repeat(100) })])
    expect(await send(listener, { to: address, raw })).toMatch(OK);
  await readAll(practice);
  const { items } = (await api('GET', '/items?sort=number')).body;
  expect(items.map(({ subject }: { subject: string }) => subject.slice(0, 14))).toEqual([
    'Damaged mail',
    '(no subject)',
    'long long long',
  ]);
  expect(items[0].marks).toContain('damaged');
  expect(items[2].subject.length).toBeLessThanOrEqual(300);
  const [first] = (await api('GET', `/arrivals?item=${items[0].id}`)).body.items;
  const stored = await house.house.files.storage.read(`${practice}/0000/${first.id}`);
  const bytes = Buffer.from(await new Response(stored).arrayBuffer());
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(createHash('sha256').update(broken).digest('hex'));
});

test('IN-71 IN-72 IN-73 IN-76 what the machine sets aside stays listed with its reason, and one press makes it an item', async () => {
  const { practice, api, address } = await begin();
  const hops = 'Received: from a.example by b.example\r\n'.repeat(30);
  const mails: [string, string][] = [
    [mailOf({ Subject: 'From the tax office', 'Auto-Submitted': 'auto-generated' }), ANNA],
    [mailOf({ Subject: 'Out of office', 'Auto-Submitted': 'auto-replied' }), ANNA],
    [`${hops}${mailOf({ Subject: 'In circles' })}`, ANNA],
    [
      mailOf({ Subject: 'Read', 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=x' }),
      '',
    ],
  ];
  for (const [raw, from] of mails) expect(await send(listener, { to: address, raw, from })).toMatch(OK);
  await readAll(practice);
  expect((await api('GET', '/items')).body.items).toMatchObject([{ subject: 'From the tax office' }]);
  const aside = (await api('GET', '/arrivals?outcome=set_aside&sort=received_at')).body.items;
  expect(aside).toMatchObject([
    { subject: 'Out of office', class: 'auto_reply', because: expect.stringContaining('automatic') },
    { subject: 'In circles', class: 'loop', because: expect.stringContaining('circles') },
    { subject: 'Read', class: 'receipt', because: expect.stringContaining('receipt') },
  ]);
  const made = await api('POST', `/arrivals/${aside[0].id}/item`);
  expect([made.status, made.body]).toMatchObject([201, { outcome: 'item_made', item: { number: 2 } }]);
  expect((await api('POST', `/arrivals/${aside[0].id}/item`)).status).toBe(409);
  expect((await api('GET', '/items?sort=number')).body.items).toHaveLength(2);
  const told = await api('GET', `/events?thing=arrival:${aside[0].id}`);
  expect(told.status).toBe(200);
});

test('IN-15 IN-142 a mail is seen by whoever sees its item, and by nobody else', async () => {
  const { practice, api, address } = await begin();
  expect(await send(listener, { to: address, raw: mailOf({ Subject: 'Secret' }) })).toMatch(OK);
  await readAll(practice);
  const [item] = (await api('GET', '/items')).body.items;
  await api('PATCH', `/items/${item.id}`, { confidential: true }, { 'if-match': '"1"' });
  const [arrival] = await arrivalsOf(practice);
  const { testApi, testWho } = await import('../testing.ts');
  const { v1 } = await import('../contract.ts');
  const other = testApi(house.kernel, practice, [v1(house.house)], testWho('Manager'));
  expect((await other('GET', '/arrivals')).body.items).toEqual([]);
  for (const what of ['', '/raw', '/html'])
    expect((await other('GET', `/arrivals/${arrival!.id}${what}`)).status).toBe(404);
});

test('IN-63 IN-64 IN-66 a correspondent’s answer joins the open item, marked; of a decided one it makes a follow-up; a stranger’s makes its own', async () => {
  const { practice, api, address } = await begin();
  const first = `<${newId()}@bay.example>`;
  const write = async (subject: string, headers: Record<string, string> = {}) => {
    expect(
      await send(listener, {
        to: address,
        raw: mailOf({ Subject: subject, 'Message-ID': `<${newId()}@bay.example>`, Date: subject, ...headers }),
      }),
    ).toMatch(OK);
    await readAll(practice);
  };
  const items = async (status = 'outstanding') =>
    (await api('GET', `/items?sort=number&status=${status}`)).body.items as {
      id: Id;
      number: number;
      version: number;
      marks: string[];
      subject: string;
    }[];
  await write('Lease', { 'Message-ID': first });
  await write('Re: Lease', { 'In-Reply-To': first });
  const [one, ...none] = await items();
  expect([one!.marks, none]).toEqual([['reply_received'], []]);
  expect((await api('GET', `/arrivals?item=${one!.id}&sort=received_at`)).body.items).toMatchObject([
    { outcome: 'item_made' },
    { outcome: 'added', subject: 'Re: Lease' },
  ]);

  await write('Re: Lease', { 'In-Reply-To': first, From: 'stranger@elsewhere.example' });
  expect((await items()).map(({ subject }) => subject)).toEqual(['Lease', 'Re: Lease']);

  const done = await api(
    'POST',
    `/items/${one!.id}/decision`,
    { value: 'approved' },
    { 'if-match': `"${one!.version}"` },
  );
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  expect((await items('approved'))[0]!.marks).toEqual([]);
  await write('Re: Lease, again', { References: `<x@y.example> ${first}` });
  await write('Re: Lease, and again', { References: first });
  const open = await items();
  expect(open.map(({ number, subject, marks }) => [number, subject, marks])).toEqual([
    [2, 'Re: Lease', []],
    [3, 'Re: Lease, again', ['reply_received']],
  ]);
  expect((await api('GET', `/items/${open[1]!.id}`)).body.follows).toMatchObject({ number: 1, status: 'approved' });
  expect((await items('approved'))[0]).toMatchObject({ number: 1, version: one!.version + 1 });
});

test('IN-180 the proof counts every mail by its outcome, and names one whose bytes, item or history is gone', async () => {
  const { practice, address } = await begin();
  const raw = mailOf({ Subject: 'Counted', 'Message-ID': `<${newId()}@bay.example>` });
  for (const _ of [1, 2]) await send(listener, { to: address, raw, from: 'proof@bay.example' });
  await readAll(practice);
  await send(listener, { to: address, raw: mailOf({ Subject: 'Not read yet' }), from: 'proof@bay.example' });
  const { storage } = house.house.files;
  const period = { from: '2000-01-01', to: '9999-12-31' };
  const proven = () => inPractice(house.kernel.db, practice, (desk) => prove(desk, period, (key) => storage.has(key)));
  expect(await proven()).toMatchObject({
    arrivals: 3,
    outcomes: { item_made: 1, duplicate: 1, received: 1, set_aside: 0 },
    findings: [],
  });
  const [first] = await arrivalsOf(practice);
  await storage.remove(`${practice}/0000/${first!.id}`);
  expect((await proven()).findings).toEqual([`Mail ${first!.id}: its raw bytes are gone.`]);
  await inPractice(house.kernel.db, practice, ({ tx }) =>
    sql`update app.arrival set outcome = 'set_aside', item_id = null where id = ${first!.id}`.execute(tx),
  );
  expect((await proven()).findings).toContain(`Mail ${first!.id}: its outcome «set_aside» was told 0 times.`);
});

test('IN-47 PL-46 a sender’s 61st mail within the hour waits, another’s does not', async () => {
  const { address } = await begin();
  const from = `${newId()}@bay.example`;
  const raw = mailOf({ Subject: 'Many' });
  const answers: string[] = [];
  for (let i = 0; i < 61; i += 1) answers.push(await send(listener, { to: address, raw, from }));
  expect(answers.slice(0, 60).every((answer) => OK.test(answer))).toBe(true);
  expect(answers[60]).toMatch(/^451 4\.7\.1/);
  expect(await send(listener, { to: address, raw, from: `${newId()}@bay.example` })).toMatch(OK);
});

test('IN-54 mail to the postmaster of the mail domain is kept for whoever runs the installation', async () => {
  const sender = `${newId()}@bay.example`;
  const raw = mailOf({ Subject: 'To the postmaster' });
  expect(await send(listener, { to: `Postmaster@${DOMAIN}`, raw, from: sender })).toMatch(OK);
  expect(await mailOfOperator(house.house)).toMatchObject([{ sender, size_bytes: raw.length }]);
  expect(await send(listener, { to: 'postmaster@elsewhere.example', raw })).toMatch(/^550 5\.7\.1/);
});

test('IN-82 IN-84 letters that a limit cuts in two, and NUL wherever it stands, hold no mail up', async () => {
  const { practice, api, address } = await begin();
  const long = `x${'🎉'.repeat(700)}`;
  const coded = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
  const raw = [
    `From: ${coded(`\0${long}`)} <halves@bay.example>`,
    `Subject: ${coded(`\0${long}`)}`,
    'Content-Type: multipart/mixed; boundary=x',
    '',
    `--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>x${'🎉'.repeat(300_000)}\0</p>`,
    `--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="${coded(long)}"\r\n\r\n1`,
    '--x--',
    '',
  ].join('\r\n');
  expect(await send(listener, { to: address, raw, from: 'halves@bay.example' })).toMatch(OK);
  await readAll(practice);
  const [item] = (await api('GET', '/items')).body.items;
  expect(item.subject).toMatch(/^x🎉+\ufffd?$/u);
});

test('IN-85 the time a mail was received is ours; its own Date stands beside it and sorts nothing', async () => {
  const { practice, api, address } = await begin();
  const old = 'Mon, 02 Mar 2020 10:00:00 +0000';
  for (const [Subject, Date_] of [
    ['First', 'Mon, 02 Mar 2099 10:00:00 +0000'],
    ['Second', old],
  ] as const)
    await send(listener, {
      to: address,
      raw: mailOf({ Subject, Date: Date_, 'Message-ID': `<${newId()}@bay.example>` }),
    });
  await readAll(practice);
  const { items } = (await api('GET', '/arrivals?sort=received_at')).body;
  expect(items.map(({ subject }: { subject: string }) => subject)).toEqual(['First', 'Second']);
  expect(items[1].sent_at).toBe('2020-03-02T10:00:00.000Z');
  expect(Math.abs(Date.parse(items[1].received_at) - Date.now())).toBeLessThan(60_000);
  const rows = (await api('GET', '/items?sort=-created_at')).body.items;
  expect(rows.map(({ subject }: { subject: string }) => subject)).toEqual(['Second', 'First']);
  expect(rows[0].source.received_at).toBe(items[1].received_at);
});

test('IN-87 files are served as downloads that no browser guesses about; programs, macros and false names carry «Careful»', async () => {
  const { practice, api, address } = await begin();
  await createTransport({ host: '127.0.0.1', port: listener.port, secure: false, ignoreTLS: true }).sendMail({
    from: ANNA,
    to: address,
    subject: 'Files',
    text: 'Here.',
    attachments: [
      { filename: 'page.html', content: '<script>alert(1)</script>' },
      { filename: 'invoice.pdf', content: 'MZ\0\0\0' },
      { filename: 'prices.xlsm', content: 'PK\u0003\u0004 xl/vbaProject.bin' },
      { filename: 'letter.txt', content: 'Good morning.' },
    ],
  });
  await readAll(practice);
  const [mail] = (await api('GET', '/arrivals')).body.items;
  const careful = (mail.attachments as { name: string; careful: boolean }[]).filter((one) => one.careful);
  expect(careful.map(({ name }) => name)).toEqual(['invoice.pdf', 'prices.xlsm']);
  for (const { file_id } of mail.attachments as { file_id: Id }[]) {
    const { headers } = await api('GET', `/files/${file_id}/content`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
  }
});

test('IN-88 an encrypted mail and an unknown container are kept whole, and marked as such', async () => {
  const { practice, api, address } = await begin();
  const sealed = mailOf(
    {
      Subject: 'Sealed',
      'Content-Type': 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m',
      'Content-Transfer-Encoding': 'base64',
    },
    Buffer.from('sealed words').toString('base64'),
  );
  await send(listener, { to: address, raw: sealed });
  await readAll(practice);
  const [item] = (await api('GET', '/items')).body.items;
  expect(item).toMatchObject({ subject: 'Sealed', marks: ['encrypted'] });
  const [mail] = (await api('GET', `/arrivals?item=${item.id}`)).body.items;
  expect((await api('GET', `/arrivals/${mail.id}/raw`)).body).toContain(Buffer.from('sealed words').toString('base64'));
});

test('IN-89 mail that waits for over five minutes to be read turns health red, and green again when it is read', async () => {
  const { practice, address } = await begin();
  await send(listener, { to: address, raw: mailOf({ Subject: 'Waits' }) });
  const waits = async () =>
    (await health(house.house, house.house.dataDir)).findings.filter(({ reason }) => reason.includes('to be read'));
  const aged = (minutes: number) =>
    sql`update pgboss.job set created_on = clock_timestamp() - make_interval(mins => ${minutes}) where name = 'inbound'`.execute(
      house.house.engine,
    );
  await aged(4);
  expect(await waits()).toEqual([]);
  await aged(6);
  expect(await waits()).toMatchObject([{ colour: 'red' }]);
  await readAll(practice);
  await sql`update pgboss.job set state = 'completed' where name = 'inbound'`.execute(house.house.engine);
  expect(await waits()).toEqual([]);
});
