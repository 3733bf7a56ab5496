import { expect, test } from 'vitest';
import { type AlertedItem, alertLetter } from './alert-letter.ts';

const FROM = { practice: 'Harbour & Co', public_url: 'https://t.example' };
const item = (number: number, more: Partial<AlertedItem> = {}): AlertedItem => ({
  number,
  origin: 'email',
  subject: 'Lease of the quay',
  confidential: false,
  client_id: 'bay',
  client: 'Bay Café',
  sender_name: 'Cleo',
  sender: 'cleo@bay.example',
  ...more,
});

test('IN-171 an alert says number, origin, subject, sender, client and where it is', () => {
  const { subject, text, html } = alertLetter([item(7)], FROM);
  expect(subject).toBe('#7 «Lease of the quay» needs somebody');
  expect(text).toContain('E-mail · from Cleo <cleo@bay.example> · Bay Café');
  expect(text).toContain('https://t.example/inbox/7');
  expect(html).toContain('Cleo &lt;cleo@bay.example&gt;');
});

test('IN-171 IN-15 of a confidential item it says number and link alone, by itself and among others', () => {
  const secret = item(8, {
    confidential: true,
    subject: 'Divorce',
    client: 'Ada Hidden',
    sender: 'ada@hidden.example',
  });
  for (const alerts of [[secret], [item(7), secret]]) {
    const { subject, text, html } = alertLetter(alerts, FROM);
    expect(text).toContain('#8 needs somebody');
    expect(text).toContain('https://t.example/inbox/8');
    expect(`${subject} ${text} ${html}`).not.toMatch(/Divorce|Hidden|hidden/);
  }
});

test('IN-171 several are one mail that names each, and counts what it does not name', () => {
  const { subject, text } = alertLetter(
    Array.from({ length: 60 }, (_, n) => item(n + 1)),
    FROM,
  );
  expect(subject).toBe('60 things need somebody');
  expect(text).toContain('#50 «');
  expect(text).not.toContain('#51 «');
  expect(text).toContain('10 more');
});

test('IN-174 its links lead to pages of Tickmark, and none of them acts', () => {
  const { html } = alertLetter([item(7), item(8)], FROM);
  const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, url]) => url!);
  expect(links.length).toBeGreaterThan(2);
  for (const url of links)
    expect(url).toMatch(/^https:\/\/t\.example\/(inbox\/\d+|inbox\?[^"]*|settings\/inbox\/people)$/);
});
