import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#ground/time.ts';
import type { Context } from '#kernel/decision/model.ts';
import { accepted, contextAs, refusal } from '#people/fields/testing.ts';
import type { PersonCommand, PersonState, RoleOnPerson } from './model.ts';
import { decide } from './rules.ts';
import { holdersOn } from './status.ts';
import { after, client, on, prospect } from './testing.ts';

const set = (
  role: RoleOnPerson,
  member: string,
  more: { since?: string; move_tasks?: boolean } = {},
): PersonCommand => ({
  do: 'set_role',
  role,
  member,
  ...more,
});
const holder = (from: PersonState, role: RoleOnPerson, day: string) => holdersOn(from.holdings, day)[role]?.member_id;
const no = (from: PersonState, command: PersonCommand, context: Context = on('2026-11-23')) =>
  refusal(decide(from, command, context));

describe('roles', () => {
  test('PE-40 PE-47 worked example 6: a new holder ends the old one that day, and yesterday’s holder can be asked for', () => {
    const a = after(client(), on('2026-11-01'), set('assignee', 'm-anna'));
    const b = after(a, on('2026-11-23'), set('assignee', 'm-ben'));
    expect(['2026-10-31', '2026-11-01', '2026-11-22', '2026-11-23'].map((day) => holder(b, 'assignee', day))).toEqual([
      undefined,
      'm-anna',
      'm-anna',
      'm-ben',
    ]);
    expect(b.holdings).toHaveLength(2);
    expect(accepted(decide(b, set('assignee', 'm-ben'), on('2026-11-24'))).events).toEqual([]);
    expect(after(prospect(), on('2026-11-01'), set('partner', 'm-anna')).holdings).toHaveLength(1);
  });

  test('PE-41 only active members can be given a role', () => {
    expect(no(client(), set('partner', 'm-dan')).errors?.[0]?.code).toBe('not_active');
    expect(no(client(), set('partner', 'm-nobody')).errors?.[0]?.code).toBe('not_found');
  });

  test('PE-43 assignee, reviewer and second reviewer are three people, unless the practice allows otherwise', () => {
    const base = after(client(), on('2026-11-23'), set('assignee', 'm-anna'), set('reviewer', 'm-ben'));
    expect(no(base, set('second_reviewer', 'm-ben')).errors?.[0]?.code).toBe('same_person');
    expect(no(base, set('second_reviewer', 'm-anna')).kind).toBe('invalid');
    expect(no(base, set('assignee', 'm-ben')).kind).toBe('invalid');
    expect(
      after(base, on('2026-11-23'), set('second_reviewer', 'm-cleo'), set('partner', 'm-anna')).holdings,
    ).toHaveLength(4);
    const allowed = contextAs('Manager', { settings: { same_reviewer_allowed: true } });
    expect(decide(base, set('second_reviewer', 'm-ben'), allowed).yes).toBe(true);
  });

  test('PE-44 whether tasks move is part of the holding, ticked by default', () => {
    expect(after(client(), on('2026-11-23'), set('assignee', 'm-anna')).holdings[0]).toMatchObject({
      move_tasks: true,
      in_force_at: '2026-11-23T09:00:00.000Z',
    });
    expect(
      after(client(), on('2026-11-23'), set('assignee', 'm-anna', { move_tasks: false })).holdings[0]?.move_tasks,
    ).toBe(false);
  });

  test('PE-47 a holding for a future date begins at 00:00 of that date in the practice’s zone', () => {
    const decision = accepted(decide(client(), set('partner', 'm-anna', { since: '2026-12-01' }), on('2026-11-23')));
    expect(decision.effects).toEqual([{ do: 'wake', room: 'person', thing: 'p', at: '2026-12-01T00:00:00.000Z' }]);
    const ahead = after(client(), on('2026-11-23'), set('partner', 'm-anna', { since: '2026-12-01' }));
    expect(ahead.holdings[0]?.in_force_at).toBeNull();
    expect(holder(ahead, 'partner', '2026-11-30')).toBeUndefined();
    const timer = (today: string): Context => ({
      ...on(today),
      who: { ...contextAs('Owner').who, actor: 'system:timer' },
    });
    const begun = accepted(decide(ahead, { do: 'wake' }, timer('2026-12-01')));
    expect(begun.events.map(({ verb }) => verb)).toEqual(['role_holding.in_force']);
    expect(accepted(decide(ahead, { do: 'wake' }, timer('2026-11-30'))).events).toEqual([]);
    expect(no(client(), { do: 'wake' }).kind).toBe('not_found');
    expect(no(client(), set('partner', 'm-anna', { since: '2026-11-22' })).errors?.[0]?.code).toBe('past');
  });

  test('PE-47 a holding put in before one that was given ahead ends where that one begins', () => {
    const ahead = after(
      client(),
      on('2026-11-23'),
      set('partner', 'm-ben', { since: '2026-12-10' }),
      set('partner', 'm-anna'),
    );
    expect(['2026-11-23', '2026-12-09', '2026-12-10'].map((day) => holder(ahead, 'partner', day))).toEqual([
      'm-anna',
      'm-anna',
      'm-ben',
    ]);
    const none = after(ahead, on('2026-11-24'), { do: 'end_role', role: 'partner' });
    expect(['2026-11-23', '2026-11-24', '2026-12-10'].map((day) => holder(none, 'partner', day))).toEqual([
      'm-anna',
      undefined,
      undefined,
    ]);
    expect(no(none, { do: 'end_role', role: 'partner' }, on('2026-11-25')).code).toBe('nobody');
  });

  test('PL-27 roles are set by people W; the specialist also by whoever assigns collection workflows', () => {
    const ar = contextAs('AR Manager');
    expect(decide(client(), set('specialist', 'm-anna'), ar).yes).toBe(true);
    expect(refusal(decide(client(), set('partner', 'm-anna'), ar)).kind).toBe('not_allowed');
    expect(decide(client(), set('specialist', 'm-anna'), contextAs('Manager')).yes).toBe(true);
    expect(
      refusal(
        decide(
          client({ created_by: 'member:m-ben' }),
          set('partner', 'm-ben'),
          contextAs('Staff', { member: 'm-ben' }),
        ),
      ).code,
    ).toBe('not_assigned');
  });

  test('PE-40 whatever is set and ended, on any day at most one member holds a role and nobody twice', () => {
    const step = fc.record({
      member: fc.constantFrom('m-anna', 'm-ben', 'm-cleo'),
      wait: fc.nat(3),
      ahead: fc.nat(5),
      end: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let today = '2026-11-23';
        let now = client();
        for (const { member, wait, ahead, end } of steps) {
          today = addDays(today, wait);
          const command: PersonCommand = end
            ? { do: 'end_role', role: 'partner' }
            : set('partner', member, { since: addDays(today, ahead) });
          if (decide(now, command, on(today)).yes) now = after(now, on(today), command);
        }
        for (let day = '2026-11-20'; day < '2027-01-20'; day = addDays(day, 1)) {
          const covering = now.holdings.filter(
            (one) => !one.deleted_at && one.since <= day && (!one.until || one.until > day),
          );
          expect(covering.length).toBeLessThanOrEqual(1);
        }
        expect(now.holdings.filter((one) => !one.deleted_at && !one.until).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
