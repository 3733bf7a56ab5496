import { describe, expect, test } from 'vitest';
import { codeOf, contextAt, MONDAY, who } from '../items/testing.ts';
import { type Mailbox, type MailboxCommand, type MailboxState, mailboxChanges, newMailbox, statusOf } from './model.ts';
import { decide, evolve } from './rules.ts';

const OFFICE: Mailbox = {
  id: 'office',
  version: 1,
  host: 'imap.harbour.example',
  port: 993,
  security: 'tls',
  user: 'office@harbour.example',
  secret_at: '2026-11-01T00:00:00.000Z',
  folder: 'INBOX',
  poll_seconds: 60,
  after: 'leave',
  move_to: null,
  first_days: 0,
  trusted_verdict_host: null,
  on: true,
  quiet_days: null,
  quiet_from: null,
  quiet_since: null,
  failing_since: null,
  failing_because: null,
  deleted_at: null,
};
const GIVEN = { host: OFFICE.host, user: OFFICE.user, secret: 'secret' };
const add = (more: object = {}): MailboxCommand => {
  const { secret: _, ...given } = newMailbox.parse({ ...GIVEN, ...more });
  return { do: 'add', ...given };
};
const change = (more: object, new_secret = false): MailboxCommand => ({ do: 'change', new_secret, ...more });
const fresh = (others: Mailbox[] = []): MailboxState => ({
  mailbox: { ...OFFICE, version: 0 },
  others,
  last_mail_at: null,
});
const there = (more: Partial<Mailbox> = {}): MailboxState => ({
  mailbox: { ...OFFICE, ...more },
  others: [],
  last_mail_at: null,
});
const told = (state: MailboxState, command: MailboxCommand, by = 'olga') =>
  decide(state, command, contextAt(MONDAY, who(by)));
const after = (state: MailboxState, command: MailboxCommand): { mailbox: Mailbox; verbs: string[] } => {
  const decision = told(state, command);
  if (!decision.yes) throw new Error(decision.because);
  const { mailbox } = decision.events.reduce(evolve, state);
  return { mailbox, verbs: decision.events.map(({ verb }) => verb) };
};
const others = (n: number) => Array.from({ length: n }, (_, i) => ({ ...OFFICE, id: `${i}`, user: `${i}@x.example` }));

describe('what may be connected', () => {
  test('IN-48 at most five for a practice, by whoever manages connections', () => {
    expect(told(fresh(others(4)), add())).toMatchObject({ yes: true });
    expect(codeOf(told(fresh(others(5)), add()))).toBe('too_many_mailboxes');
    for (const by of ['mark', 'anna', 'vera']) expect(told(fresh(), add(), by).yes).toBe(false);
  });

  test('IN-48 only over TLS: nothing else can be asked for', () => {
    for (const security of ['tls', 'starttls']) expect(newMailbox.safeParse({ ...GIVEN, security }).success).toBe(true);
    for (const security of ['none', 'plain', ''])
      expect(newMailbox.safeParse({ ...GIVEN, security }).success).toBe(false);
    expect(newMailbox.parse(GIVEN)).toMatchObject({ security: 'tls', port: 993, folder: 'INBOX', after: 'leave' });
  });

  test('IN-48 not in a demo or a sandbox, which reach nothing outside', () => {
    for (const kind of ['demo', 'sandbox'] as const) {
      const context = contextAt(MONDAY, who('olga'));
      const decision = decide(fresh(), add(), { ...context, practice: { ...context.practice, kind } });
      expect(codeOf(decision)).toBe('not_live');
    }
  });

  test('IN-49 IN-50 a poll comes every 30 to 3,600 seconds, and the first connection takes 0 to 30 days', () => {
    const takes = (more: object) => newMailbox.safeParse({ ...GIVEN, ...more }).success;
    expect([29, 30, 3600, 3601].map((poll_seconds) => takes({ poll_seconds }))).toEqual([false, true, true, false]);
    expect([-1, 0, 30, 31].map((first_days) => takes({ first_days }))).toEqual([false, true, true, false]);
    expect(newMailbox.parse(GIVEN)).toMatchObject({ poll_seconds: 60, first_days: 0 });
    expect(mailboxChanges.safeParse({ first_days: 3 }).success).toBe(false);
  });

  test('IN-51 moving needs a folder, and another one than is read; a folder is connected once', () => {
    expect(told(fresh(), add({ after: 'move' }))).toMatchObject({ errors: [{ pointer: '/move_to', code: 'missing' }] });
    expect(told(fresh(), add({ after: 'move', move_to: 'inbox' }))).toMatchObject({
      errors: [{ code: 'same_folder' }],
    });
    expect(told(fresh(), add({ after: 'move', move_to: 'Done' }))).toMatchObject({ yes: true });
    expect(told(fresh([OFFICE]), add())).toMatchObject({ errors: [{ pointer: '/user', code: 'connected_already' }] });
    expect(told(fresh([OFFICE]), add({ folder: 'Tax' }))).toMatchObject({ yes: true });
  });
});

describe('its password', () => {
  test('IN-48 a kept password goes to the server and user it was given for, and to no other', () => {
    for (const other of [{ host: 'imap.elsewhere.example' }, { port: 143 }, { user: 'tax@harbour.example' }]) {
      expect(told(there(), change(other))).toMatchObject({ errors: [{ pointer: '/secret', code: 'elsewhere' }] });
      expect(told(there(), change(other, true))).toMatchObject({ yes: true });
    }
    expect(told(there(), change({ folder: 'Tax', poll_seconds: 300 }))).toMatchObject({ yes: true });
  });

  test('IN-48 that another one was given is told, never which', () => {
    const decision = told(there(), change({}, true));
    expect(decision).toMatchObject({
      events: [{ verb: 'mailbox.changed', facts: { secret_at: [OFFICE.secret_at, MONDAY] } }],
    });
    expect(JSON.stringify(told(fresh(), add()))).not.toContain('secret"');
  });
});

describe('whether it can be read', () => {
  const because = 'Authentication failed';
  test('IN-52 it fails once and recovers once; other words are told without an alert; deleting and setting up anew clear it', () => {
    const failing = after(there(), { do: 'is_failing', because });
    expect(failing).toMatchObject({
      verbs: ['mailbox.failing'],
      mailbox: { failing_since: MONDAY, failing_because: because },
    });
    const state = there(failing.mailbox);
    expect(statusOf(failing.mailbox)).toBe('failing');
    expect(after(state, { do: 'is_failing', because }).verbs).toEqual([]);
    expect(after(state, { do: 'is_failing', because: 'No such folder' }).verbs).toEqual(['mailbox.still_failing']);
    const recovered = after(state, { do: 'is_ok' });
    expect(recovered).toMatchObject({
      verbs: ['mailbox.recovered'],
      mailbox: { failing_since: null, failing_because: null },
    });
    expect(after(there(recovered.mailbox), { do: 'is_ok' }).verbs).toEqual([]);
    expect(after(state, change({}, true)).mailbox.failing_since).toBeNull();
    expect(after(state, change({ poll_seconds: 90 })).mailbox.failing_since).toBe(MONDAY);
    expect(after(state, { do: 'delete' }).mailbox).toMatchObject({ deleted_at: MONDAY, failing_since: null });
  });

  test('IN-48 it is switched off and on, and what is removed is gone', () => {
    const off = after(there(), change({ on: false }));
    expect(off.verbs).toEqual(['mailbox.switched_off']);
    expect(statusOf(off.mailbox)).toBe('off');
    expect(after(there(off.mailbox), change({ on: true })).verbs).toEqual(['mailbox.switched_on']);
    expect(told(there({ deleted_at: MONDAY }), change({ on: true }))).toMatchObject({ kind: 'not_found' });
  });
});
