import { describe, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import type { Decision, Event } from '#kernel/decision/model.ts';
import { contextAt, MONDAY, seconds, who } from '../items/testing.ts';
import { isAbove, isWithin, sayAmounts } from './amounts.ts';
import { deliveryOf } from './delivery-rules.ts';
import { searchEntries } from './finding.ts';
import type { Correspondence, Document, DocumentCommand, DocumentRoomState, Money, Profile, Words } from './model.ts';
import { decide, evolve } from './rules.ts';

const aud = (amount: string): Money => ({ amount, currency: 'AUD' });
const PROFILE: Profile = {
  id: 'accounts',
  version: 1,
  name: 'Accounts',
  send_for_approval: true,
  approver: null,
  variance: null,
  four_eyes: 'off',
  four_eyes_above: null,
  file_only: false,
  message_template_id: 'wording',
  letter_template_id: null,
  auto_send: false,
  on: true,
  deleted_at: null,
};
const WORDS: Words = {
  kind: 'email',
  subject: 'Your accounts',
  body: 'Dear Bay',
  html: null,
  used: {},
  missing_fields: [],
  template_id: 'wording',
  template_version: 1,
  locale: 'en',
  letter_template_id: null,
  letter_file_id: null,
};
const LETTER: Correspondence = {
  id: 'letter',
  version: 3,
  document_id: 'one',
  ...WORDS,
  other_to: null,
  other_to_because: null,
  state: 'draft',
  sent_to: null,
  message_id: null,
  sent_at: null,
  printed_at: null,
  signed: null,
};
const CLIENT = {
  id: 'bay',
  name: 'Bay',
  active: true,
  email: 'accounts@bay.example',
  roles: { partner: 'olga' },
  restricted: false,
  delivery: null,
  approve_everything: false,
};
const DOCUMENT: Document = {
  id: 'one',
  version: 2,
  file_id: 'file',
  profile_id: 'accounts',
  client_id: 'bay',
  title: 'Accounts 2026',
  amount: null,
  expected_amount: null,
  state: 'unprocessed',
  failure: null,
  approval_reasons: [],
  prepared_by: 'member:mark',
  marks: [],
  not_told: null,
  told_at: null,
  item_id: null,
  correspondence_id: null,
  deleted_at: null,
};
const FILE = { id: 'file', name: 'Accounts.pdf', bytes: 1000 } as DocumentRoomState['files'][number];

interface Given {
  document?: Partial<Document>;
  letter?: Partial<Correspondence> | null;
  around?: Partial<DocumentRoomState['around']>;
  profile?: Partial<Profile>;
  client?: Partial<typeof CLIENT>;
  bytes?: number;
}
const state = ({ document, letter = null, around, profile, client, bytes }: Given = {}): DocumentRoomState => ({
  document: { ...DOCUMENT, ...document, ...(letter && { correspondence_id: 'letter' }) },
  letter: letter && { ...LETTER, ...letter },
  files: [{ ...FILE, ...(bytes && { bytes }) }],
  signer: null,
  around: {
    client: { ...CLIENT, ...client } as DocumentRoomState['around']['client'],
    named_client: null,
    named_profile: null,
    profile: { ...PROFILE, ...profile },
    words: WORDS,
    member_addresses: new Set(['mark@practice.example']),
    open_until: null,
    ...around,
  },
});
const ask = (from: DocumentRoomState, command: DocumentCommand, by = 'mark', now = MONDAY) =>
  decide(from, command, contextAt(now, who(by)));
const after = (from: DocumentRoomState, command: DocumentCommand, by = 'mark'): DocumentRoomState => {
  const decision = ask(from, command, by);
  if (!decision.yes) throw new Error(decision.because);
  return decision.events.reduce(evolve, from);
};
const codeOf = (decision: Decision) => (decision.yes ? null : decision.code);
const verbsOf = (decision: Decision) => (decision.yes ? decision.events.map(({ verb }) => verb) : decision.code);

describe('processing', () => {
  const PROCESS = { do: 'process' } as const;

  test('IN-101 what needs approval waits for it with a draft and an item of its own', () => {
    const { document, letter } = after(state(), PROCESS);
    expect(document).toMatchObject({ state: 'awaiting_approval', approval_reasons: ['profile'] });
    expect(document.item_id).toBeTruthy();
    expect(letter).toMatchObject({ id: document.correspondence_id, state: 'draft', kind: 'email' });
  });

  test('IN-100 IN-102 all reasons that hold are kept; only the profile’s one is beaten by the variance', () => {
    const near = {
      document: { amount: aud('4310.00'), expected_amount: aud('4300.00') },
      profile: { variance: aud('10') },
    };
    expect(after(state(near), PROCESS).document.state).toBe('processed');
    expect(after(state({ ...near, client: { approve_everything: true } }), PROCESS).document.approval_reasons).toEqual([
      'client',
    ]);
    expect(
      after(state({ ...near, document: { amount: aud('1') } }), { do: 'request' }).document.approval_reasons,
    ).toEqual(['profile', 'manual']);
  });

  test('IN-102 a missing amount, another currency and a cent too much lie outside', () => {
    expect(isWithin(aud('4310.00'), aud('4300.00'), aud('10.00'))).toBe(true);
    expect(isWithin(aud('4310.01'), aud('4300.00'), aud('10.00'))).toBe(false);
    expect(isWithin(aud('0.3'), aud('0.1'), aud('0.2'))).toBe(true);
    expect(isWithin(null, aud('1'), aud('10'))).toBe(false);
    expect(isWithin({ amount: '1', currency: 'NZD' }, aud('1'), aud('10'))).toBe(false);
    expect(sayAmounts(aud('4310.01'), aud('4300.00'))).toBe('4310.01 AUD, expected 4300.00');
  });

  test('IN-119 no amount and another currency count as above', () => {
    expect([isAbove(null, aud('1')), isAbove({ amount: '0', currency: 'NZD' }, aud('1'))]).toEqual([true, true]);
    expect([isAbove(aud('1.00'), aud('1')), isAbove(aud('1.0001'), aud('1'))]).toEqual([false, true]);
  });

  test('IN-118 it fails with the reason for no profile, one that is off, no client, and no wording', () => {
    const failure = (from: DocumentRoomState) => after(from, PROCESS).document.failure;
    expect(failure(state({ around: { profile: null } }))).toContain('no profile');
    expect(failure(state({ profile: { on: false } }))).toContain('switched off');
    expect(failure(state({ around: { client: null } }))).toContain('no client');
    expect(failure(state({ around: { words: null } }))).toContain('no wording');
    expect(failure(state({ around: { words: null }, client: { delivery: 'letter' as never } }))).toContain(
      'no letter template',
    );
    const failed = state({ document: { state: 'failed', failure: 'It has no client.' } });
    expect(after(failed, { do: 'change', title: 'Other' }).document).toMatchObject({
      state: 'unprocessed',
      failure: null,
    });
  });

  test('IN-118 while it waits it is neither changed, processed nor sent for approval again', () => {
    const waiting = state({ document: { state: 'awaiting_approval' } });
    for (const command of [PROCESS, { do: 'request' }, { do: 'change', title: 'X' }, { do: 'file' }] as const)
      expect(codeOf(ask(waiting, command)), command.do).toBe('awaiting_approval');
  });

  test('IN-115 delivery is the client’s, else the profile’s; file only makes none', () => {
    const both = { file_only: false, message_template_id: 'wording' };
    expect(deliveryOf(both, { delivery: null })).toBe('email');
    expect(deliveryOf(both, { delivery: 'letter' })).toBe('letter');
    expect(deliveryOf({ ...both, message_template_id: null }, { delivery: null })).toBe('letter');
    expect(deliveryOf(both, { delivery: 'none' })).toBeNull();
    expect(deliveryOf({ ...both, file_only: true }, { delivery: 'email' })).toBeNull();
    expect(after(state({ profile: { file_only: true }, around: { words: null } }), PROCESS).letter).toBeNull();
  });
});

describe('sending and printing', () => {
  const SEND = { do: 'send', message_id: 'mail', seen_address: null } as const;
  const waiting = (more: Given = {}) => state({ document: { state: 'awaiting_approval' }, letter: {}, ...more });

  test('IN-112 IN-113 each reason why nothing is sent has its code', () => {
    const code = (more: Given) => codeOf(ask(waiting(more), SEND));
    expect(code({ letter: null })).toBe('nothing_to_send');
    expect(code({ letter: { kind: 'letter' } })).toBe('nothing_to_send');
    expect(code({ client: { active: false } })).toBe('client_inactive');
    expect(code({ client: { email: null as never } })).toBe('no_address');
    expect(code({ client: { email: 'Mark@practice.example' } })).toBeNull();
    expect(code({ letter: { other_to: 'Mark@practice.example' } })).toBe('recipient_is_member');
    expect(code({ letter: { missing_fields: ['client.mobile'] } })).toBe('missing_fields');
    expect(code({ bytes: 21 * 1_048_576 })).toBe('too_large');
    expect(codeOf(ask(waiting(), { ...SEND, seen_address: 'old@bay.example' }))).toBe('conflict');
    expect(codeOf(ask(waiting(), { ...SEND, seen_address: 'mark@practice.example' }))).toBe('recipient_is_member');
    expect(codeOf(ask(waiting(), SEND, 'vera'))).toBe('not_allowed');
    expect(code({})).toBeNull();
  });

  test('IN-113 it goes to another address only with a reason, never to a member’s, and back to the client’s own', () => {
    const to = (address: string | null, seen = 3) =>
      ({ do: 'readdress', to: address, because: 'Their auditor asks for it', seen }) as const;
    const other = after(waiting(), to('audit@bay.example'));
    expect(other.letter).toMatchObject({
      other_to: 'audit@bay.example',
      other_to_because: 'Their auditor asks for it',
    });
    expect(after(other, SEND).letter!.sent_to).toBe('audit@bay.example');
    expect(after(other, to(null)).letter).toMatchObject({ other_to: null, other_to_because: null });
    expect(codeOf(ask(waiting(), to('mark@practice.example')))).toBe('recipient_is_member');
    expect(codeOf(ask(waiting(), to('audit@bay.example', 2)))).toBe('conflict');
    expect(codeOf(ask(waiting({ letter: { state: 'sending' } }), to('audit@bay.example')))).toBe('being_sent');
    expect(verbsOf(ask(waiting(), to(CLIENT.email)))).toEqual([]);
  });

  test('IN-111 a saved text takes the place of what was drafted; another version was not seen', () => {
    const text = { subject: 'New', body: 'New text' };
    const saved = after(waiting({ letter: { missing_fields: ['client.mobile'] } }), { do: 'save', text, seen: 3 });
    expect(saved.letter).toMatchObject({ ...text, missing_fields: [], html: '<p>New text</p>' });
    expect(codeOf(ask(waiting(), { do: 'save', text, seen: 2 }))).toBe('conflict');
    expect(codeOf(ask(waiting(), { do: 'check', seen: 2 }))).toBe('conflict');
  });

  test('IN-116 a gap of the letter’s template stays, whatever is written', () => {
    const paper = {
      kind: 'letter',
      used: { 'client.mobile': '' },
      missing_fields: ['client.mobile', 'letter.body'],
    } as const;
    const text = { subject: 'A', body: 'Text' };
    const { letter } = after(waiting({ letter: { ...paper, missing_fields: [...paper.missing_fields] } }), {
      do: 'save',
      text,
      seen: 3,
    });
    expect(letter!.missing_fields).toEqual(['client.mobile']);
  });

  test('IN-104 IN-108 a letter is printed when its approval is final, once and for good, and the client is told', () => {
    const approved = (more: Given = {}) =>
      state({
        document: { state: 'processed', marks: ['client_not_notified', 'instructions'], not_told: 'Only approved.' },
        letter: { kind: 'letter' },
        ...more,
      });
    const PRINT = { do: 'print' } as const;
    expect(codeOf(ask(waiting({ letter: { kind: 'letter' } }), PRINT))).toBe('awaiting_approval');
    const open = { around: { open_until: seconds(10) } };
    expect(codeOf(ask(approved(open), PRINT))).toBe('not_final_yet');
    expect(codeOf(ask(approved(open), PRINT, 'mark', seconds(10)))).toBeNull();
    const done = after(approved(), PRINT);
    expect(done.letter).toMatchObject({ state: 'printed', printed_at: MONDAY });
    expect(done.document).toMatchObject({ marks: ['instructions'], not_told: null, told_at: MONDAY });
    expect(verbsOf(ask(done, PRINT))).toEqual([]);
    expect(codeOf(ask(done, { do: 'save', text: { subject: 'a', body: 'b' }, seen: 3 }))).toBe('printed_already');
    expect(codeOf(ask(approved({ letter: { kind: 'letter', state: 'removed' } }), PRINT))).toBe('removed');
    expect(codeOf(ask(approved({ letter: {} }), PRINT))).toBe('nothing_to_print');
  });

  test('IN-115 a processed document is delivered once, and once more only when it came back', () => {
    const DELIVER = { do: 'deliver', message_id: 'mail', seen_address: null } as const;
    const processed = (letter: Partial<Correspondence>, marks: Document['marks'] = []) =>
      state({ document: { state: 'processed', marks }, letter });
    expect(codeOf(ask(waiting(), DELIVER))).toBe('awaiting_approval');
    expect(after(processed({}), DELIVER).letter).toMatchObject({ state: 'sending', sent_to: CLIENT.email });
    expect(codeOf(ask(processed({ state: 'sent' }), DELIVER))).toBe('sent_already');
    expect(verbsOf(ask(processed({ state: 'sent' }, ['client_not_notified']), DELIVER))).toEqual([
      'correspondence.sending',
    ]);
    const [once] = (ask(processed({ state: 'sent' }, ['client_not_notified']), DELIVER) as { events: Event[] }).events;
    expect(once!.facts.state).toEqual(['sent', 'sending']);
    expect(codeOf(ask(processed({ state: 'removed' }, ['client_not_notified']), DELIVER))).toBe('removed');
  });
});

describe('what becomes of it', () => {
  const decided = (value: 'approved' | 'not_approved', more: object = {}) =>
    ({ do: 'decided', item: 'item', value, instructions: null, sent: false, by: 'olga', ...more }) as const;
  const waiting = (letter: Partial<Correspondence> | null = {}) =>
    state({ document: { state: 'awaiting_approval', item_id: 'item' }, letter });

  test('IN-108 IN-109 IN-110 either decision ends the wait; not approved removes the text, instructions leave a mark', () => {
    const only = after(waiting(), decided('approved'));
    expect(only.document).toMatchObject({ state: 'processed', marks: ['client_not_notified'] });
    expect(only.letter!.state).toBe('draft');
    expect(after(waiting(null), decided('approved')).document.marks).toEqual([]);
    const no = after(waiting(), decided('not_approved', { instructions: 'Wrong year' }));
    expect([no.document.marks, no.letter!.state]).toEqual([['not_approved_instructions'], 'removed']);
    const back = after(no, { do: 'reopened', item: 'item' });
    expect([back.document.state, back.document.marks, back.letter!.state]).toEqual(['awaiting_approval', [], 'draft']);
    expect(verbsOf(ask(waiting(), decided('approved', { item: 'another' })))).toEqual([]);
  });

  test('IN-107 news of its mail: sent by its item, by itself, not at all, and news of another mail', () => {
    const sending = { state: 'sending', message_id: 'mail' } as const;
    const item = state({ document: { state: 'awaiting_approval', item_id: 'item' }, letter: sending });
    expect(verbsOf(ask(item, { do: 'sent', message_id: 'mail' }))).toEqual([]);
    expect(after(item, decided('approved', { sent: true })).letter).toMatchObject({ state: 'sent', sent_at: MONDAY });
    const alone = state({ document: { state: 'processed', marks: ['client_not_notified'] }, letter: sending });
    expect(after(alone, { do: 'sent', message_id: 'mail' }).document).toMatchObject({ marks: [], told_at: MONDAY });
    const not = after(alone, { do: 'not_sent', message_id: 'mail', because: 'Mailbox full' });
    expect(not.document).toMatchObject({ marks: ['client_not_notified'], not_told: 'Mailbox full' });
    expect(not.letter).toMatchObject({ state: 'draft', message_id: null });
    expect(after(item, { do: 'not_sent', message_id: 'mail', because: 'x' }).document.marks).toEqual([]);
    expect(verbsOf(ask(alone, { do: 'sent', message_id: 'other' }))).toEqual([]);
  });

  test('IN-136 submitted again it waits with a copy of its text, and the old letter stays as it was', () => {
    const old = state({ document: { state: 'filed' }, letter: { state: 'sent', subject: 'As sent', kind: 'letter' } });
    const again = after(old, { do: 'resubmitted', item: newId() });
    expect(again.document.state).toBe('awaiting_approval');
    expect(again.letter).toMatchObject({ subject: 'As sent', kind: 'letter', state: 'draft' });
    expect(again.letter!.id).not.toBe('letter');
  });

  test('IN-160 it is found by title, client and file, by whom its client concerns', () => {
    const [entry] = searchEntries(state()).keep;
    expect(entry).toMatchObject({
      title: 'Accounts 2026',
      subtitle: 'Bay',
      module: 'documents',
      assigned: ['mark', 'olga'],
    });
    expect(entry!.words).toContain('Accounts.pdf');
  });
});
