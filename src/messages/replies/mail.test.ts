import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kindOf, reportIn } from './judging.ts';
import { parseMail } from './mail.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const SAMPLES = '../shared/data/mail/';
const folder = existsSync(SAMPLES) ? SAMPLES : undefined;

test('ME-86 a reply’s HTML holds nothing that acts, and its text is read', async () => {
  const mail = await parseMail(
    bytes(
      'From: Sample Sender <Sender@Bay.example>\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nContent-Type: text/html; charset=utf-8\r\n\r\n' +
        '<p onclick="x()">Hello <script>alert(1)</script><img src="https://bay.example/a.png"></p><form action="/x"><input></form>',
    ),
  );
  expect(mail).toMatchObject({
    from_address: 'sender@bay.example',
    from_name: 'Sample Sender',
    subject: 'Grüße',
    unread_because: null,
  });
  expect(mail.html?.trim()).toBe('<p>Hello <img src="https://bay.example/a.png" /></p>');
});

test('ME-86 a mail of over 200 parts, and one over 25 MB, are read in part and say so', async () => {
  const part = '--x\r\nContent-Type: text/plain\r\n\r\none\r\n';
  const many = await parseMail(
    bytes(`From: a@bay.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${part.repeat(300)}--x--`),
  );
  expect(many.unread_because).toMatch(/over 200 parts/);
  const large = await parseMail(
    bytes(`From: a@bay.example\r\nContent-Type: text/plain\r\n\r\n${'word '.repeat(5_400_000)}`),
  );
  expect(large.unread_because).toMatch(/larger than 25 MB/);
  expect(large.text).toMatch(/^word word/);
});

test('ME-86 noise, nothing and broken encodings do not throw', async () => {
  for (const raw of [
    '',
    '\0\0\0',
    'Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n',
    `Subject: ${'=?x?q?'.repeat(500)}`,
  ])
    await expect(parseMail(bytes(raw))).resolves.toMatchObject({ attachments: expect.any(Array) });
});

test.skipIf(!folder)('ME-86 mail as it really arrives is read; skipped without the shared samples', async () => {
  for (const name of readdirSync(folder!).filter((one) => one.endsWith('.eml'))) {
    const mail = await parseMail(readFileSync(`${folder}/${name}`));
    expect([name, kindOf(mail, 'x@y.example')]).toEqual([
      name,
      /bounce|report/.test(name) ? 'bounce' : expect.any(String),
    ]);
    if (/report_422/.test(name)) expect(reportIn(mail)?.status).toBe('4.2.2');
    expect(JSON.stringify([mail.text, mail.html, mail.subject, mail.from_name])).not.toContain('\\u0000');
  }
});

test('IN-82 a text whose charset is unknown or wrong is read as UTF-8, then as windows-1252, and said to be uncertain', async () => {
  const read = async (charset: string, body: Uint8Array) => {
    const head = bytes(`From: a@bay.example\r\nContent-Type: text/plain; charset=${charset}\r\n\r\n`);
    const { text, uncertain } = await parseMail(Buffer.concat([head, body, bytes('\r\n')]));
    return [text.trim(), uncertain];
  };
  const [utf8, latin] = [bytes('Grüße'), Buffer.from('Grüße', 'latin1')];
  expect(await read('utf-8', utf8)).toEqual(['Grüße', false]);
  expect(await read('iso-8859-1', latin)).toEqual(['Grüße', false]);
  expect(await read('x-unknown', utf8)).toEqual(['Grüße', true]);
  expect(await read('x-unknown', latin)).toEqual(['Grüße', true]);
  expect(await read('utf-8', latin)).toEqual(['Grüße', true]);
  expect(await read('utf-7', bytes('+ADw-script+AD4-'))).toEqual(['+ADw-script+AD4-', true]);
});

test('IN-83 a mail that nests deeper than 20 is damaged: its headers and first words are read', async () => {
  let inner = 'Content-Type: text/plain\r\n\r\ndeep down';
  for (let i = 0; i < 30; i += 1)
    inner = `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n${inner}\r\n--b${i}--`;
  const mail = await parseMail(bytes(`From: a@bay.example\r\nSubject: Nested\r\n${inner}\r\n`));
  expect(mail).toMatchObject({ subject: 'Nested', from_address: 'a@bay.example', unread_because: expect.any(String) });
  expect(mail.text).toContain('--b29');
});

test('IN-86 a file in the old code of Unix mail is decoded', async () => {
  const coded = 'begin 644 cat.txt\n#0V%T\n`\nend\n';
  const mail = await parseMail(
    bytes(
      `From: a@bay.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=cat.txt\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n${coded}\r\n--x--\r\n`,
    ),
  );
  expect(mail.attachments.map(({ name, bytes: found }) => [name, Buffer.from(found).toString()])).toEqual([
    ['cat.txt', 'Cat'],
  ]);
});

test('IN-81 a link whose words name another host shows where it leads; an honest one is left alone', async () => {
  const html = async (link: string) =>
    (await parseMail(bytes(`From: a@bay.example\r\nContent-Type: text/html\r\n\r\n<p>${link}</p>`))).html?.replace(
      /<a [^>]*>/,
      '<a>',
    );
  expect(await html('<a href="https://evil.example/x">https://<b>bank.example</b>/in</a>')).toContain(
    '</a> <small>[leads to evil.example]</small>',
  );
  expect(await html('<a href="https://evil.example/x">bank.example</a>')).toContain('[leads to evil.example]');
  expect(await html('<a href="https://www.bank.example/x">bank.example</a>')).not.toContain('leads to');
  expect(await html('<a href="https://bank.example/x">Sign in</a>')).not.toContain('leads to');
  expect(await html('<a href="javascript:alert(1)">bank.example</a>')).toContain('<a>bank.example</a>');
});
