import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BuiltIn } from '#kernel/access/roles/abilities.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Context } from '#kernel/decision/model.ts';
import { accepted, contextAs, evolved, NOW, refusal } from '#people/fields/testing.ts';
import { helpAnswer, ownStopWords, readKeyword } from './keywords.ts';
import { mayWrite, type Writing } from './may-write.ts';
import { type AddressCommand, type AddressState, blankAddress, newConsent } from './model.ts';
import { readAddress } from './read-address.ts';
import { decide, evolve } from './rules.ts';
import { SENTENCES } from './sentences.ts';

const NUMBER = '+61491570006';
const MAIL = 'anna@bay.example';
const number: AddressState = { address: blankAddress('a-1', 'sms', NUMBER), holders: ['c-1', 'c-2'] };
const mail: AddressState = { address: blankAddress('a-2', 'email', MAIL), holders: ['c-1'] };
const machine: Context = { ...contextAs(), who: systemWho('messages') };

type Given = AddressCommand extends infer C ? (C extends unknown ? Omit<C, 'channel' | 'address'> : never) : never;
const on = ({ address: { channel, address } }: AddressState, given: Given) =>
  ({ ...given, channel, address }) as AddressCommand;
const after = (state: AddressState, given: Given, context = machine): AddressState =>
  evolved(state, accepted(decide(state, on(state, given), context)).events, evolve, ({ address }) => [address]);
const events = (state: AddressState, given: Given, context = machine) =>
  accepted(decide(state, on(state, given), context)).events;
const no = (state: AddressState, given: Given, role: BuiltIn = 'Manager') =>
  refusal(decide(state, on(state, given), contextAs(role))).code;

const consent = { do: 'record_consent', person: 'c-1', source: 'member', words: 'said so on the phone' } as const;
const stop = { do: 'withdraw_consent', source: 'keyword', words: 'Stop.' } as const;
const start = { do: 'restore_consent', words: 'START' } as const;
const hard = { do: 'bounced', kind: 'hard', at: NOW, evidence: '5.1.1 no such user' } as const;
const soft = (at: string) => ({ do: 'bounced', kind: 'soft', at, evidence: '4.2.2 mailbox full' }) as const;
const asked = (state: AddressState, more: Partial<Writing> = {}) => {
  const { channel, address } = state.address;
  const answer = mayWrite({ channel, address, class: 'chase', known: state.address, ...more });
  return answer.yes ? 'yes' : answer.code;
};

test('ME-33 an address is read once: e-mail in lower case, numbers as E.164 with the country, and nothing else is one', () => {
  expect(readAddress('email', ' Anna@Bay.Example ', null)).toBe(MAIL);
  expect(readAddress('email', 'anna@bay@example', null)).toBeNull();
  expect(readAddress('email', 'anna@bay.example\nBcc: all@bay.example', null)).toBeNull();
  expect(readAddress('email', `${'a'.repeat(250)}@bay.example`, null)).toBeNull();
  expect(readAddress('sms', '0491 570 006', 'AU')).toBe(NUMBER);
  expect(readAddress('sms', NUMBER, null)).toBe(NUMBER);
  expect(readAddress('sms', 'the office', 'AU')).toBeNull();
});

test('ME-35 a chase text needs consent; a service text only a number that has not opted out', () => {
  expect([asked(number), asked(number, { class: 'service' })]).toEqual(['no_consent', 'yes']);
  const given = after(number, consent);
  expect([asked(given), asked(given, { class: 'service' })]).toEqual(['yes', 'yes']);
  const stopped = after(given, stop);
  expect([asked(stopped), asked(stopped, { class: 'service' })]).toEqual(['opted_out', 'opted_out']);
  expect([asked(mail), asked(number, { known: null }), asked(number, { address: '12' })]).toEqual([
    'yes',
    'no_consent',
    'bad_address',
  ]);
});

test('ME-36 a consent says who, when, from where and in which words; an import without its date is refused', () => {
  const { address } = after(number, { ...consent, given_on: '2026-11-20' }, contextAs('Staff', { member: 'm-ben' }));
  expect(address).toMatchObject({
    consent_state: 'consented',
    consent_by: 'member:m-ben',
    consent_source: 'member',
    consent_words: 'said so on the phone',
    consent_at: '2026-11-20T00:00:00.000Z',
    consent_person: 'c-1',
  });
  expect(after(number, consent).address.consent_at).toBe(NOW);
  expect(no(number, { ...consent, given_on: '2026-11-24' })).toBe('not_yet');
  const body = { number: NUMBER, client: crypto.randomUUID(), words: 'A form', source: 'import' };
  expect(newConsent.safeParse(body).error?.issues[0]?.path).toEqual(['given_on']);
  expect(newConsent.safeParse({ ...body, given_on: '2026-01-31' }).success).toBe(true);
});

test('ME-36 whoever may send records and withdraws; who only reads does not', () => {
  expect(no(number, consent, 'Viewer')).toBe('not_allowed');
  expect(no(number, { ...stop, source: 'member' }, 'Viewer')).toBe('not_allowed');
  expect(accepted(decide(number, on(number, consent), contextAs('AR Specialist'))).events).toHaveLength(2);
});

test('ME-37 worked example 8: «Stop.» opts the number out for both clients, a second one changes nothing', () => {
  const told = events(after(number, consent), stop);
  expect(told.map(({ verb, client_id }) => [verb, client_id])).toEqual([
    ['consent.withdrawn', 'c-1'],
    ['consent.withdrawn', 'c-2'],
  ]);
  const stopped = after(number, stop);
  expect(stopped.address).toMatchObject({ consent_state: 'opted_out', reason: 'opted_out', reach: 'all' });
  expect(events(stopped, stop)).toEqual([]);
  expect(told.some((event) => event.undoable_until)).toBe(false);
});

test('ME-38 worked example 8: START restores consent with that text as evidence, and only where there was a stop', () => {
  expect(events(number, start)).toEqual([]);
  const again = after(after(number, stop), start);
  expect(again.address).toMatchObject({
    consent_state: 'consented',
    consent_words: 'START',
    reason: null,
    reach: null,
  });
  expect(asked(again)).toBe('yes');
});

test('ME-37 ME-38 ME-39 a keyword is the whole text, whatever its case and marks', () => {
  const read = (text: string, had_stopped = false, own_words: string[] = []) =>
    readKeyword(text, { own_words, had_stopped });
  for (const text of ['STOP', 'Stop.', ' stop!! ', '«StopAll»', 'unsubscribe', 'Cancel', 'END', '"quit"'])
    expect(read(text), text).toBe('stop');
  expect([read('Opt  out.', false, ['opt out']), read('opt out')]).toEqual(['stop', 'reply']);
  expect([read('please stop writing'), read('unstoppable')]).toEqual(['mentions_stop', 'reply']);
  expect([read('Yes'), read('yes', true), read('START', true), read('Unstop.', true), read('start')]).toEqual([
    'reply',
    'start',
    'start',
    'start',
    'reply',
  ]);
  expect([read('Help?'), read('INFO')]).toEqual(['help', 'help']);
  expect([read(''), read('…')]).toEqual(['reply', 'reply']);
  expect(ownStopWords({ sms_stop_words: ['basta', 3] })).toEqual(['basta']);
  expect(helpAnswer({ name: 'Tern & Partners', phone: '+44 20 7946 0000' })).toBe(
    'Tern & Partners, +44 20 7946 0000. Reply STOP to end.',
  );
});

test('ME-40 ME-43 a hard bounce stops every class, and only *Send once more* passes it', () => {
  const bounced = after(mail, hard);
  expect(bounced.address).toMatchObject({ reason: 'hard_bounce', reach: 'all', evidence: '5.1.1 no such user' });
  for (const kind of ['chase', 'service', 'internal', 'security'] as const)
    expect(asked(bounced, { class: kind })).toBe('hard_bounce');
  expect(asked(bounced, { class: 'service', once_more: true })).toBe('yes');
  expect(asked(after(mail, { do: 'unsubscribed', evidence: 'POST' }), { once_more: true })).toBe('unsubscribed');
});

test('ME-40 three soft bounces within 14 days suppress chase; older ones and the same one twice do not count', () => {
  const days = (n: number) => `2026-11-${String(n).padStart(2, '0')}T09:00:00.000Z`;
  const after3 = (a: number, b: number, c: number) =>
    [a, b, c].reduce((state, day) => after(state, soft(days(day))), mail).address;
  expect(after3(1, 8, 14)).toMatchObject({ reason: 'soft_bounces', reach: 'chase' });
  expect(after3(1, 8, 15)).toMatchObject({ reason: null, soft_bounces: [days(8), days(15)] });
  expect(after3(1, 1, 1)).toMatchObject({ reason: null, soft_bounces: [days(1)] });
});

test('ME-40 ME-43 a complaint stops chase only, and a wider stop replaces a narrower one but not the other way', () => {
  const complained = after(mail, { do: 'complained', evidence: 'feedback loop' });
  expect([asked(complained), asked(complained, { class: 'service' })]).toEqual(['complaint', 'yes']);
  const wider = after(complained, hard);
  expect(wider.address.reason).toBe('hard_bounce');
  expect(events(wider, { do: 'complained', evidence: 'again' })).toEqual([]);
});

test('ME-114 worked example 9: unsubscribing twice is one event; keeping to receive takes only that back', () => {
  const gone = { do: 'unsubscribed', evidence: 'List-Unsubscribe=One-Click' } as const;
  const unsubscribed = after(mail, gone);
  expect(unsubscribed.address).toMatchObject({ reason: 'unsubscribed', reach: 'chase' });
  expect(events(unsubscribed, gone)).toEqual([]);
  expect(asked(after(unsubscribed, { do: 'resubscribed' }))).toBe('yes');
  expect(events(after(mail, hard), { do: 'resubscribed' })).toEqual([]);
});

test('ME-41 Owner, Admin and AR Manager lift with a reason; others do not, and an opt-out is not lifted', () => {
  const lift = { do: 'lift', reason: 'The address was mistyped' } as const;
  const bounced = after(mail, hard);
  for (const role of ['Manager', 'Staff', 'AR Specialist', 'Viewer'] as const)
    expect(no(bounced, lift, role), role).toBe('not_allowed');
  for (const role of ['Owner', 'Admin', 'AR Manager'] as const)
    expect(asked(after(bounced, lift, contextAs(role)))).toBe('yes');
  expect(no(mail, lift, 'Owner')).toBe('not_suppressed');
  expect(no(after(number, stop), lift, 'Owner')).toBe('opted_out');
  expect(asked(after(after(number, stop), consent))).toBe('yes');
});

test('ME-41 a number that bounced and opted out keeps its opt-out whatever is lifted', () => {
  const both = after(after(number, hard), stop);
  expect(both.address).toMatchObject({ reason: 'hard_bounce', consent_state: 'opted_out' });
  expect(no(both, { do: 'lift', reason: 'x' }, 'Owner')).toBe('opted_out');
  expect(asked(after(both, start))).toBe('hard_bounce');
});

test('ME-43 by hand a member stops chase or everything, and is told when that adds nothing', () => {
  const chase = after(mail, { do: 'suppress', reach: 'chase', reason: 'Asked by letter' }, contextAs());
  expect([asked(chase), asked(chase, { class: 'service' })]).toEqual(['by_hand', 'yes']);
  expect(no(chase, { do: 'suppress', reach: 'chase', reason: 'again' })).toBe('suppressed_already');
  const all = after(chase, { do: 'suppress', reach: 'all', reason: 'Moved away' }, contextAs());
  expect(asked(all, { class: 'service' })).toBe('by_hand');
});

test('PL-101 each thing that happens to an address is a sentence with the address in it', () => {
  const all = [
    ...events(number, consent),
    ...events(number, stop),
    ...events(after(number, stop), start),
    ...events(mail, hard),
    ...events(mail, soft(NOW)),
    ...events(mail, { do: 'suppress', reach: 'all', reason: 'Moved away' }),
    ...events(after(mail, hard), { do: 'lift', reason: 'Mistyped' }),
  ];
  expect(all.map(({ verb, facts }) => SENTENCES[verb]!(facts))).toEqual([
    `recorded the consent to text ${NUMBER}: «said so on the phone»`,
    `recorded the consent to text ${NUMBER}`,
    `recorded that ${NUMBER} opted out of texts: «Stop.»`,
    `recorded that ${NUMBER} opted out of texts`,
    `recorded that ${NUMBER} wants texts again: «START»`,
    `recorded that ${NUMBER} wants texts again`,
    `stopped all messages to ${MAIL}, because mail came back for good`,
    `noted that a message to ${MAIL} could not be delivered for now`,
    `stopped all messages to ${MAIL}: «Moved away»`,
    `lets messages leave to ${MAIL} again: «Mistyped»`,
  ]);
});

const anyAct = fc.constantFrom<Given>(consent, stop, start, hard, { do: 'unsubscribed', evidence: '' }, soft(NOW), {
  do: 'suppress',
  reach: 'chase',
  reason: 'x',
});
test('ME-35 whatever happened, after a stop no text of chase or service leaves until START or a fresh consent', () =>
  fc.assert(
    fc.property(fc.array(anyAct), fc.array(anyAct), (before, later) => {
      const does = (state: AddressState, given: Given) => {
        const decision = decide(state, on(state, given), contextAs('Owner'));
        return decision.yes ? decision.events.reduce(evolve, state) : state;
      };
      const quiet = later.filter(({ do: act }) => act !== 'record_consent' && act !== 'restore_consent');
      const state = [...before, stop, ...quiet].reduce(does, number);
      expect(asked(state)).not.toBe('yes');
      expect(asked(state, { class: 'service' })).not.toBe('yes');
    }),
  ));
