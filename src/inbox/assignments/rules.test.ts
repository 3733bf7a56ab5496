import { describe, expect, test } from 'vitest';
import { maySee } from '../items/rights.ts';
import { act, around, codeOf, contextAt, itemIn, MONDAY, who } from '../items/testing.ts';
import type { AssignmentsState } from './model.ts';
import { decide, evolve } from './rules.ts';

const covered = (covers: { member_ids?: string[]; category_ids?: string[] }, by = 'carl') =>
  around({
    members: around().members.map((one) =>
      one.id === by ? { ...one, covers: { member_ids: [], category_ids: [], ...covers } } : one,
    ),
  });
const bens = itemIn('outstanding', 'email', { assignee_id: 'ben', category_id: 'lease', created_by: 'system:mail' });

describe('what they may do', () => {
  test('IN-143 IN-140 IN-142 whoever is covered for a member sees and decides their items, and nobody else’s', () => {
    expect(codeOf(act(bens, { do: 'decide', value: 'approved' }, 'carl').decision)).toBe('not_found');
    const now = { ...bens, around: covered({ member_ids: ['ben'] }) };
    expect(act(now, { do: 'decide', value: 'approved' }, 'carl').state.item).toMatchObject({
      decision: 'approved',
      decided_by: 'member:carl',
      decided_for: null,
      assignee_id: 'ben',
    });
    const annas = { ...now, item: { ...now.item, assignee_id: 'anna' } };
    expect(codeOf(act(annas, { do: 'set_status', status: 'completed' }, 'carl').decision)).toBe('not_found');
    expect(codeOf(act({ ...annas, around: covered({ member_ids: ['ben'] }, 'anna') }, HOLD, 'ben').decision)).toBe(
      'not_yours',
    );
  });

  test('IN-143 a category covers its items, whoever has them, given to nobody too', () => {
    const leases = covered({ category_ids: ['lease'] });
    for (const assignee_id of ['ben', null])
      expect(codeOf(act({ ...bens, around: leases, item: { ...bens.item, assignee_id } }, HOLD, 'carl').decision)).toBe(
        null,
      );
    const other = { ...bens, around: leases, item: { ...bens.item, category_id: 'tax' } };
    expect(codeOf(act(other, HOLD, 'carl').decision)).toBe('not_found');
  });

  test('IN-15 IN-143 a confidential item is covered by nobody', () => {
    const secret = { ...bens, around: covered({ member_ids: ['ben'] }), item: { ...bens.item, confidential: true } };
    expect(maySee(secret, who('carl'))).toMatchObject({ kind: 'not_found' });
  });
});
const HOLD = { do: 'hold', why: 'The client', until: null } as const;

describe('who says so', () => {
  const stateOf = (member = 'anna'): AssignmentsState => ({
    assignments: { id: member, version: 0, member_ids: [], category_ids: [] },
    members: around().members,
    categories: new Set(['lease']),
  });
  const set = (state: AssignmentsState, by: string, member_ids: string[], category_ids: string[] = []) =>
    decide(state, { do: 'set', member_ids, category_ids }, contextAt(MONDAY, who(by)));

  test('IN-143 Owners, Admins and Managers alone', () => {
    for (const by of ['olga', 'adam', 'mark'])
      expect(set(stateOf(), by, ['ben'], ['lease'])).toMatchObject({ yes: true });
    for (const by of ['anna', 'carl', 'vera']) expect(codeOf(set(stateOf(), by, ['ben']))).toBe('not_allowed');
  });

  test('IN-143 nobody who may not act is covered, nobody for themselves, and what is gone is named', () => {
    const faults = (state: AssignmentsState, members: string[], kinds: string[] = []) => {
      const decision = set(state, 'mark', members, kinds);
      return decision.yes ? [] : (decision.errors ?? []).map(({ code }) => code);
    };
    expect(faults(stateOf('vera'), ['ben'])).toEqual(['cannot_act']);
    expect(faults(stateOf(), ['anna', 'nobody'], ['tax'])).toEqual(['own_items', 'no_such_member', 'no_such_category']);
    const left = { ...stateOf(), assignments: { ...stateOf().assignments, version: 1, member_ids: ['gone', 'ben'] } };
    expect(faults(left, ['gone']), 'what was given before does not keep the rest from changing').toEqual([]);
    expect(codeOf(set(stateOf('stranger'), 'mark', ['ben']))).toBe('not_found');
  });

  test('IN-143 what was said last holds, and the same again changes nothing', () => {
    const first = set(stateOf(), 'mark', ['ben', 'ben'], ['lease']);
    if (!first.yes) throw new Error(first.because);
    const made = first.events.reduce(evolve, stateOf());
    expect(made.assignments).toMatchObject({ member_ids: ['ben'], category_ids: ['lease'] });
    const now = { ...made, assignments: { ...made.assignments, version: 1 } };
    expect(set(now, 'mark', ['ben'], ['lease'])).toMatchObject({ events: [] });
    expect(set(now, 'mark', [])).toMatchObject({
      events: [{ verb: 'inbox_assignment.changed', facts: { member_ids: [['ben'], []] } }],
    });
  });
});
