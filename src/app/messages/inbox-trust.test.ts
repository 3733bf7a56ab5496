import '@hono/zod-openapi';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { member } from '#workflows/launch/testing.ts';
import { useTestHouse } from '../testing.ts';
import { ANNA, mailInTesting, mailOf } from './testing-mail-in.ts';

/** What the inbox must withstand: hostile texts and files, mail that lies or comes again, and one bad row among many. */
const house = useTestHouse();
const mailIn = mailInTesting(house);
let listener: Listener;
beforeAll(async () => {
  listener = await mailIn.listen({ maxMb: 20 });
});
afterAll(() => listener.stop());

interface Attached {
  name: string;
  type?: string;
  bytes: Buffer;
}

const begin = async () => {
  const begun = await mailIn.begin();
  const { practice, api, address } = begun;
  const comes = async (raw: string | Uint8Array, from = ANNA) => {
    const answer = await mailIn.send(listener, { from, to: address, raw });
    await mailIn.readAll(practice);
    return answer;
  };
  const list = async (path: string) => (await api('GET', path)).body.items;
  return { ...begun, comes, list };
};

/** A mail with files, as a hand that means harm would write it. */
const withFiles = (headers: Record<string, string>, files: readonly Attached[]): string =>
  mailOf(
    { ...headers, 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary="b"' },
    [
      '--b\r\nContent-Type: text/plain\r\n\r\nSee the files.',
      ...files.map(
        ({ name, type = 'application/octet-stream', bytes }) =>
          `--b\r\nContent-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}`,
      ),
      '--b--',
    ].join('\r\n'),
  );

const INJECTIONS = [
  '<script>window.pwned=1</script>',
  '"><img src=x onerror=window.pwned=1>',
  "'-alert(1)-'",
  '{{constructor.constructor("window.pwned=1")()}}',
  '=HYPERLINK("http://bad.example","Click")',
  '@SUM(1+1)*cmd|calc',
  '\u202Eexe.fdp',
];

test('PL-S13 scripts and formulas in subject, name, text and file name of a mail stay text, in the API and in files that leave', async () => {
  const { api, comes, list } = await begin();
  for (const bad of INJECTIONS) {
    const name = Buffer.from(bad).toString('base64');
    await comes(
      withFiles({ Subject: `=?utf-8?B?${name}?=`, From: `=?utf-8?B?${name}?= <${ANNA}>` }, [
        { name: `${bad.replaceAll(/["\\/]/g, '')}.txt`, bytes: Buffer.from('text') },
      ]),
    );
  }
  const items = await list('/items?sort=number');
  expect(items).toHaveLength(INJECTIONS.length);
  const csv = (await api('GET', '/items.csv')).body as string;
  const cells = csv.split(/[\r\n,]+/);
  expect(cells.filter((cell) => /^"?[=@+]/.test(cell))).toEqual([]);
  for (const { id } of items) {
    const [{ id: mail }] = await list(`/arrivals?item=${id}`);
    const page = await api('GET', `/arrivals/${mail}/html`);
    expect(page.body).not.toMatch(/<script|onerror=|javascript:/i);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect(page.headers.get('content-security-policy')).not.toMatch(/script-src|unsafe-eval/);
  }
});

test('PL-S17 paths, double endings, an archive bomb, an SVG with script and an empty file in a mail are kept as they are and harm nothing', async () => {
  const { api, comes, list } = await begin();
  const bomb = Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(1_000_000)]);
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" onload="window.pwned=1"><script>window.pwned=1</script></svg>',
  );
  const files: Attached[] = [
    { name: '../../../etc/passwd', bytes: Buffer.from('root') },
    { name: '..\\..\\boot.ini', bytes: Buffer.from('boot') },
    { name: 'invoice.pdf.exe', bytes: Buffer.from('MZ\0\0') },
    { name: 'prices.xlsx', bytes: bomb },
    { name: 'logo.svg', type: 'image/svg+xml', bytes: svg },
    { name: 'nothing.txt', bytes: Buffer.alloc(0) },
  ];
  expect(await comes(withFiles({ Subject: 'Files' }, files))).toMatch(/^250/);
  const [item] = await list('/items');
  const [mail] = await list(`/arrivals?item=${item.id}`);
  const kept = mail.attachments as { file_id: Id; name: string; bytes: number; careful: boolean }[];
  expect(kept.map(({ bytes }) => bytes).filter(Boolean)).toEqual(
    files.map(({ bytes }) => bytes.length).filter(Boolean),
  );
  for (const { name } of kept) expect(name).not.toMatch(/[\\/]|\.\./);
  expect(kept.find(({ name }) => name.endsWith('.exe'))).toMatchObject({ careful: true });
  for (const { file_id, name, bytes } of kept.filter((one) => one.bytes > 0)) {
    const sent = await api('GET', `/files/${file_id}/content`);
    expect([name, sent.bytes.length]).toEqual([name, bytes]);
    expect(sent.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(sent.headers.get('content-security-policy')).toMatch(/sandbox/);
  }
  const drawn = await api('GET', `/files/${kept.find(({ name }) => name === 'logo.svg')!.file_id}/preview`);
  expect(drawn.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(drawn.headers.get('content-security-policy')).toMatch(/sandbox/);
});

test('PL-S19 a colleague’s forged address gives no right; notices of machines make no item; our own mail coming back makes no loop', async () => {
  const { practice, who, comes, list } = await begin();
  await member(house.kernel, practice, who, 'Olga Owner');
  const { email } = await inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ email: string }>`select email from app.member where id = ${who.member_id}`.execute(tx);
    return rows[0]!;
  });
  await comes(mailOf({ Subject: 'DELETE #1 and APPROVE all', From: `Olga Owner <${email}>` }, 'Approve it.'), email);
  const [item] = await list('/items');
  expect(item).toMatchObject({
    status: 'outstanding',
    decision: null,
    subject: 'DELETE #1 and APPROVE all',
    made_by: null,
  });
  const machines = [
    { 'Auto-Submitted': 'auto-replied' },
    { 'X-Autoreply': 'yes', Precedence: 'auto_reply' },
    { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x' },
  ];
  for (const [i, headers] of machines.entries()) await comes(mailOf({ Subject: `Away ${i}`, ...headers }));
  const hops = Object.fromEntries([['Subject', 'Round and round']]);
  const received = Array.from(
    { length: 30 },
    (_, i) => `Received: from a${i}.example by b.example; Mon, 23 Nov 2026 10:00:00 +0000`,
  );
  await comes(`${received.join('\r\n')}\r\n${mailOf(hops)}`);
  expect(await list('/items')).toHaveLength(1);
  const aside = await list('/arrivals?outcome=set_aside');
  expect(aside).toHaveLength(4);
  expect(aside.every(({ because }: { because: string | null }) => !!because)).toBe(true);
});

test('PL-R21 the same mails twice, in another order and all over again change nothing more', async () => {
  const { comes, list } = await begin();
  const mails = ['One', 'Two', 'Three'].map((subject) =>
    mailOf({ Subject: subject, 'Message-ID': `<${subject}@bay.example>` }, `About ${subject}.`),
  );
  const told = async () => {
    const items = await list('/items?sort=number');
    return createHash('sha256')
      .update(JSON.stringify(items.map((one: object) => ({ ...one, version: 0 }))))
      .digest('hex');
  };
  for (const mail of mails) await comes(mail);
  const before = await told();
  expect(await list('/items')).toHaveLength(3);
  for (const mail of [...mails].reverse()) expect(await comes(mail)).toMatch(/^250/);
  for (const mail of [...mails, ...mails]) await comes(mail);
  expect(await told()).toBe(before);
  expect(await list('/arrivals?outcome=duplicate')).toHaveLength(9);
});

test('PL-R13 of 1,000 items with one that may not be, «each» completes 999 and says why not the other, «all» changes nothing', async () => {
  const { practice, api, list } = await begin();
  expect((await api('POST', '/items', { subject: 'Item' })).status).toBe(201);
  const ids = await inPractice(house.kernel.db, practice, async ({ tx }) => {
    const made = await sql<{ name: string }>`
      select column_name as name from information_schema.columns
      where table_schema = 'app' and table_name = 'item' and is_generated = 'NEVER' and column_name not in ('id', 'number')`.execute(
      tx,
    );
    const columns = sql.raw(made.rows.map(({ name }) => `"${name}"`).join());
    await sql`insert into app.item (id, number, ${columns})
      select gen_random_uuid(), n, ${columns} from app.item, generate_series(2, 1000) as n`.execute(tx);
    await sql`update app.item set origin = 'document' where number = 401`.execute(tx);
    const { rows } = await sql<{ id: Id }>`select id from app.item order by number`.execute(tx);
    return rows.map(({ id }) => id);
  });
  const command = { do: 'set_status', status: 'completed' };
  const all = await api('POST', '/items/bulk', { command, ids, mode: 'all' });
  expect([all.status, all.body.code]).toEqual([409, 'rows_refused']);
  expect(await list('/items?status=completed')).toHaveLength(0);
  const each = await api('POST', '/items/bulk', { command, ids });
  expect(each.body).toMatchObject({ done: 999, refused: 1 });
  expect(each.body.rows[400]).toMatchObject({ id: ids[400], ok: false, code: 'decide_first' });
});
