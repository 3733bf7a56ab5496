import { describe, expect, test } from 'vitest';
import type { Context, Refusal } from '#kernel/decision/model.ts';
import { accepted, contextAs, refusal, verbs } from '#people/fields/testing.ts';
import { contactRefusal, isOffered } from './activity.ts';
import { newPerson, personChanges, yearEnd, yearEndIn } from './content.ts';
import { canConvert, wrongKind } from './conversion.ts';
import type { PersonCommand, PersonState } from './model.ts';
import { decide } from './rules.ts';
import { displayName, openEntry, personStatus, waitingDays } from './status.ts';
import { adding, after, around, client, nobody, on, prospect, state } from './testing.ts';
import { takeBack } from './undo.ts';

const manager = contextAs();
const no = (from: PersonState, command: PersonCommand, context: Context = manager): Refusal =>
  refusal(decide(from, command, context));

describe('adding and writing', () => {
  test('PE-10 a record needs an organisation name or a given or family name; blank counts as empty', () => {
    for (const names of [{ organisation_name: null }, { organisation_name: null, given_name: null }])
      expect(no(nobody(), adding(names)).errors?.[0]?.code).toBe('required');
    const given = newPerson.parse({ organisation_name: '  ', given_name: ' Ada ' });
    expect(after(nobody(), manager, { do: 'add', kind: 'client', ...given }).person).toMatchObject({
      form: 'individual',
      given_name: 'Ada',
    });
    expect(no(prospect(), { do: 'change', organisation_name: null }).kind).toBe('invalid');
  });

  test('PE-11 50 tags, 500 characters of reason, names of 120: beyond is invalid', () => {
    const tags = Array.from({ length: 51 }, () => crypto.randomUUID());
    expect(newPerson.safeParse({ tags }).error?.issues[0]?.message).toContain('50');
    const full = prospect({ tags: Array.from({ length: 50 }, (_, i) => `${i}`) });
    expect(no(full, { do: 'add_tag', tag: 't-late' }).errors?.[0]?.detail).toContain('50');
    expect(newPerson.safeParse({ family_name: 'x'.repeat(121) }).success).toBe(false);
  });

  test('PE-13 numbers are given in order, may be chosen and changed by people W, and a taken one names its record', () => {
    expect(after(nobody(), manager, adding()).person.prospect_number).toBe('P-0007');
    expect(after(nobody(), manager, adding({ kind: 'client' })).person).toMatchObject({
      client_number: 'CLI-0031',
      prospect_number: null,
    });
    const taken = { 'p-0001': { id: 'other', display_name: 'Bay Inn', kind: 'client' as const } };
    const clash = no(nobody({ numbers: taken }), adding({ prospect_number: 'P-0001' }));
    expect(clash.errors).toEqual([
      { pointer: '/prospect_number', code: 'taken', detail: 'Bay Inn has the number P-0001 already.' },
    ]);
    expect(after(prospect(), manager, { do: 'change', prospect_number: 'ALT-9' }).person.prospect_number).toBe('ALT-9');
    const staff = contextAs('Staff', { member: 'm-anna' });
    expect(no(prospect({ created_by: 'member:m-anna' }), { do: 'change', prospect_number: 'ALT-9' }, staff).code).toBe(
      'not_assigned',
    );
    expect(
      decide(prospect({ created_by: 'member:m-anna' }), { do: 'change', prospect_number: 'P-0007', source: 'x' }, staff)
        .yes,
    ).toBe(true);
    expect(no(nobody(), adding({ prospect_number: 'ALT-9' }), staff).code).toBe('not_assigned');
  });

  test('PE-15 a year end is a month and day: both February days are its last day, 31 April is invalid', () => {
    expect(yearEnd.parse({ month: 2, day: 28 })).toEqual(yearEnd.parse({ month: 2, day: 29 }));
    expect([yearEndIn(2027, { month: 2, day: 29 }), yearEndIn(2028, { month: 2, day: 29 })]).toEqual([
      '2027-02-28',
      '2028-02-29',
    ]);
    expect(yearEndIn(2027, { month: 4, day: 5 })).toBe('2027-04-05');
    expect(yearEnd.safeParse({ month: 4, day: 31 }).success).toBe(false);
    expect(yearEnd.safeParse({ month: 2, day: 30 }).success).toBe(false);
  });

  test('PL-173 the display name is the organisation’s, or given and family name, whichever there is', () => {
    const named = (person: Parameters<typeof state>[0]) =>
      displayName(state({ organisation_name: null, ...person }).person);
    expect(named({ form: 'individual', given_name: 'Ada', family_name: 'Berg' })).toBe('Ada Berg');
    expect(named({ form: 'individual', family_name: 'Berg' })).toBe('Berg');
    expect(named({ form: 'organisation', given_name: 'Ada' })).toBe('Ada');
    expect(named({ form: 'individual', organisation_name: 'Bay Inn' })).toBe('Bay Inn');
  });

  test('PL-36 the member’s own e-mail on a client’s record is confirmed before it is saved, once', () => {
    const emails = [{ address: 'ANNA@tern.example', label: '', primary: true }];
    const asked = no(client(), { do: 'change', emails });
    expect(asked).toMatchObject({ code: 'own_email', facts: { confirm: 'confirm_own_email' } });
    const confirmed = after(client(), manager, { do: 'change', emails, confirm_own_email: true });
    expect(confirmed.person.emails).toHaveLength(1);
    expect(decide(confirmed, { do: 'change', emails: [{ ...emails[0]!, label: 'work' }] }, manager).yes).toBe(true);
    expect(no(nobody(), adding({ emails })).code).toBe('own_email');
    expect(decide(client(), { do: 'change', emails }, contextAs('Manager', { member: 'm-ben' })).yes).toBe(true);
  });

  test('PE-71 saving beside similar records is always possible and recorded', () => {
    const added = decide(nobody(), adding({ added_beside: ['other'] }), manager);
    expect(accepted(added).events[0]).toMatchObject({
      verb: 'prospect.added',
      facts: { added_beside: [null, ['other']] },
    });
  });

  test('PE-61 tags come from the practice’s list and must be for this kind of record', () => {
    expect(after(prospect(), manager, { do: 'add_tag', tag: 't-late' }).person.tags).toEqual(['t-late']);
    expect(no(prospect(), { do: 'add_tag', tag: 't-staff' }).errors?.[0]?.code).toBe('wrong_kind');
    expect(no(prospect(), { do: 'change', tags: ['t-none'] }).errors?.[0]).toMatchObject({
      pointer: '/tags/0',
      code: 'not_found',
    });
    expect(accepted(decide(prospect({ tags: ['t-late'] }), { do: 'add_tag', tag: 't-late' }, manager)).events).toEqual(
      [],
    );
    expect(
      decide(prospect({ tags: ['t-deleted'] }), { do: 'change', tags: ['t-deleted'], source: 'x' }, manager).yes,
    ).toBe(true);
    expect(after(prospect({ tags: ['t-late'] }), manager, { do: 'remove_tag', tag: 't-late' }).person.tags).toEqual([]);
  });

  test('PE-105 a change is one event with every field before and after, and nothing when nothing differs', () => {
    const decision = accepted(
      decide(prospect({ source: 'web' }), { do: 'change', source: 'friend', country: 'GB' }, manager),
    );
    expect(decision.events).toEqual([
      {
        verb: 'person.changed',
        thing: 'person:p',
        client_id: 'p',
        facts: { source: ['web', 'friend'], country: [null, 'GB'] },
        undoable_until: '2026-12-23T09:00:00.000Z',
      },
    ]);
    expect(accepted(decide(prospect({ source: 'web' }), { do: 'change', source: 'web' }, manager)).events).toEqual([]);
  });

  test('PL-65 unknown, computed and state fields of a body are refused', () => {
    for (const field of ['id', 'practice_id', 'created_by', 'kind', 'converted_at', 'display_name', 'colour'])
      expect(personChanges.safeParse({ [field]: 'x' }).success).toBe(false);
  });
});

describe('status', () => {
  test('PE-3 PE-19 the status follows from facts, the first line that holds wins', () => {
    expect(personStatus(prospect().person, [])).toBe('open');
    const waiting = after(prospect(), manager, { do: 'enter_waitlist' });
    expect(personStatus(waiting.person, waiting.waitlist)).toBe('waitlisted');
    expect(personStatus({ ...waiting.person, inactive_since: '2026-11-01' }, waiting.waitlist)).toBe('inactive');
    expect(personStatus(client().person, [])).toBe('active');
    expect(personStatus({ kind: 'client', inactive_since: '2026-11-01' }, [])).toBe('inactive');
  });
});

describe('waitlist', () => {
  test('PE-16 worked example 1: waiting days count from the open entry alone', () => {
    const entered = after(prospect(), on('2026-11-05'), { do: 'enter_waitlist' });
    expect(waitingDays(entered.waitlist, '2026-11-20')).toBe(15);
    const again = after(
      entered,
      on('2026-11-20'),
      { do: 'leave_waitlist', outcome: 'offered' },
      { do: 'enter_waitlist' },
    );
    expect(waitingDays(again.waitlist, '2026-11-21')).toBe(1);
    expect(waitingDays([], '2026-11-21')).toBeNull();
  });

  test('PE-17 entering again after leaving makes a new entry, and the old one keeps its dates', () => {
    const again = after(
      prospect(),
      on('2026-11-05'),
      { do: 'enter_waitlist', service: 'VAT' },
      { do: 'leave_waitlist', outcome: 'withdrawn' },
      { do: 'enter_waitlist' },
    );
    expect(again.waitlist.map(({ outcome, service }) => ({ outcome, service }))).toEqual([
      { outcome: 'withdrawn', service: 'VAT' },
      { outcome: null, service: null },
    ]);
  });

  test('PE-18 a second add while an entry is open is refused with the entry’s date', () => {
    const waiting = after(prospect(), on('2026-11-05'), { do: 'enter_waitlist' });
    expect(no(waiting, { do: 'enter_waitlist' })).toMatchObject({
      code: 'already_waitlisted',
      because: 'Harbour Café has been on the waitlist since 5 Nov 2026.',
      facts: { entered_on: '2026-11-05' },
    });
    expect(no(prospect(), { do: 'leave_waitlist', outcome: 'offered' }).code).toBe('not_waitlisted');
    expect(no(prospect(), { do: 'enter_waitlist', entered_on: '2026-11-24' }).code).toBe('not_yet');
  });

  test('PE-19 only prospects can be waitlisted', () => {
    expect(no(client(), { do: 'enter_waitlist' }).code).toBe('wrong_kind');
    expect(no(prospect({ inactive_since: '2026-11-01' }), { do: 'enter_waitlist' }).code).toBe('prospect_inactive');
  });
});

describe('conversion', () => {
  const waiting = after(prospect({ tags: ['t-late'], source: 'web' }), on('2026-11-05'), { do: 'enter_waitlist' });

  test('PE-2 PE-14 conversion changes the kind and nothing of the identity; the number is given, the old one stays', () => {
    const converted = after(waiting, manager, { do: 'convert' });
    const { kind, client_number, converted_at, converted_by, version, ...same } = converted.person;
    expect({ kind, client_number, converted_at, converted_by }).toEqual({
      kind: 'client',
      client_number: 'CLI-0031',
      converted_at: manager.now,
      converted_by: 'member:m-anna',
    });
    const { kind: _k, client_number: _c, converted_at: _a, converted_by: _b, version: _v, ...before } = waiting.person;
    expect(same).toEqual(before);
    expect(converted.waitlist).toMatchObject([{ left_on: '2026-11-23', outcome: 'converted' }]);
  });

  test('PE-20 an open and a waitlisted prospect can be converted, a client not again', () => {
    expect(canConvert(prospect())).toBeNull();
    expect(canConvert(waiting)).toBeNull();
    expect(canConvert(client())).toMatchObject({ code: 'now_a_client', facts: { url: '/clients/p' } });
    expect(no(client(), { do: 'convert' }).code).toBe('now_a_client');
  });

  test('PE-21 an inactive prospect cannot be converted, and Reactivate is offered', () => {
    expect(no(prospect({ inactive_since: '2026-11-01' }), { do: 'convert' })).toMatchObject({
      code: 'prospect_inactive',
      facts: { offer: 'reactivate' },
    });
  });

  test('PE-22 a run that blocks conversion refuses it by name; people W may convert anyway with a reason', () => {
    const open_runs = [
      { id: 'r1', workflow: 'New prospect', blocks_conversion: true },
      { id: 'r2', workflow: 'Call back', blocks_conversion: false },
    ];
    const blocked = { ...prospect({ created_by: 'member:m-ben' }), around: around({ open_runs }) };
    expect(no(blocked, { do: 'convert' })).toMatchObject({
      code: 'blocked_by_run',
      facts: { runs: [{ id: 'r1', workflow: 'New prospect' }] },
    });
    expect(after(blocked, manager, { do: 'convert', override_reason: 'signed' }).person.conversion_reason).toBe(
      'signed',
    );
    const staff = contextAs('Staff', { member: 'm-ben' });
    expect(no(blocked, { do: 'convert', override_reason: 'signed' }, staff).kind).toBe('not_allowed');
    const free = { ...blocked, around: around({ open_runs: open_runs.slice(1) }) };
    expect(after(free, staff, { do: 'convert', override_reason: 'signed' }).person).toMatchObject({
      kind: 'client',
      conversion_reason: null,
    });
  });

  test('PE-23 open runs are not touched by conversion: it tells of nothing but the person and its waitlist entry', () => {
    const open_runs = [{ id: 'r2', workflow: 'Call back', blocks_conversion: false }];
    expect(verbs(decide({ ...waiting, around: around({ open_runs }) }, { do: 'convert' }, manager))).toEqual([
      'person.converted',
      'waitlist_entry.left',
    ]);
  });

  test('PE-4 PE-24 asked or launched as the wrong kind it is now_a_client with the client’s address, or wrong_kind', () => {
    const converted = after(prospect(), manager, { do: 'convert' });
    expect(wrongKind(converted.person, 'prospect', 'Europe/London')).toMatchObject({
      code: 'now_a_client',
      because: 'Harbour Café became a client on 23 Nov 2026. Start this from Clients.',
      facts: { url: '/clients/p' },
    });
    expect(wrongKind(converted.person, 'client', 'Europe/London')).toBeNull();
    expect(wrongKind(prospect().person, 'client', 'Europe/London')?.code).toBe('wrong_kind');
    expect(wrongKind(prospect().person, 'prospect', 'Europe/London')).toBeNull();
  });

  test('PE-25 a conversion can be undone for 30 days; the waitlist entry is open again and the number is kept and reused', () => {
    const converted = after(waiting, manager, { do: 'convert' });
    const undone = after(converted, on('2026-12-20'), { do: 'undo_conversion', reason: 'too early' });
    expect(undone.person).toMatchObject({
      kind: 'prospect',
      client_number: 'CLI-0031',
      converted_at: null,
      conversion_reason: 'too early',
    });
    expect(openEntry(undone.waitlist)?.entered_on).toBe('2026-11-05');
    const again = after(
      { ...undone, around: around({ next: { prospect: '', client: 'CLI-0099' } }) },
      on('2026-12-21'),
      { do: 'convert' },
    );
    expect(again.person.client_number).toBe('CLI-0031');
    expect(no(converted, { do: 'undo_conversion', reason: 'x' }, on('2026-12-24')).code).toBe('too_late');
    expect(no(client(), { do: 'undo_conversion', reason: 'x' }).code).toBe('not_converted');
  });

  test('PE-25 undo is refused while the client has records of a client, and is for people W, also from the toast', () => {
    const converted = after(waiting, manager, { do: 'convert' });
    const withInvoice = {
      ...converted,
      around: around({
        client_records: [
          { kind: 'invoices', count: 2 },
          { kind: 'plans', count: 1 },
        ],
      }),
    };
    const refused = no(withInvoice, { do: 'undo_conversion', reason: 'x' });
    expect(refused).toMatchObject({
      code: 'has_client_records',
      facts: {
        records: [
          { kind: 'invoices', count: 2 },
          { kind: 'plans', count: 1 },
        ],
      },
    });
    expect(refused.because).toContain('2 invoices and 1 plan');
    const staff = contextAs('Staff', { member: 'm-anna' });
    expect(
      no(
        { ...converted, person: { ...converted.person, created_by: 'member:m-anna' } },
        { do: 'undo_conversion', reason: 'x' },
        staff,
      ).code,
    ).toBe('not_assigned');
    const events = accepted(decide(waiting, { do: 'convert' }, manager)).events.map((event, i) => ({
      ...event,
      id: `e${i}`,
      act_id: 'a',
      root: event.thing,
    }));
    expect(refusal(takeBack(withInvoice, { do: 'undo', events }, manager)!).code).toBe('has_client_records');
    const taken = accepted(takeBack(converted, { do: 'undo', events }, manager)!);
    expect(taken.events.map(({ verb, undoes }) => ({ verb, undoes }))).toEqual([
      { verb: 'person.conversion_undone', undoes: 'e0' },
      { verb: 'waitlist_entry.reopened', undoes: 'e1' },
    ]);
    expect(taken.events[0]?.facts.client_number).toBeUndefined();
  });
});

describe('deactivation, deletion and erasing', () => {
  test('PE-26 deactivating takes a reason and what to do with open runs, closes the waitlist entry, and is one act', () => {
    const waiting = after(prospect(), on('2026-11-05'), { do: 'enter_waitlist' });
    const decision = decide(waiting, { do: 'deactivate', reason: 'no answer', open_runs: 'hold' }, manager);
    expect(verbs(decision)).toEqual(['person.deactivated', 'waitlist_entry.left']);
    const gone = after(waiting, manager, { do: 'deactivate', reason: 'no answer', open_runs: 'hold' });
    expect(gone.person).toMatchObject({
      inactive_since: '2026-11-23',
      inactive_reason: 'no answer',
      inactive_open_runs: 'hold',
    });
    expect(gone.waitlist[0]).toMatchObject({ outcome: 'withdrawn' });
    expect(no(gone, { do: 'deactivate', reason: 'again', open_runs: 'leave' }).code).toBe('already_inactive');
    const back = after(gone, manager, { do: 'reactivate' });
    expect(back.person).toMatchObject({ inactive_since: null, inactive_reason: null, inactive_open_runs: null });
    expect(no(back, { do: 'reactivate' }).code).toBe('not_inactive');
  });

  test('PE-27 an inactive client is offered in no picker', () => {
    expect(isOffered(client().person)).toBe(true);
    expect(isOffered(client({ inactive_since: '2026-11-01' }).person)).toBe(false);
    expect(isOffered(client({ merged_into: 'x' }).person)).toBe(false);
  });

  test('PE-28 delete is refused in_use with the counts while anything refers to the record, else it can be restored for 30 days', () => {
    const used = {
      ...prospect(),
      around: around({
        references: [
          { kind: 'runs', count: 1 },
          { kind: 'items', count: 3 },
        ],
      }),
    };
    expect(no(used, { do: 'delete' })).toMatchObject({
      code: 'in_use',
      facts: {
        references: [
          { kind: 'runs', count: 1 },
          { kind: 'items', count: 3 },
        ],
        offer: 'deactivate',
      },
    });
    const deleted = after(prospect(), manager, { do: 'delete' });
    expect(no(deleted, { do: 'change', source: 'x' }).kind).toBe('not_found');
    expect(after(deleted, on('2026-12-22'), { do: 'restore' }).person).toMatchObject({ id: 'p', deleted_at: null });
    expect(no(deleted, { do: 'restore' }, on('2026-12-24')).code).toBe('too_late');
    expect(
      no(prospect({ created_by: 'member:m-ben' }), { do: 'delete' }, contextAs('Staff', { member: 'm-ben' })).code,
    ).toBe('not_assigned');
    expect(no(prospect(), { do: 'restore' }).code).toBe('not_deleted');
    const born = {
      do: 'undo' as const,
      events: accepted(decide(nobody(), adding(), manager)).events.map((event) => ({
        ...event,
        id: 'e',
        act_id: 'a',
        root: event.thing,
      })),
    };
    expect(refusal(takeBack(used, born, manager)!).code).toBe('in_use');
    expect(takeBack(prospect(), born, manager)).toBeNull();
  });

  test('PE-29 erasing asks for the ability and the typed number, and leaves only markers, ids, numbers and dates', () => {
    const admin = contextAs('Admin');
    const full = client({
      given_name: 'Ada',
      emails: [{ address: 'ada@bay.example', label: '', primary: true }],
      tax_number: 'GB1',
      custom: { sector: 'Retail' },
      inactive_reason: 'moved away',
      converted_at: '2026-11-01T00:00:00.000Z',
    });
    expect(no(full, { do: 'erase', number: 'CLI-0031' }).facts).toEqual({ ability: 'person.erase' });
    expect(no(full, { do: 'erase', number: 'CLI-0032' }, admin).errors?.[0]).toMatchObject({
      pointer: '/number',
      code: 'wrong',
    });
    expect(no({ ...full, around: around({ open_invoices: 2 }) }, { do: 'erase', number: 'CLI-0031' }, admin).code).toBe(
      'open_invoices',
    );
    const { events } = accepted(decide(full, { do: 'erase', number: ' cli-0031 ' }, admin));
    expect(events.map(({ verb, undoable_until }) => ({ verb, undoable_until }))).toEqual([
      { verb: 'person.erased', undoable_until: undefined },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/Ada|ada@bay|GB1|Retail|moved away|Harbour/);
    const erased = after(full, admin, { do: 'erase', number: 'CLI-0031' });
    expect(JSON.stringify(erased.person)).not.toMatch(/Ada|ada@bay|GB1|Retail|moved away|Harbour/);
    expect(erased.person).toMatchObject({
      id: 'p',
      client_number: 'CLI-0031',
      converted_at: '2026-11-01T00:00:00.000Z',
      erased_at: admin.now,
    });
    expect(displayName(erased.person)).toBe('[erased]');
    expect(no(erased, { do: 'change', source: 'x' }).code).toBe('erased');
    expect(refusal(takeBack(erased, { do: 'undo', events: [] }, admin)!).code).toBe('erased');
  });

  test('PE-107 do not contact refuses with its reason; by hand it takes a confirmation', () => {
    const silent = after(client(), manager, { do: 'stop_contact', reason: 'asked by phone' });
    expect(contactRefusal(silent.person)).toMatchObject({
      code: 'do_not_contact',
      facts: { reason: 'asked by phone', since: '2026-11-23' },
    });
    expect(contactRefusal(silent.person, true)).toBeNull();
    expect(contactRefusal(after(silent, manager, { do: 'allow_contact' }).person)).toBeNull();
  });
});

describe('who may', () => {
  const looked = (member: string) =>
    state(
      { kind: 'client', client_number: 'CLI-0031' },
      {
        holdings: [
          {
            id: 'h',
            version: 1,
            person_id: 'p',
            role: 'assignee',
            member_id: member,
            since: '2026-01-01',
            until: null,
            by: 'operator',
            move_tasks: true,
            in_force_at: '2026-01-01T00:00:00.000Z',
            deleted_at: null,
          },
        ],
      },
    );
  const staff = contextAs('Staff', { member: 'm-ben' });
  const change: PersonCommand = { do: 'change', source: 'x' };

  test('PL-26 a person is assigned to whoever holds a role on it, or made it while nobody holds one, or stands in for such a member', () => {
    expect(decide(looked('m-ben'), change, staff).yes).toBe(true);
    expect(no(looked('m-anna'), change, staff).code).toBe('not_assigned');
    expect(decide(prospect({ created_by: 'member:m-ben' }), change, staff).yes).toBe(true);
    const given = looked('m-anna');
    expect(no({ ...given, person: { ...given.person, created_by: 'member:m-ben' } }, change, staff).code).toBe(
      'not_assigned',
    );
    const deputy = { ...staff, who: { ...staff.who, deputy_for: ['m-anna'] } };
    expect(decide(looked('m-anna'), change, deputy).yes).toBe(true);
    const ended = looked('m-ben');
    expect(no({ ...ended, holdings: [{ ...ended.holdings[0]!, until: '2026-11-23' }] }, change, staff).code).toBe(
      'not_assigned',
    );
  });

  test('PL-27 Staff add and change what is theirs, AR roles and viewers read, managers write all', () => {
    expect(decide(nobody(), adding(), staff).yes).toBe(true);
    for (const role of ['AR Manager', 'AR Specialist', 'Viewer'] as const) {
      expect(no(nobody(), adding(), contextAs(role)).kind).toBe('not_allowed');
      expect(no(looked('m-ben'), change, contextAs(role, { member: 'm-ben' })).kind).toBe('not_allowed');
    }
    for (const role of ['Owner', 'Admin', 'Manager'] as const)
      expect(decide(looked('m-ben'), change, contextAs(role)).yes).toBe(true);
  });

  test('PE-103 an own-clients member finds only persons they look after, added or have an open task on', () => {
    const own = { ...staff, who: { ...staff.who, own_clients_only: true } };
    expect(no(looked('m-anna'), change, own).kind).toBe('not_found');
    expect(decide(looked('m-ben'), change, own).yes).toBe(true);
    const added = looked('m-anna');
    expect(no({ ...added, person: { ...added.person, created_by: 'member:m-ben' } }, change, own).code).toBe(
      'not_assigned',
    );
    const tasked = { ...looked('m-anna'), around: around({ task_members: ['m-ben'] }) };
    expect(no(tasked, change, own)).toMatchObject({ kind: 'not_allowed' });
  });

  test('PL-31 a restricted client exists only for those with a role on it and those who see restricted clients', () => {
    const hidden = { ...looked('m-ben'), person: { ...looked('m-ben').person, restricted: true } };
    expect(no(hidden, change).kind).toBe('not_found');
    expect(decide(hidden, change, staff).yes).toBe(true);
    expect(decide(hidden, change, contextAs('Admin')).yes).toBe(true);
    expect(no(client(), { do: 'change', restricted: true }).facts).toEqual({ ability: 'restricted.read' });
    expect(decide(client(), { do: 'change', restricted: true }, contextAs('Admin')).yes).toBe(true);
  });
});
