import { describe, expect, test } from 'vitest';
import type { Context, Refusal } from '#kernel/decision/model.ts';
import { accepted, contextAs, evolved, refusal } from '#people/fields/testing.ts';
import {
  type Authorization,
  type AuthorizationCommand,
  type AuthorizationFacts,
  blankAuthorization,
  type HeldFor,
  kindsOf,
  newAuthorization,
} from './model.ts';
import { decide, evolve } from './rules.ts';
import { allows, authorizationStatus, daysLeft, isExpiring, proposedFrom, seam } from './status.ts';

const harbour: HeldFor = {
  id: 'c',
  kind: 'client',
  display_name: 'Harbour Café',
  holders: ['m-ben'],
  task_members: [],
  made_by: null,
  restricted: false,
};
const prospect: HeldFor = { ...harbour, kind: 'prospect' };
const facts = (
  authorization: Partial<Authorization> = {},
  more: Partial<AuthorizationFacts> = {},
): AuthorizationFacts => ({
  authorization: { ...blankAuthorization('a'), version: 1, client_id: 'c', kind: 'engagement', ...authorization },
  held_for: harbour,
  old: null,
  ...more,
});
const fresh = (more: Partial<AuthorizationFacts> = {}): AuthorizationFacts => ({
  authorization: blankAuthorization('a'),
  held_for: harbour,
  old: null,
  ...more,
});
const adding = (more: object = {}): AuthorizationCommand => ({ do: 'add', client: 'c', kind: 'engagement', ...more });
const manager = contextAs();
const no = (from: AuthorizationFacts, command: AuthorizationCommand, context: Context = manager): Refusal =>
  refusal(decide(from, command, context));
const after = (from: AuthorizationFacts, command: AuthorizationCommand, context = manager): AuthorizationFacts =>
  evolved(from, accepted(decide(from, command, context)).events, evolve, (next) => [next.authorization]);
const dates = (valid_from: string | null, valid_to: string | null, more: Partial<Authorization> = {}) =>
  facts({ state: 'approved', number: '12-345', valid_from, valid_to, ...more }).authorization;

describe('authorizations', () => {
  test('PE-50 one belongs to exactly one client; on a prospect it can only be prepared as pending', () => {
    expect(newAuthorization.safeParse({ kind: 'engagement' }).success).toBe(false);
    expect(after(fresh(), adding()).authorization).toMatchObject({ client_id: 'c', state: 'pending' });
    const prepared = after(fresh({ held_for: prospect }), adding());
    expect(no(prepared, { do: 'change', state: 'approved', number: '1' }).code).toBe('not_a_client_yet');
    expect(no(fresh({ held_for: prospect }), adding({ state: 'not_required' })).code).toBe('not_a_client_yet');
    const converted = { ...prepared, held_for: harbour };
    expect(after(converted, { do: 'change', state: 'approved', number: '1' }).authorization.state).toBe('approved');
    expect(no(fresh({ held_for: null }), adding()).errors?.[0]?.pointer).toBe('/client');
  });

  test('PE-54 an approved one has a number, and the states are not typed as numbers', () => {
    expect(no(fresh(), adding({ state: 'approved' })).errors?.[0]).toMatchObject({
      pointer: '/number',
      code: 'required',
    });
    expect(no(fresh(), adding({ state: 'approved', number: null })).kind).toBe('invalid');
    for (const number of ['PENDING', ' nar ', 'Pending'])
      expect(newAuthorization.safeParse({ client: crypto.randomUUID(), kind: 'x', number }).success).toBe(false);
    expect(after(fresh(), adding({ state: 'not_required' })).authorization.number).toBeNull();
  });

  test('PE-55 pending allows planning, not billing; approving keeps the record and its id', () => {
    const pending = after(fresh(), adding({ valid_from: '2026-01-01' }));
    expect(allows(pending.authorization, '2026-11-23')).toEqual({ planning: true, billing: false });
    const decision = accepted(decide(pending, { do: 'change', state: 'approved', number: '12-345' }, manager));
    expect(decision.events).toMatchObject([{ verb: 'authorization.approved', thing: 'authorization:a' }]);
    const approved = after(pending, { do: 'change', state: 'approved', number: '12-345' });
    expect(approved.authorization.id).toBe('a');
    expect(allows(approved.authorization, '2026-11-23')).toEqual({ planning: true, billing: true });
  });

  test('PE-56 the last day is not before the first, both are inside, and an empty one is open-ended', () => {
    expect(no(fresh(), adding({ valid_from: '2026-12-02', valid_to: '2026-12-01' })).errors?.[0]?.code).toBe(
      'before_start',
    );
    const year = dates('2026-01-01', '2026-12-31');
    expect(
      ['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((day) => authorizationStatus(year, day)),
    ).toEqual(['upcoming', 'in_force', 'in_force', 'expired']);
    expect(authorizationStatus(dates('2026-01-01', null), '2099-01-01')).toBe('in_force');
    expect([daysLeft(year, '2026-11-22'), daysLeft(dates(null, null), '2026-11-22')]).toEqual([39, null]);
  });

  test('PE-57 several lines stand under one, and a line without a total has no cap', () => {
    const client = crypto.randomUUID();
    const lines = [
      { code: '01', measure: 'hours', total: '120.5' },
      { code: '02', measure: 'visits' },
    ];
    expect(newAuthorization.parse({ client, kind: 'x', lines }).lines?.map((line) => line.total)).toEqual([
      '120.5',
      null,
    ]);
    expect(
      newAuthorization.safeParse({ client, kind: 'x', lines: [{ code: '01', measure: 'hours', total: '-1' }] }).success,
    ).toBe(false);
  });

  test('PE-58 renewing makes a new one that names the old; a gap or overlap is shown, not refused', () => {
    const old = { ...dates('2026-01-01', '2026-12-31', { granted_by: 'tax office' }), id: 'old' };
    expect(proposedFrom(old)).toBe('2027-01-01');
    const renewed = after(fresh({ old }), { do: 'renew', old: 'old' });
    expect(renewed.authorization).toMatchObject({
      replaces: 'old',
      client_id: 'c',
      granted_by: 'tax office',
      valid_from: '2027-01-01',
      state: 'pending',
    });
    const late = after(fresh({ old }), { do: 'renew', old: 'old', valid_from: '2027-01-11' });
    expect(seam(old, late.authorization)).toMatchObject({ code: 'gap', days: 10 });
    const early = after(fresh({ old }), { do: 'renew', old: 'old', valid_from: '2026-12-31' });
    expect(seam(old, early.authorization)).toMatchObject({ code: 'overlap', days: 1 });
    expect(seam(old, renewed.authorization)).toBeNull();
    expect(no(fresh({ old: null }), { do: 'renew', old: 'old' }).kind).toBe('not_found');
  });

  test('PE-59 worked example 5: expiring until an approved renewal follows', () => {
    const old = dates('2026-01-01', '2026-12-31');
    const asked = (days: number, replaced = false) => isExpiring(old, { today: '2026-11-22', days, replaced });
    expect([asked(60), asked(39), asked(38), asked(60, true)]).toEqual([true, true, false, false]);
    expect(isExpiring({ ...old, state: 'pending' }, { today: '2026-11-22', days: 60, replaced: false })).toBe(false);
    expect(isExpiring({ ...old, ended_on: '2026-11-01' }, { today: '2026-11-22', days: 60, replaced: false })).toBe(
      false,
    );
    expect(authorizationStatus(old, '2026-12-31')).toBe('in_force');
    expect(authorizationStatus(old, '2027-01-01')).toBe('expired');
  });

  test('PE-56 an end is a fact with a reason; a later day leaves it in force until then', () => {
    const ended = after(facts({ state: 'approved', number: '1' }), {
      do: 'end',
      reason: 'withdrawn',
      on: '2026-12-01',
    });
    expect(authorizationStatus(ended.authorization, '2026-11-30')).toBe('in_force');
    expect(authorizationStatus(ended.authorization, '2026-12-01')).toBe('ended');
    expect(no(ended, { do: 'end', reason: 'again' }).code).toBe('already_ended');
    const told = accepted(decide(facts(), { do: 'end', reason: 'withdrawn' }, manager)).events[0];
    expect(told).toMatchObject({ client_id: 'c', facts: { ended_on: [null, '2026-11-23'] } });
  });

  test('PE-50 kinds are the practice’s own list', () => {
    expect(no(fresh(), adding({ kind: 'licence' })).errors?.[0]?.pointer).toBe('/kind');
    const own = contextAs('Manager', { settings: { authorization_kinds: ['licence'] } });
    expect(after(fresh(), adding({ kind: 'licence' }), own).authorization.kind).toBe('licence');
    expect(decide(facts({ kind: 'engagement' }), { do: 'change', granted_by: 'client' }, own).yes).toBe(true);
    expect(kindsOf({ authorization_kinds: [] })).toContain('engagement');
  });

  test('PL-27 Staff keep those of clients they look after; deleting is for people W; own-clients members see their own', () => {
    const ben = contextAs('Staff', { member: 'm-ben' });
    const anna = contextAs('Staff', { member: 'm-anna' });
    expect(decide(facts(), { do: 'change', granted_by: 'x' }, ben).yes).toBe(true);
    expect(no(facts(), { do: 'change', granted_by: 'x' }, anna).code).toBe('not_assigned');
    expect(no(facts(), { do: 'delete' }, ben).code).toBe('not_assigned');
    const own = { ...anna, who: { ...anna.who, own_clients_only: true } };
    expect(no(facts(), { do: 'change', granted_by: 'x' }, own).kind).toBe('not_found');
    expect(no(fresh(), adding(), contextAs('Viewer')).kind).toBe('not_allowed');
  });
});
