import { expect, test } from 'vitest';
import type { Context, Who } from '#kernel/decision/model.ts';
import type { BuiltIn } from '../roles/abilities.ts';
import { BUILT_IN_ROLES, builtIn } from '../roles/builtin.ts';
import type { Role } from '../roles/model.ts';
import type { RoleState } from './model.ts';
import { decideRole, evolveRole } from './rules.ts';

const ME = '01930000-0000-7000-8000-0000000000a1';
const NEW = '01930000-0000-7000-8000-0000000000b1';
const as = (name: BuiltIn, more: Partial<Who> = {}): Context => ({
  now: '2026-07-01T00:00:00.000Z',
  today: '2026-07-01',
  newId: () => NEW,
  practice: {} as Context['practice'],
  who: { ...builtIn(name), actor: `member:${ME}`, member_id: ME, role_name: name, deputy_for: [], ...more },
});
const own = (more: Partial<Role> = {}): Role => ({
  ...builtIn('Staff'),
  id: NEW,
  name: 'Junior',
  built_in: false,
  ...more,
});
const state = (more: Partial<RoleState> = {}): RoleState => ({ roles: BUILT_IN_ROLES, holders: 0, ...more });
const add = { do: 'add_role', id: NEW, name: 'Junior', copy_of: builtIn('Staff').id } as const;

test('PL-29 a role is made by copying one, with what is said otherwise', () => {
  const decision = decideRole(state(), { ...add, levels: { jobs: 'none' }, abilities: ['messages.send'] }, as('Admin'));
  if (!decision.yes) throw new Error(decision.because);
  const row = evolveRole(state(), decision.events[0]!).role!;
  expect(row).toMatchObject({
    id: NEW,
    name: 'Junior',
    built_in: false,
    abilities: ['messages.send'],
    reach: builtIn('Staff').reach,
  });
  expect(row.levels).toEqual({ ...builtIn('Staff').levels, jobs: 'none' });
});

test('PL-29 a copy of Owner loses practice.own, and no own role may have it', () => {
  const copy = decideRole(state(), { ...add, copy_of: builtIn('Owner').id }, as('Owner'));
  if (!copy.yes) throw new Error(copy.because);
  expect(copy.events[0]!.facts.abilities![1]).not.toContain('practice.own');
  expect(decideRole(state(), { ...add, abilities: ['practice.own'] }, as('Owner'))).toMatchObject({
    kind: 'invalid',
    errors: [{ pointer: '/abilities', code: 'owner_only' }],
  });
});

test('PL-29 nobody makes or widens a role beyond what they hold', () => {
  const limited = { abilities: ['roles.manage'], levels: { ...builtIn('Admin').levels, jobs: 'read' as const } };
  expect(decideRole(state(), { ...add, copy_of: builtIn('Manager').id }, as('Admin', limited))).toMatchObject({
    code: 'more_than_you_hold',
  });
  const change = { do: 'change_role', levels: { jobs: 'write' } } as const;
  expect(decideRole(state({ role: own() }), change, as('Admin', limited))).toMatchObject({
    code: 'more_than_you_hold',
  });
  expect(decideRole(state({ role: own() }), change, as('Admin'))).toMatchObject({ yes: true });
});

test('PL-27 a built-in role cannot be changed or removed', () => {
  const role = builtIn('Viewer');
  expect(decideRole(state({ role }), { do: 'change_role', name: 'Looker' }, as('Owner'))).toMatchObject({
    code: 'built_in',
  });
  expect(decideRole(state({ role }), { do: 'remove_role' }, as('Owner'))).toMatchObject({ code: 'built_in' });
});

test('PL-29 the 51st own role, a taken name and a role in use are refused', () => {
  const fifty = Array.from({ length: 50 }, (_, i) => own({ id: `r${i}`, name: `Own ${i}` }));
  expect(decideRole(state({ roles: [...BUILT_IN_ROLES, ...fifty] }), add, as('Owner'))).toMatchObject({
    code: 'too_many_roles',
  });
  expect(decideRole(state({ roles: [...BUILT_IN_ROLES, ...fifty.slice(1)] }), add, as('Owner'))).toMatchObject({
    yes: true,
  });
  expect(decideRole(state(), { ...add, name: 'ar manager' }, as('Owner'))).toMatchObject({
    errors: [{ pointer: '/name', code: 'taken' }],
  });
  expect(decideRole(state({ role: own(), holders: 2 }), { do: 'remove_role' }, as('Owner'))).toMatchObject({
    code: 'role_in_use',
  });
  const removed = decideRole(state({ role: own() }), { do: 'remove_role' }, as('Owner'));
  expect(removed).toMatchObject({
    events: [{ verb: 'role.removed', facts: { removed_at: [null, '2026-07-01T00:00:00.000Z'] } }],
  });
});

test('PL-28 roles are made by holders of roles.manage only', () => {
  expect(decideRole(state(), add, as('Manager'))).toMatchObject({ kind: 'not_allowed' });
  expect(decideRole(state(), add, as('Staff'))).toMatchObject({ kind: 'not_found' });
});
