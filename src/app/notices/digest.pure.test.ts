import { describe, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { addDays } from '#ground/time.ts';
import { ref } from '#kernel/decision/rules.ts';
import { digestDay, digestOf, nextDigest } from './digest.ts';
import { KINDS, kindOfNotice } from './kinds.ts';
import { atOnceLetter, digestLetter } from './letter.ts';
import type { News, OpenWork } from './model.ts';

const place = (time_zone: string, holidays: string[] = []) => ({ time_zone, working_days: [1, 2, 3, 4, 5], holidays });
/** A Thursday. */
const ON = '2026-11-26';

const work = (title: string, due_on: string | null, is: OpenWork['is'] = 'ready'): OpenWork => ({
  thing: ref('task', newId()),
  title,
  about: 'Harbour Café',
  about_id: null,
  part_of: 'Payroll',
  due_on,
  is,
  url: '/my-work',
});
const news = (title: string, kind = 'approved', thing = ref('task', newId())): News => ({
  id: newId(),
  kind,
  thing,
  title,
  about_id: null,
  url: '/notifications',
});
const told = (digest: ReturnType<typeof digestOf>) =>
  Object.fromEntries(digest!.sections.map(({ id, lines }) => [id, lines.map(({ title }) => title)]));

describe('when it leaves', () => {
  test('PL-125 07:30 in the practice’s time zone, on the day the clocks change too', () => {
    // Sydney goes forward on Sunday 4 October 2026: Friday is at +10, Monday at +11.
    expect(nextDigest('2026-10-01T22:00:00.000Z', place('Australia/Sydney'))).toBe('2026-10-04T20:30:00.000Z');
    expect(nextDigest('2026-10-01T21:00:00.000Z', place('Australia/Sydney'))).toBe('2026-10-01T21:30:00.000Z');
    // New York goes back on Sunday 1 November 2026: Friday is at -4, Monday at -5.
    expect(nextDigest('2026-10-30T11:30:00.000Z', place('America/New_York'))).toBe('2026-11-02T12:30:00.000Z');
  });

  test('PL-125 on business days alone: not at a weekend, and not on a holiday', () => {
    expect(nextDigest('2026-12-24T08:00:00.000Z', place('Europe/London', ['2026-12-25', '2026-12-28']))).toBe(
      '2026-12-29T07:30:00.000Z',
    );
    expect(digestDay('2026-11-28T09:00:00.000Z', place('Europe/London'))).toBeNull();
    expect(digestDay('2026-11-26T09:00:00.000Z', place('Europe/London', [ON]))).toBeNull();
    expect(digestDay('2026-11-26T07:29:59.999Z', place('Europe/London'))).toBeNull();
    expect(digestDay('2026-11-26T11:00:00.000Z', place('Europe/London')), 'woken late').toBe(ON);
  });
});

describe('what it holds', () => {
  test('IN-172 what waits for my approval stands after reviews, late or not, and its own notice says no more', () => {
    const asked = work('#7 Accounts', addDays(ON, -2), 'approval');
    const digest = digestOf(
      ON,
      [work('Look over', null, 'review'), asked],
      [news('asked', 'approval_asked', asked.thing)],
    );
    expect(told(digest)).toEqual({ review: ['Look over'], approval: ['#7 Accounts'] });
    const letter = digestLetter(digest!, { practice: 'Testing & Co', public_url: 'https://t.example' });
    expect(letter.subject).toBe('Thu 26 Nov: 1 to review, 1 to approve');
  });

  test('WF-187 it goes only if it holds something', () => {
    expect(digestOf(ON, [], [])).toBeNull();
    expect(digestOf(ON, [work('Begun, due next week', addDays(ON, 7), 'begun')], [])).toBeNull();
  });

  test('WF-187 FL-87 ready, due today, overdue each for three days and then as one number, waiting for my review', () => {
    const digest = digestOf(
      ON,
      [
        work('Look over', addDays(ON, 1), 'review'),
        work('Three days late', addDays(ON, -3), 'begun'),
        work('Four days late', addDays(ON, -4)),
        work('A month late', addDays(ON, -30), 'review'),
        work('Now', ON, 'begun'),
        work('Can begin', null),
      ],
      [],
    );
    expect(told(digest)).toEqual({
      review: ['Look over'],
      overdue: ['Three days late'],
      today: ['Now'],
      ready: ['Can begin'],
    });
    expect(digest!.long_overdue).toBe(2);
    expect(digest!.sections[1]!.lines[0]!.due).toEqual({ words: '3 days late', late: true });
  });

  test('PL-125 a thing stands once: its section says what «is ready» would say, and news of it that say more stay', () => {
    const open = work('Check the bank', null);
    const digest = digestOf(
      ON,
      [open],
      [news('is ready', 'ready', open.thing), news('was handed back: no total', 'handed_back', open.thing)],
    );
    expect(told(digest)).toEqual({ ready: ['Check the bank'], news: ['was handed back: no total'] });
  });

  test('WF-187 of many of a section twelve are named, and the others are a number with a link', () => {
    const digest = digestOf(
      ON,
      Array.from({ length: 40 }, (_, i) => work(`Task ${i}`, null)),
      [],
    );
    expect(digest!.sections).toMatchObject([{ count: 40, lines: { length: 12 } }]);
    expect(digestLetter(digest!, { practice: 'Testing & Co', public_url: 'https://t.example' }).html).toContain(
      '28 more',
    );
  });
});

describe('how it reads', () => {
  const from = { practice: 'Testing & Co', public_url: 'https://t.example' };
  test('PL-125 the subject counts what is to be done, and each line is a link in HTML and in text', () => {
    const digest = digestOf(ON, [work('Bank <b>', addDays(ON, -1)), work('Pay', ON)], [])!;
    const { subject, html, text } = digestLetter(digest, from);
    expect(subject).toBe('Thu 26 Nov: 1 overdue, 1 due today');
    expect(html).toContain('Bank &lt;b&gt;');
    expect(html).toContain('href="https://t.example/my-work"');
    expect(text).toContain('- Bank <b> (1 day late)\n  Harbour Café · Payroll\n  https://t.example/my-work');
  });

  test('PL-125 one thing told at once is its own subject, on one line and with single marks within marks; several are counted', () => {
    expect(atOnceLetter([news('Look\nhere')], from).subject).toBe('Look here');
    const marked = atOnceLetter([news('«Review «Post the books»» was given to you')], from);
    expect(marked.subject).toBe('«Review ‹Post the books›» was given to you');
    expect(marked.text).not.toContain('««');
    const byHand = digestOf(ON, [work('Look at «Review «Post the books»»', null)], []);
    expect(told(byHand).ready).toEqual(['Look at «Review ‹Post the books›»']);
    expect(atOnceLetter([news('One'), news('Two')], from).subject).toBe('2 things for you');
  });
});

test('PL-126 what asks something of its reader leads to the page where it is pressed, and the rest to where it happened', () => {
  const id = newId();
  const from = { practice: 'Testing & Co', public_url: 'https://t.example' };
  const of = (kind: string) =>
    atOnceLetter([{ ...news('Check the bank', kind), url: `/runs/${newId()}?task=${id}` }], from).html;
  expect(of('assigned')).toContain(`href="https://t.example/my-work/${id}"`);
  expect(of('mentioned')).not.toContain('/my-work/');
});

test('PL-125 WF-185 IN-172 assigned, approval and review asked, handed back, mentioned and needs attention come at once by default, the rest in the digest', () => {
  const at_once = KINDS.filter(({ by_default }) => by_default === 'at_once').map(({ kind }) => kind);
  expect(at_once).toEqual(['assigned', 'approval_asked', 'review_asked', 'handed_back', 'mentioned', 'attention']);
  expect(kindOfNotice('something.new')).toMatchObject({ by_default: 'digest' });
});
