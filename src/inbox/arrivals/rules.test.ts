import { expect, test } from 'vitest';
import { contextAt, MONDAY, who } from '../items/testing.ts';
import { blankArrival } from './blank.ts';
import { asideBecause, classOf, isBroken, subjectOf, tagOf, verdictOf } from './judging.ts';
import type { ArrivalCommand, ArrivalState, ReadMail } from './model.ts';
import { decide, evolve } from './rules.ts';

const ARRIVED = {
  way: 'smtp' as const,
  mailbox_id: null,
  verdict_host: null,
  envelope: { from: 'a@bay.example', to: ['harbour@in.example.test'], ip: '192.0.2.1', helo: 'bay', tls: false },
  sender: 'a@bay.example',
  to_address: 'harbour@in.example.test',
  message_id: 'one@bay.example',
  size_bytes: 300,
};
const READ: ReadMail = {
  fingerprint: 'f',
  class: 'ordinary',
  verdict: 'not_checked',
  checks: null,
  from_address: 'a@bay.example',
  from_name: '',
  subject: 'Hello',
  sent_at: null,
  body: 'Hello',
  html: null,
  attachments: [],
  marks: [],
};
const settle = (outcome: 'item_made' | 'set_aside' | 'duplicate', item_id: string | null = null): ArrivalCommand => ({
  do: 'settle',
  read: READ,
  settled: { outcome, because: null, item_id },
});
const does = (state: ArrivalState, command: ArrivalCommand, by = 'mail') => {
  const decision = decide(state, command, contextAt(MONDAY, who(by)));
  const events = decision.yes ? decision.events : [];
  const after = events.reduce<ArrivalState>((one, event) => evolve({ arrival: { ...one.arrival } }, event), state);
  return { decision, verbs: events.map(({ verb }) => verb), state: { arrival: { ...after.arrival, version: 1 } } };
};
const come = () => does({ arrival: blankArrival('one') }, { do: 'receive', arrived: ARRIVED });

test('IN-45 a mail that is taken in asks for its reading in the same transaction, once', () => {
  const { decision, verbs, state } = come();
  expect(verbs).toEqual(['arrival.received']);
  expect(decision).toMatchObject({ effects: [{ do: 'queue', queue: 'inbound', data: { arrival: 'one' } }] });
  expect(state.arrival).toMatchObject({ outcome: 'received', received_at: MONDAY });
  expect(does(state, { do: 'receive', arrived: ARRIVED }).verbs).toEqual([]);
});

test('IN-180 an arrival has exactly one outcome: what is settled is not settled again', () => {
  const made = does(come().state, settle('item_made', 'item'));
  expect(made.verbs).toEqual(['arrival.item_made']);
  expect(does(made.state, settle('duplicate')).verbs).toEqual([]);
  expect(does({ arrival: blankArrival('two') }, settle('item_made')).decision).toMatchObject({ kind: 'not_found' });
});

test('IN-76 only what was set aside is made an item by hand, and only by who may write in the inbox', () => {
  const make: ArrivalCommand = { do: 'make_item', read: READ, item_id: 'item' };
  const aside = does(come().state, settle('set_aside'));
  expect(does(aside.state, make, 'anna').state.arrival).toMatchObject({ outcome: 'item_made', item_id: 'item' });
  expect(does(aside.state, make, 'vera').decision).toMatchObject({ yes: false, kind: 'not_allowed' });
  for (const outcome of ['item_made', 'duplicate'] as const)
    expect(does(does(come().state, settle(outcome)).state, make, 'anna').decision).toMatchObject({
      code: 'already_settled',
    });
});

const mail = (headers: Record<string, string>, from_address = 'a@bay.example', hops = 1) => ({
  header: (name: string) => headers[name] ?? '',
  headers: (name: string) =>
    name === 'received' ? Array<string>(hops).fill('x') : headers[name] === undefined ? [] : [headers[name]],
  quoted: '',
  from_address,
});

test.each([
  [mail({}), 'a@bay.example', 'ordinary'],
  [mail({ 'auto-submitted': 'no' }), 'a@bay.example', 'ordinary'],
  [mail({ 'auto-submitted': 'auto-generated' }), 'a@bay.example', 'auto_generated'],
  [mail({ precedence: 'list' }), 'a@bay.example', 'auto_generated'],
  [mail({ 'list-id': '<news.bay.example>' }), 'a@bay.example', 'auto_generated'],
  [mail({}), '', 'auto_generated'],
  [mail({ 'auto-submitted': 'auto-replied (vacation)' }), 'a@bay.example', 'auto_reply'],
  [mail({ 'x-autoreply': 'yes' }), 'a@bay.example', 'auto_reply'],
  [mail({ 'content-type': 'multipart/report; report-type=disposition-notification' }), '', 'receipt'],
  [mail({ 'content-type': 'multipart/report; report-type="delivery-status"' }), '', 'bounce'],
  [mail({}, 'harbour+tax@in.example.test'), 'a@bay.example', 'loop'],
  [mail({}, 'a@bay.example', 25), 'a@bay.example', 'ordinary'],
  [mail({}, 'a@bay.example', 26), 'a@bay.example', 'loop'],
  [mail({ 'x-tickmark-loop': 'p1' }), 'a@bay.example', 'loop'],
  [mail({ 'x-tickmark-loop': 'p2' }), 'a@bay.example', 'ordinary'],
])('IN-71 what a mail is by its headers: case %#', (one, sender, kind) => {
  expect(classOf(one, sender, { ours: ['harbour@in.example.test'], practice: 'p1' })).toBe(kind);
});

test('IN-72 auto-generated mail makes an item; answers, receipts, reports and loops that name nothing of ours do not', () => {
  expect(asideBecause('ordinary')).toBeNull();
  expect(asideBecause('auto_generated')).toBeNull();
  for (const kind of ['auto_reply', 'receipt', 'bounce', 'loop'] as const) expect(asideBecause(kind)).toMatch(/\.$/);
});

test('IN-68 the verdict is what our own front mail server found, and nobody else’s word counts', () => {
  const found = (text: string, authserv: string | null = 'mx.us.example') => verdictOf([text], authserv, false);
  expect(found('mx.us.example; dmarc=pass')).toBe('verified');
  expect(found('mx.us.example; dmarc=fail; spf=pass')).toBe('failed');
  expect(found('mx.us.example; spf=fail')).toBe('failed');
  expect(found('mx.us.example; spf=fail; dkim=pass')).toBe('unverified');
  expect(found('mx.us.example; dmarc=none; spf=pass')).toBe('unverified');
  expect(found('mx.elsewhere.example; dmarc=pass')).toBe('not_checked');
  expect(found('mx.us.example; dmarc=pass', null)).toBe('not_checked');
});

test('IN-42 IN-65 a tag is shown, a token of a reply address is none', () => {
  expect(tagOf('harbour+Tax-2026@in.example.test')).toEqual({ tag: 'tax-2026', token: false });
  expect(tagOf('harbour@in.example.test')).toEqual({ tag: null, token: false });
  expect(tagOf('harbour+r.abc@in.example.test')).toEqual({ tag: null, token: true });
});

test('IN-83 IN-84 a subject is one line of at most 300; none, and a damaged mail, have words of their own', () => {
  expect(subjectOf('  A\r\n\tfolded   one ', [])).toBe('A folded one');
  expect(subjectOf('x'.repeat(400), [])).toHaveLength(300);
  expect(subjectOf(`x${'🎉'.repeat(200)}`, []).isWellFormed()).toBe(true);
  expect(subjectOf(null, [])).toBe('(no subject)');
  expect(subjectOf(' ', ['damaged'])).toBe('Damaged mail');
  expect(subjectOf('Hello', ['damaged'])).toBe('Hello');
});

test('IN-83 a multipart mail without a boundary, or with one that never comes, is broken', () => {
  const raw = Buffer.from('Content-Type: …\r\n\r\n--abc\r\n');
  expect(isBroken('multipart/mixed', raw)).toBe(true);
  expect(isBroken('multipart/mixed; boundary="nowhere"', raw)).toBe(true);
  expect(isBroken('multipart/mixed; boundary="abc"', raw)).toBe(false);
  expect(isBroken('text/plain', raw)).toBe(false);
});
