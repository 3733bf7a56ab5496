import { generateKeyPairSync } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { describe, expect, test } from 'vitest';
import { overallOf } from '#inbox/arrivals/judging.ts';
import { type Resolve, senderCheck } from './senders.ts';

/** Senders as they are told by a table of names; no name server is asked. */

const OUTSIDE = '203.0.113.7';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

type Table = Record<string, string>;
const none = () => Object.assign(new Error('nothing'), { code: 'ENOTFOUND' });
const silence = () => Object.assign(new Error('no answer'), { code: 'ETIMEOUT' });

/** Answers TXT from a table; «–» is a name about which nobody answers. */
const table =
  (names: Table, asked: string[] = []): Resolve =>
  async (name, type) => {
    asked.push(name);
    if (name === '.') return ['a.root.example'];
    const found = names[name];
    if (found === '–') throw silence();
    if (!found || type !== 'TXT') throw none();
    return [[found]];
  };

const KEY = { 'k1._domainkey.bay.example': `v=DKIM1; k=rsa; p=${publicKey}` };
const SPF = { 'bay.example': `v=spf1 ip4:${OUTSIDE} -all` };
const DMARC = { '_dmarc.bay.example': 'v=DMARC1; p=reject' };

/** A mail of Anna's, signed by the domain that is named, if one is. */
const mail = async (signed?: string, headers: Record<string, string> = {}): Promise<Buffer> => {
  const dkim = signed && { dkim: { domainName: signed, keySelector: 'k1', privateKey } };
  const sent = await createTransport({ streamTransport: true, buffer: true, ...dkim }).sendMail({
    from: 'Anna Bay <anna@bay.example>',
    to: 'office@in.example.test',
    subject: 'Lease',
    text: 'Here is the lease.',
    headers,
  });
  return sent.message as Buffer;
};

const about = { ip: OUTSIDE, helo: 'mx.bay.example', sender: 'anna@bay.example', from: 'anna@bay.example' };
const judged = async (names: Table, raw: Buffer, more: Partial<typeof about> = {}) => {
  const found = await senderCheck(table(names))({ raw, ...about, ...more });
  return { ...found, overall: overallOf(found) };
};

describe('what a sender’s domain says', () => {
  test('IN-68 signed by its domain, or sent from where it sends, a mail passes DMARC and is verified', async () => {
    const raw = await mail('bay.example');
    expect(await judged({ ...KEY, ...DMARC }, raw)).toMatchObject({ dkim: 'pass', dmarc: 'pass', overall: 'verified' });
    const spf = await judged({ ...SPF, ...DMARC }, await mail());
    expect(spf).toMatchObject({ spf: 'pass', dkim: 'none', dmarc: 'pass', overall: 'verified' });
  });

  test('IN-68 changed on its way, or signed by somebody else, it fails DMARC', async () => {
    const changed = Buffer.from(
      (await mail('bay.example')).toString('latin1').replace('the lease', 'the bill'),
      'latin1',
    );
    expect(await judged({ ...KEY, ...DMARC }, changed)).toMatchObject({ dmarc: 'fail', overall: 'failed' });
    const other = { 'k1._domainkey.other.example': KEY['k1._domainkey.bay.example'] };
    const foreign = await judged({ ...other, ...DMARC }, await mail('other.example'), { sender: 'x@other.example' });
    expect(foreign).toMatchObject({ dkim: 'pass', dmarc: 'fail', overall: 'failed' });
  });

  test('IN-68 without a DMARC record: SPF fail and no signature is failed, a signature or nothing at all is unverified', async () => {
    const elsewhere = { ip: '198.51.100.9' };
    expect(await judged(SPF, await mail(), elsewhere)).toMatchObject({ spf: 'fail', dmarc: 'none', overall: 'failed' });
    const signed = await judged({ ...SPF, ...KEY }, await mail('bay.example'), elsewhere);
    expect(signed).toMatchObject({ spf: 'fail', dkim: 'pass', overall: 'unverified' });
    expect(await judged({}, await mail())).toMatchObject({ spf: 'none', overall: 'unverified' });
  });

  test('IN-68 another domain than the one people see says nothing of it', async () => {
    const raw = Buffer.from(`From: eve@evil.example\r\n${(await mail()).toString('latin1')}`, 'latin1');
    const evil = { 'evil.example': `v=spf1 ip4:${OUTSIDE} -all`, '_dmarc.evil.example': 'v=DMARC1; p=none' };
    expect((await judged(evil, raw, { sender: 'eve@evil.example' })).overall).not.toBe('verified');
  });

  test('IN-68 mail that came from inside the network is verified by its signature alone, else not checked', async () => {
    const inside = { ip: '127.0.0.1' };
    expect((await judged({ ...SPF, ...KEY, ...DMARC }, await mail('bay.example'), inside)).overall).toBe('verified');
    const unsigned = await judged({ ...SPF, ...DMARC }, await mail(), inside);
    expect(unsigned).toMatchObject({ spf: 'none', overall: 'not_checked' });
  });
});

describe('names about which nobody answers', () => {
  test.each([
    ['its DMARC record', { '_dmarc.bay.example': '–', ...SPF }, { ip: '198.51.100.9' }],
    ['its own SPF record', { 'bay.example': '–', ...DMARC }, {}],
  ])('IN-68 %s: not checked, never failed', async (_what, names, more) => {
    expect(await judged(names, await mail(), more)).toMatchObject({ silent: true, overall: 'not_checked' });
  });

  test('IN-68 its own key: not checked; a stranger’s key, asked about to hide who it is: failed all the same', async () => {
    const own = { 'k1._domainkey.bay.example': '–', ...DMARC };
    expect((await judged(own, await mail('bay.example'))).overall).toBe('not_checked');
    const hiding = { 'k1._domainkey.slow.example': '–', ...DMARC };
    const more = { sender: 'x@slow.example', ip: '198.51.100.9' };
    expect((await judged(hiding, await mail('slow.example'), more)).overall).toBe('failed');
  });

  test('IN-68 an installation without name servers asks none for a minute, and no mail waits for them', async () => {
    const asked: string[] = [];
    let now = 0;
    const check = senderCheck(
      async (name) => {
        asked.push(name);
        throw silence();
      },
      () => now,
    );
    const raw = await mail('bay.example');
    expect(overallOf(await check({ raw, ...about }))).toBe('not_checked');
    const first = asked.length;
    expect(asked).toContain('.');
    expect(overallOf(await check({ raw, ...about }))).toBe('not_checked');
    expect(asked).toHaveLength(first);
    now = 61_000;
    await check({ raw, ...about });
    expect(asked.length).toBeGreaterThan(first);
  });

  test('IN-68 a mail with many signatures is asked about for ten of them', async () => {
    const asked: string[] = [];
    const raw = (await mail('bay.example')).toString('latin1');
    const signature = /^DKIM-Signature:.*\r\n(?:[ \t].*\r\n)*/m.exec(raw)![0];
    const many = Buffer.from(`${signature.repeat(50)}${raw}`, 'latin1');
    const found = await senderCheck(table({ ...KEY, ...DMARC }, asked))({ raw: many, ...about });
    expect(found.dmarc).toBe('pass');
    expect(asked.filter((name) => name.includes('_domainkey'))).toHaveLength(10);
  });

  const M = 1_000_000;
  test.each([
    ['a header folded a million times', `X-A: b\r\n${' c\r\n'.repeat(M)}`, 'hello'],
    ['a million headers', 'X-A: b\r\n'.repeat(M), 'hello'],
    ['one line of 20 MB', '', 'a'.repeat(20 * M)],
    ['20 MB of spaces', '', ' '.repeat(20 * M)],
    ['four million lines', '', 'a b\r\n'.repeat(4 * M)],
  ])(
    'PL-S19 IN-68 %s: told within a second or two, and signed by nobody whom it hides behind',
    async (_what, head, body) => {
      const line = 'DKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=s; c=relaxed/relaxed; h=from; bh=x; b=eQ==\r\n';
      const raw = Buffer.from(`From: anna@bay.example\r\n${line}${head}\r\n${body}`, 'latin1');
      const began = performance.now();
      const found = await senderCheck(table(DMARC))({ raw, ...about });
      expect(performance.now() - began).toBeLessThan(5_000);
      expect(overallOf(found)).toBe('failed');
    },
  );
});
