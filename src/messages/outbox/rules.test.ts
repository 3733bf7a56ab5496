import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { addMilliseconds, millisecondsBetween } from '#ground/time.ts';
import type { FileRow } from '#kernel/files/model.ts';
import { mailOf } from './letter.ts';
import type { MessageCommand } from './model.ts';
import type { Answer } from './port.ts';
import { decide } from './rules.ts';
import { contextAt, life, memberWho, newMessage } from './testing.ts';
import { leavesAt, nextTry } from './times.ts';

const NINE = '2026-11-02T09:00:00.000Z';
const TAKEN: Answer = { answer: 'accepted', provider_id: '250 queued', refused: [] };
const BUSY: Answer = { answer: 'refused', temporary: true, code: '451', text: '451 4.7.1 try later' };
const NOBODY: Answer = {
  answer: 'refused',
  temporary: false,
  code: '550',
  text: '550 5.1.1 no such user',
  bounce: 'hard',
};
const GONE: Answer = { answer: 'unknown', text: 'The connection was lost after the final dot.' };
const DOWN: Answer = { answer: 'down', text: '535 5.7.8 wrong password' };
const after = (from: string, minutes: number) => addMilliseconds(from, minutes * 60_000);

/** Written at 08:50 to leave at 09:00. */
const written = (more: Parameters<typeof newMessage>[0] = {}, state: Parameters<typeof life>[0] = {}) => {
  const one = life(state);
  const told = one.do('2026-11-02T08:50:00.000Z', { do: 'write', message: newMessage(more), planned_at: NINE });
  expect(told).toMatchObject({ yes: true });
  return one;
};

describe('when it leaves', () => {
  test('ME-52 it stands ten minutes in the outbox: written 08:50 for 09:00, or at once for ten minutes later (worked example 5)', () => {
    expect(written().message).toMatchObject({ state: 'planned', leaves_at: NINE });
    const late = life();
    late.do('2026-11-02T11:03:00.000Z', { do: 'write', message: newMessage() });
    expect(late.message.leaves_at).toBe('2026-11-02T11:13:00.000Z');
  });

  test('ME-47 ME-52 what a member sends by hand stays 30 seconds, what goes to members leaves at once', () => {
    const channel = { hold_minutes: 10, manual_seconds: 30 };
    const mail = { channel: 'email', zone: null } as const;
    const at = (message: Parameters<typeof leavesAt>[0]) =>
      leavesAt(message, { planned: NINE }, channel, contextAt(NINE));
    expect(at({ class: 'service', automatic: false, ...mail })).toBe('2026-11-02T09:00:30.000Z');
    expect(at({ class: 'internal', automatic: true, ...mail })).toBe(NINE);
    expect(at({ class: 'security', automatic: true, ...mail })).toBe(NINE);
  });

  test('ME-51 ME-58 due, it is given to the worker; without an attempt that began, no answer counts', () => {
    const one = written();
    expect(one.do(NINE, { do: 'wake' })).toMatchObject({
      events: [],
      effects: [{ do: 'queue', queue: 'mail', data: { message: one.message.id, attempt: 1 } }, { do: 'wake' }],
    });
    expect(one.do(NINE, { do: 'end', attempt: 1, answer: TAKEN, saved: false })).toMatchObject({ events: [] });
    expect(one.message.state).toBe('planned');
  });

  test('ME-58 ME-70 an attempt is started, then sent, and both are kept with the provider’s words', () => {
    const one = written();
    one.send(NINE, TAKEN, '2026-11-02T09:00:02.000Z');
    expect(one.message).toMatchObject({
      state: 'sent',
      accepted_at: '2026-11-02T09:00:02.000Z',
      provider_id: '250 queued',
    });
    expect(one.message.attempts).toEqual([
      {
        number: 1,
        node: 'test',
        started_at: NINE,
        ended_at: '2026-11-02T09:00:02.000Z',
        outcome: 'sent',
        code: null,
        answer: '250 queued',
      },
    ]);
  });

  test('ME-70 an event tells the attempt that begins or what it ended with, not those before it', () => {
    const one = written();
    one.send(NINE, { answer: 'refused', temporary: true, code: '421', text: 'later' });
    const again = one.message.leaves_at;
    const begun = one.do(again, { do: 'begin', attempt: 2, node: 'test' });
    expect(begun.yes && begun.events[0]!.facts).toMatchObject({ attempt: [null, { number: 2, outcome: 'started' }] });
    const ended = one.do(again, { do: 'end', attempt: 2, answer: TAKEN, saved: false });
    expect(ended.yes && ended.events[0]!.facts.attempt).toEqual([
      null,
      { number: 2, outcome: 'sent', code: null, answer: '250 queued', ended_at: again },
    ]);
    expect(one.message.attempts.map(({ outcome, started_at }) => [outcome, started_at])).toEqual([
      ['refused', NINE],
      ['sent', again],
    ]);
  });

  test('ME-57 one that stands behind another to the same address waits, and begins no attempt', () => {
    const one = written({}, { behind: true });
    expect(one.do(NINE, { do: 'begin', attempt: 1, node: 'test' })).toMatchObject({
      events: [],
      effects: [{ do: 'wake' }],
    });
    expect(one.message.state).toBe('planned');
  });
});

describe('the hours in which it may leave', () => {
  test('ME-44 ME-52 released at 17:55 it would leave at 18:05, outside the window, so at the next send day’s hour (worked example 5)', () => {
    const one = written({ missing: [] });
    one.do('2026-11-02T08:55:00.000Z', { do: 'hold' }, memberWho('Owner'));
    one.do('2026-11-02T17:55:00.000Z', { do: 'release' }, memberWho('Owner'));
    expect(one.message.leaves_at).toBe('2026-11-03T09:00:00.000Z');
  });

  test('ME-44 what a member sends by the button leaves at night and on Sundays too', () => {
    const one = written();
    one.do('2026-11-08T22:00:00.000Z', { do: 'send_now' }, memberWho('Owner'));
    expect(one.message.leaves_at).toBe('2026-11-08T22:00:30.000Z');
    one.send('2026-11-08T22:00:30.000Z', TAKEN);
    expect(one.message.state).toBe('sent');
  });

  test('ME-45 ME-55 a text that comes late to its turn is put off to the recipient’s morning, and uses no attempt', () => {
    const one = written({
      channel: 'sms',
      recipients: [{ address: '+61491570006', name: 'Sample', record: null }],
      zone: 'Australia/Perth',
    });
    one.do('2026-11-02T16:00:00.000Z', { do: 'begin', attempt: 1, node: 'test' });
    expect(one.message).toMatchObject({ state: 'planned', reason_code: 'outside_hours', attempts: [] });
    expect(one.message.leaves_at > '2026-11-02T16:00:00.000Z').toBe(true);
  });
});

describe('who may be written to', () => {
  const address = 'books@sample-bakery.example';
  const known = (more: object) =>
    new Map([[`email:${address}`, { consent_state: 'none', reason: null, reach: null, ...more } as never]]);

  test('ME-34 ME-40 a suppressed address is not written to at all, with the reason', () => {
    const one = life({ known: known({ reason: 'hard_bounce', reach: 'all' }) });
    expect(one.do(NINE, { do: 'write', message: newMessage() })).toMatchObject({ yes: false, code: 'hard_bounce' });
  });

  test('ME-34 of several recipients those who may be written to remain', () => {
    const recipients = [address, 'other@sample-bakery.example'].map((one) => ({
      address: one,
      name: 'Sample',
      record: null,
    }));
    const one = life({ known: known({ reason: 'hard_bounce', reach: 'all' }) });
    one.do(NINE, { do: 'write', message: newMessage({ recipients }) });
    expect(one.message.recipients.map((each) => each.address)).toEqual(['other@sample-bakery.example']);
  });

  test('ME-55 one that was suppressed meanwhile is recalled at the last moment', () => {
    const one = written();
    one.set({ known: known({ reason: 'by_hand', reach: 'all' }) });
    one.do(NINE, { do: 'begin', attempt: 1, node: 'test' });
    expect(one.message).toMatchObject({ state: 'recalled', reason_code: 'by_hand', attempts: [] });
  });
});

describe('what may not leave', () => {
  test('ME-55 ME-89 asked again at the last moment: it is recalled or held, with the sentence', () => {
    const paid = written(
      {},
      { leave: { go: false, instead: 'recall', code: 'paid', because: 'The invoice was paid.' } },
    );
    paid.do(NINE, { do: 'begin', attempt: 1, node: 'test' });
    expect(paid.message).toMatchObject({
      state: 'recalled',
      reason_code: 'paid',
      reason: 'The invoice was paid.',
      attempts: [],
    });
    const held = written({}, { leave: { go: false, instead: 'hold', code: 'run_on_hold', because: 'On hold.' } });
    held.do(NINE, { do: 'begin', attempt: 1, node: 'test' });
    expect(held.message).toMatchObject({ state: 'held', reason_code: 'run_on_hold' });
  });

  test('ME-55 words that changed with the facts are the ones that leave', () => {
    const writing = { subject: '2 invoices', html: null, body: 'two', used: {}, missing: [] };
    const one = written({}, { leave: { go: true, writing } });
    one.send(NINE, TAKEN);
    expect(one.message).toMatchObject({ state: 'sent', subject: '2 invoices', body: 'two' });
  });

  test('ME-12 a value that is missing holds it, cannot be released, and goes on by itself once it is there', () => {
    const one = written({ missing: ['contact.first_name'] });
    expect(one.message).toMatchObject({ state: 'held', reason_code: 'value_missing' });
    expect(one.do(NINE, { do: 'release' }, memberWho('Owner'))).toMatchObject({ yes: false, code: 'value_missing' });
    one.do('2026-11-02T10:00:00.000Z', {
      do: 'write_anew',
      writing: { subject: 'Hello', html: null, body: 'Hi Sample', used: {}, missing: [] },
    });
    expect(one.message).toMatchObject({
      state: 'planned',
      body: 'Hi Sample',
      leaves_at: '2026-11-02T10:10:00.000Z',
      reason: null,
    });
  });

  test('ME-34 without a recipient nothing is written', () => {
    expect(life().do(NINE, { do: 'write', message: newMessage({ recipients: [] }) })).toMatchObject({
      yes: false,
      code: 'no_recipient',
    });
  });

  test('ME-56 the same key again answers the first message', () => {
    const first = newId();
    expect(life({ twin: { id: first } }).do(NINE, { do: 'write', message: newMessage() })).toMatchObject({
      yes: false,
      code: 'already_written',
      facts: { message: first },
    });
  });

  test('ME-8 ME-16 a line break in a subject is refused, written or edited', () => {
    expect(life().do(NINE, { do: 'write', message: newMessage({ subject: 'a\r\nBcc: b@c.example' }) })).toMatchObject({
      kind: 'invalid',
    });
    expect(written().do(NINE, { do: 'edit', subject: 'a\nb' }, memberWho('Owner'))).toMatchObject({ kind: 'invalid' });
  });
});

describe('when it does not work', () => {
  test('ME-60 refused for now three times: after about 5 and 30 minutes, then failed (worked example 6)', () => {
    const one = written();
    one.send(NINE, BUSY);
    expect(one.message).toMatchObject({ state: 'planned', tries: 1 });
    const first = millisecondsBetween(NINE, one.message.leaves_at) / 60_000;
    expect(first).toBeGreaterThanOrEqual(4);
    expect(first).toBeLessThanOrEqual(6);
    const second = one.message.leaves_at;
    one.send(second, BUSY);
    const wait = millisecondsBetween(second, one.message.leaves_at) / 60_000;
    expect(wait).toBeGreaterThanOrEqual(24);
    expect(wait).toBeLessThanOrEqual(36);
    one.send(one.message.leaves_at, BUSY);
    expect(one.message).toMatchObject({ state: 'failed', reason: '451 4.7.1 try later' });
    expect(one.message.attempts).toHaveLength(3);
  });

  test('ME-60 guards are asked before each try: paid in between, the next never happens (worked example 6)', () => {
    const one = written();
    one.send(NINE, BUSY);
    one.set({ leave: { go: false, instead: 'recall', code: 'paid', because: 'The invoice was paid.' } });
    one.send(one.message.leaves_at, TAKEN);
    expect(one.message).toMatchObject({ state: 'recalled', reason_code: 'paid' });
    expect(one.message.attempts).toHaveLength(1);
  });

  test('ME-60 the wait the provider asks for counts if it is longer', () => {
    const message = { id: newId() };
    expect(nextTry(message, 1, 3600, NINE)).toBe(after(NINE, 60));
    expect(millisecondsBetween(NINE, nextTry(message, 1, 1, NINE))).toBeGreaterThan(3 * 60_000);
  });

  test('ME-61 refused for good fails at once; an unknown mailbox is a hard bounce', () => {
    const one = written();
    one.send(NINE, NOBODY);
    expect(one.message).toMatchObject({ state: 'failed', bounced_at: NINE, bounce: { kind: 'hard', code: '550' } });
  });

  test('ME-62 the channel’s own fault uses no try, is tried every 5 minutes, and holds it after a day', () => {
    const one = written({ class: 'internal' });
    for (let at = NINE; millisecondsBetween(NINE, at) < 24 * 3_600_000; at = one.message.leaves_at) {
      one.send(at, DOWN);
      expect(one.message).toMatchObject({
        state: 'planned',
        tries: 0,
        leaves_at: after(at, 5),
        reason_code: 'channel_down',
      });
    }
    one.send(after(NINE, 24 * 60), DOWN);
    expect(one.message).toMatchObject({ state: 'held', reason_code: 'channel_down' });
  });

  test('ME-66 some recipients refused, others taken: sent, and the refused ones are listed', () => {
    const one = written();
    const refused = [{ address: 'old@sample-bakery.example', code: '550', text: 'no such user' }];
    one.send(NINE, { ...TAKEN, refused });
    expect(one.message).toMatchObject({ state: 'sent', refused });
  });
});

describe('when nobody knows', () => {
  test('ME-63 ME-69 no answer, or a node gone for two minutes: unknown, and never sent again by itself', () => {
    const silent = written();
    silent.send(NINE, GONE);
    expect(silent.message).toMatchObject({ state: 'unknown', reason_code: 'unknown' });
    const dead = written();
    dead.do(NINE, { do: 'begin', attempt: 1, node: 'test' });
    expect(dead.do(after(NINE, 1), { do: 'wake' })).toMatchObject({ events: [] });
    dead.do(after(NINE, 2), { do: 'wake' });
    expect(dead.message.state).toBe('unknown');
    expect(dead.do(after(NINE, 60), { do: 'wake' })).toMatchObject({ events: [], effects: [] });
    expect(dead.do(after(NINE, 60), { do: 'begin', attempt: 2, node: 'test' })).toMatchObject({ events: [] });
  });

  test('ME-64 the practice may choose «again»: once, under the same Message-ID; letters to members always', () => {
    for (const one of [
      written({}, { channel: { provider: 'smtp', hold_minutes: 10, manual_seconds: 30, unknown_policy: 'again' } }),
      written({ class: 'internal' }),
    ]) {
      one.send(NINE, GONE);
      expect(one.message).toMatchObject({ state: 'planned', sent_again: true });
      one.send(after(NINE, 1), GONE);
      expect(one.message.state).toBe('unknown');
    }
  });

  test('ME-64 ME-65 a text is looked for at its provider once a minute for ten minutes; what the provider reports settles it', () => {
    const recipients = [{ address: '+447700900018', name: 'Sample', record: null }];
    const sms = { channel: 'sms', subject: null, recipients } as const;
    const one = written(sms);
    const find = { do: 'queue', queue: 'sms', name: 'find_text', data: { message: one.message.id } };
    const told = one.send(NINE, GONE);
    const again = (minutes: number) => ({ do: 'wake', thing: one.message.id, at: after(NINE, minutes) });
    expect(told).toMatchObject({ effects: [find, again(1)] });
    expect(one.do(after(NINE, 9), { do: 'wake' })).toMatchObject({ events: [], effects: [find, again(10)] });
    expect(one.do(after(NINE, 11), { do: 'wake' })).toMatchObject({ events: [], effects: [] });
    expect(one.message.state).toBe('unknown');
    one.do(after(NINE, 12), { do: 'proved', at: after(NINE, 12), provider_id: 'SM1' });
    expect(one.message).toMatchObject({ state: 'sent', provider_id: 'SM1', reason_code: 'proved' });
    one.do(after(NINE, 13), { do: 'delivered', at: after(NINE, 13) });
    const bounce = { kind: 'soft', address: one.message.address, code: '30003', text: 'unreachable' } as const;
    expect(one.do(after(NINE, 14), { do: 'bounced', at: after(NINE, 14), bounce })).toMatchObject({ events: [] });
  });

  test('ME-64 a person settles it: it went, it did not, or send again', () => {
    const owner = memberWho('Owner');
    const unknown = () => {
      const one = written();
      one.send(NINE, GONE);
      return one;
    };
    const went = unknown();
    went.do(after(NINE, 5), { do: 'resolve', went: true }, owner);
    expect(went.message.state).toBe('sent');
    const not = unknown();
    not.do(after(NINE, 5), { do: 'resolve', went: false }, owner);
    expect(not.message.state).toBe('failed');
    const again = unknown();
    again.do(after(NINE, 5), { do: 'send_again' }, owner);
    again.send(after(NINE, 6), TAKEN);
    expect(again.message).toMatchObject({ state: 'sent' });
    expect(again.message.attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'unknown'],
      [2, 'sent'],
    ]);
  });

  test('ME-65 evidence settles it by itself: a report that quotes it proves that it left (worked example 7)', () => {
    const one = written();
    one.send(NINE, GONE);
    one.do('2026-11-02T09:04:00.000Z', {
      do: 'bounced',
      at: '2026-11-02T09:04:00.000Z',
      bounce: { kind: 'hard', address: 'books@sample-bakery.example', code: '5.1.1', text: 'no such user' },
    });
    expect(one.message).toMatchObject({
      state: 'sent',
      bounce: { kind: 'hard' },
      bounced_at: '2026-11-02T09:04:00.000Z',
    });
  });

  test('ME-65 an answer that comes after its node was given up still counts', () => {
    const one = written();
    one.do(NINE, { do: 'begin', attempt: 1, node: 'test' });
    one.do(after(NINE, 2), { do: 'wake' });
    one.do(after(NINE, 3), { do: 'end', attempt: 1, answer: TAKEN, saved: false });
    expect(one.message.state).toBe('sent');
  });
});

describe('what members do with it', () => {
  const owner = memberWho('Owner');

  test('ME-53 recalled until it is started; a recall that loses the race is refused, and exactly one of the two happened', () => {
    const one = written();
    one.do('2026-11-02T08:59:59.000Z', { do: 'recall', reason: 'Sent by hand' }, owner);
    expect(one.message).toMatchObject({ state: 'recalled', reason: 'Sent by hand' });
    expect(one.do(NINE, { do: 'begin', attempt: 1, node: 'test' })).toMatchObject({ events: [] });
    const other = written();
    other.do(NINE, { do: 'begin', attempt: 1, node: 'test' });
    expect(other.do(NINE, { do: 'recall' }, owner)).toMatchObject({ yes: false, code: 'already_leaving' });
  });

  test('ME-53 «send later» sets another time; a time that is over is invalid', () => {
    const one = written();
    one.do('2026-11-02T08:55:00.000Z', { do: 'send_later', at: '2026-11-03T09:00:00.000Z' }, owner);
    expect(one.message.leaves_at).toBe('2026-11-03T09:00:00.000Z');
    expect(one.do(NINE, { do: 'send_later', at: '2026-11-01T09:00:00.000Z' }, owner)).toMatchObject({
      kind: 'invalid',
    });
  });

  test('ME-53 whoever may not send messages may not stop them either', () => {
    expect(written().do(NINE, { do: 'recall' }, memberWho('Viewer'))).toMatchObject({
      yes: false,
      kind: 'not_allowed',
    });
  });

  test('ME-59 a recalled one comes back if its cause still stands, else it says why not', () => {
    const one = written();
    one.do('2026-11-02T08:55:00.000Z', { do: 'recall' }, owner);
    one.do('2026-11-02T08:56:00.000Z', { do: 'restore' }, owner);
    expect(one.message).toMatchObject({ state: 'planned', leaves_at: '2026-11-02T09:06:00.000Z' });
    one.do('2026-11-02T08:57:00.000Z', { do: 'recall' }, owner);
    one.set({ leave: { go: false, instead: 'recall', code: 'run_ended', because: 'The run is over.' } });
    expect(one.do('2026-11-02T08:58:00.000Z', { do: 'restore' }, owner)).toMatchObject({
      yes: false,
      code: 'cause_gone',
    });
  });

  test('messages.md 3.2: any move that is not in the table is refused with the state, for every state and every act of a member', () => {
    const acts: MessageCommand[] = [
      { do: 'hold' },
      { do: 'release' },
      { do: 'recall' },
      { do: 'restore' },
      { do: 'send_later', at: '2026-11-09T09:00:00.000Z' },
      { do: 'send_now' },
      { do: 'edit', body: 'other' },
      { do: 'retry' },
      { do: 'resolve', went: true },
      { do: 'send_again' },
    ];
    const TABLE: Record<string, string> = {
      planned: 'hold recall send_later send_now edit',
      held: 'release recall send_later send_now edit',
      recalled: 'restore',
      started: '',
      sent: '',
      failed: 'retry',
      unknown: 'resolve send_again',
    };
    const base = written();
    for (const [state, allowed] of Object.entries(TABLE)) {
      for (const act of acts) {
        const here = { ...base.state, message: { ...base.message, state: state as 'sent' } };
        const decision = decide(here, act, contextAt(NINE, owner));
        expect([state, act.do, decision.yes]).toEqual([state, act.do, allowed.split(' ').includes(act.do)]);
        if (!decision.yes) expect(decision.code).toBe(state === 'started' ? 'already_leaving' : 'not_now');
      }
    }
  });
});

const answers = fc.constantFrom<Answer>(TAKEN, BUSY, NOBODY, GONE, DOWN);
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('send' as const), answer: answers }),
    fc.record({ do: fc.constant('die' as const) }),
    fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
    fc.record({
      do: fc.constant('act' as const),
      command: fc.constantFrom<MessageCommand>(
        { do: 'hold' },
        { do: 'release' },
        { do: 'recall' },
        { do: 'restore' },
        { do: 'retry' },
      ),
    }),
  ),
  { maxLength: 25 },
);

test('ME-69 PL-R1 whatever happens, the provider is never called again after it may have taken the message', () => {
  const owner = memberWho('Owner');
  fc.assert(
    fc.property(steps, (all) => {
      const one = written();
      let now = NINE;
      let taken = 0;
      let doubtful = 0;
      for (const step of all) {
        now = after(now, 1);
        one.do(now, { do: 'wake' });
        if (step.do === 'wait') now = after(now, step.minutes);
        else if (step.do === 'act') one.do(now, step.command, owner);
        else {
          const before = one.message.attempts.length;
          one.do(now, { do: 'begin', attempt: before + 1, node: 'test' });
          if (one.message.attempts.length === before) continue;
          expect(taken + doubtful).toBe(0);
          if (step.do === 'die') doubtful += 1;
          else {
            if (step.answer === TAKEN) taken += 1;
            if (step.answer === GONE) doubtful += 1;
            one.do(now, { do: 'end', attempt: before + 1, answer: step.answer, saved: false });
          }
        }
      }
      now = after(now, 5);
      one.do(now, { do: 'wake' });
      expect(one.message.state).not.toBe('started');
      if (taken) expect(one.message.state).toBe('sent');
      if (doubtful) expect(one.message.state).toBe('unknown');
    }),
    { numRuns: 300 },
  );
});

test('ME-28 above ten segments at sending a text is held too_long; ten leave, and a shorter text goes on', () => {
  const sms = { channel: 'sms', subject: null, zone: 'Europe/London' } as const;
  const recipients = [{ address: '+447700900123', name: 'Sample', record: null }];
  const text = (n: number) => written({ ...sms, recipients, body: 'a'.repeat(n) });
  expect(text(10 * 153).message).toMatchObject({ state: 'planned' });
  const one = text(10 * 153 + 1);
  expect(one.message).toMatchObject({ state: 'held', reason_code: 'too_long' });
  expect(one.message.reason).toBe('It would be 11 texts, and a text has at most 10. Shorten it.');
  one.do(NINE, { do: 'edit', body: 'Shorter.' }, memberWho('Owner'));
  one.do(NINE, { do: 'release' }, memberWho('Owner'));
  expect(one.message.state).toBe('planned');

  const grown = text(100);
  grown.set({
    leave: { go: true, writing: { subject: null, html: null, body: 'ж'.repeat(671), used: {}, missing: [] } },
  });
  grown.do(NINE, { do: 'begin', attempt: 1, node: 'test' });
  expect(grown.message).toMatchObject({ state: 'held', reason_code: 'too_long', attempts: [] });
});

test('ME-80 where answers come to us, what people outside get carries an address that says what they answer', () => {
  const { message } = written({ from_address: 'office@testing.example' });
  expect(mailOf(message, { receives: true }).reply_to).toBe(`office+r.${message.id}@testing.example`);
  expect(mailOf(message).reply_to).toBeNull();
  expect(mailOf({ ...message, class: 'internal' }, { receives: true }).reply_to).toBeNull();
  expect(mailOf({ ...message, reply_to: 'sam@testing.example' }, { receives: true }).reply_to).toBe(
    'sam@testing.example',
  );
});

describe('files that a step takes along', () => {
  const file = (id: string, bytes: number, name = `${id}.pdf`): FileRow => ({
    id,
    version: 2,
    name,
    declared_type: '',
    type: 'application/pdf',
    bytes,
    sha256: `hash of ${id}`,
    state: 'ready',
    thing: 'task:sign',
    uploaded_by: 'member:anna',
    at: NINE,
    removed_at: null,
  });
  const along = (can_link: boolean, ...files: FileRow[]) => {
    return life().do(NINE, { do: 'write', message: newMessage(), along: { files, can_link } });
  };

  test('ME-30 they stay where they are and go with the message, by name and hash', () => {
    const decision = along(false, file('contract', 2_000));
    expect(decision).toMatchObject({
      yes: true,
      events: [
        {
          verb: 'message.written',
          facts: {
            attachments: [
              null,
              [
                {
                  file_id: 'contract',
                  name: 'contract.pdf',
                  type: 'application/pdf',
                  size: 2_000,
                  sha256: 'hash of contract',
                },
              ],
            ],
          },
        },
      ],
    });
  });

  test('ME-30 above 10 MB together they are written only where the receiver can fetch them from a page', () => {
    const files = [file('a', 6 * 1_048_576), file('b', 5 * 1_048_576)];
    expect(along(true, ...files).yes).toBe(true);
    expect(along(false, ...files)).toMatchObject({ yes: false, code: 'too_large' });
  });

  test('ME-29 nothing that may run goes along, and no more than a message takes', () => {
    expect(along(true, file('macro', 10, 'macro.docm'))).toMatchObject({ yes: false, code: 'file_type' });
    expect(along(true, ...Array.from({ length: 21 }, (_, n) => file(`f${n}`, 1)))).toMatchObject({ yes: false });
  });
});
