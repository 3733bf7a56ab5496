import { expect, test } from 'vitest';
import { calendarText, type Entry } from './calendar.ts';

const entry = (more: Partial<Entry>): Entry => ({
  uid: 'one',
  sequence: 3,
  changed_at: '2026-11-25T10:00:00.000Z',
  due: '2027-03-28',
  status: 'tentative',
  what: 'Books',
  client: 'Harbour Café',
  ...more,
});

/** What a calendar program reads: lines unfolded, values with their escapes taken back. */
const read = (text: string): [string, string][] =>
  text
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .filter(Boolean)
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).replace(/\\(.)/g, '$1')]);

test('CA-62 an entry is an all-day event with its id, sequence, status and title, and no description', () => {
  const lines = read(calendarText('Mine', [entry({})]));
  expect(lines.slice(lines.findIndex(([, value]) => value === 'VEVENT'))).toEqual([
    ['BEGIN', 'VEVENT'],
    ['UID', 'one'],
    ['SEQUENCE', '3'],
    ['DTSTAMP', '20261125T100000Z'],
    ['DTSTART;VALUE=DATE', '20270328'],
    ['SUMMARY', 'Books – Harbour Café'],
    ['STATUS', 'TENTATIVE'],
    ['TRANSP', 'TRANSPARENT'],
    ['END', 'VEVENT'],
    ['END', 'VCALENDAR'],
  ]);
});

test('CA-62 names may hold what the format uses, are folded at 75 octets, and cannot begin a line of their own', () => {
  const what = `Bücher, 50; \\ «long» ${'ä€😀'.repeat(40)}`;
  const text = calendarText('A, b; c\r\nBEGIN:VEVENT', [entry({ what, client: 'X\r\nSTATUS:CONFIRMED' })]);
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const lines = read(text);
  expect(lines.find(([name]) => name === 'SUMMARY')?.[1]).toBe(`${what} – X STATUS:CONFIRMED`);
  expect(lines.find(([name]) => name === 'NAME')?.[1]).toBe('A, b; c BEGIN:VEVENT');
  expect(lines.filter(([, value]) => value === 'VEVENT')).toHaveLength(2);
});
