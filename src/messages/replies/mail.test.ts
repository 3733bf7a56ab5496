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
