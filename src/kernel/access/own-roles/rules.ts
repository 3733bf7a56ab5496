import { fold } from '#ground/text.ts';
import {
  type Context,
  type Decision,
  type Event,
  MODULES,
  type Problem,
  type Refusal,
} from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  creation,
  difference,
  invalid,
  notFound,
  problem,
  ref,
  refused,
} from '#kernel/decision/rules.ts';
import { givesTooMuch } from '../roles/grants.ts';
import type { Role } from '../roles/model.ts';
import { can, writes } from '../roles/rules.ts';
import { MAX_OWN_ROLES, type NewRole, type RoleChanges, type RoleCommand, type RoleState } from './model.ts';

/**
 * A practice's own roles (PL-29): copied from a role, changed, removed. Needs `roles.manage`. Refuses a built-in role, a
 * 51st role, a name that is taken, `practice.own`, more than the giver holds, and removing a role that someone has.
 */
export const decideRole = (state: RoleState, command: RoleCommand, context: Context): Decision => {
  const no = can(context.who, writes('settings', 'roles.manage'));
  if (no) return no;
  switch (command.do) {
    case 'add_role':
      return add(state, command, context);
    case 'change_role':
      return change(state, command, context);
    case 'remove_role':
      return remove(state, context);
  }
};

export const evolveRole = (state: RoleState, event: Event): RoleState => ({
  ...state,
  role: changed(state.role, event),
});

const add = (state: RoleState, command: { id: string } & NewRole, context: Context): Decision => {
  const source = state.roles.find((role) => role.id === command.copy_of);
  if (!source) return invalid(problem('/copy_of', 'not_found', 'Choose the role to copy from the list.'));
  if (state.roles.filter((role) => !role.built_in).length >= MAX_OWN_ROLES) {
    return refused(
      'too_many_roles',
      `A practice has at most ${MAX_OWN_ROLES} roles of its own. Remove one that nobody has.`,
    );
  }
  const abilities = command.abilities ?? source.abilities.filter((ability) => ability !== 'practice.own');
  const row = tidy({ ...source, ...named(command), id: command.id, built_in: false, abilities }, command);
  const no = unsound(row, state, context);
  return no ?? accept([{ verb: 'role.added', thing: ref('role', command.id), facts: creation(row) }]);
};

const change = (state: RoleState, changes: RoleChanges, context: Context): Decision => {
  const { role } = state;
  if (!role) return notFound();
  if (role.built_in)
    return refused('built_in', `«${role.name}» is built in and stays as it is. Copy it and change the copy.`);
  const row = tidy({ ...role, ...named(changes) }, changes);
  const no = unsound(row, state, context);
  return no ?? accept([{ verb: 'role.changed', thing: ref('role', role.id), facts: difference(role, row) }]);
};

const remove = ({ role, holders }: RoleState, context: Context): Decision => {
  if (!role) return notFound();
  if (role.built_in) return refused('built_in', `«${role.name}» is built in and cannot be removed.`);
  if (holders)
    return refused('role_in_use', `«${role.name}» is held by ${holders}. Give them another role first.`, { holders });
  const facts = difference(role, { removed_at: context.now });
  return accept([{ verb: 'role.removed', thing: ref('role', role.id), facts }]);
};

const named = (changes: RoleChanges): Partial<Role> => ({
  ...(changes.name !== undefined && { name: changes.name }),
  ...(changes.abilities && { abilities: changes.abilities }),
  ...(changes.own_clients_only !== undefined && { own_clients_only: changes.own_clients_only }),
});

/** Levels and reach are merged module by module; abilities stand once, sorted. */
const tidy = (row: Role, changes: RoleChanges): Role => ({
  ...row,
  abilities: [...new Set(row.abilities)].sort(),
  levels: Object.fromEntries(MODULES.map((m) => [m, changes.levels?.[m] ?? row.levels[m]])) as Role['levels'],
  reach: Object.fromEntries(MODULES.map((m) => [m, changes.reach?.[m] ?? row.reach[m]])) as Role['reach'],
});

const unsound = (row: Role, state: RoleState, context: Context): Refusal | null => {
  const problems: Problem[] = [];
  const twin = state.roles.find((other) => other.id !== row.id && fold(other.name) === fold(row.name));
  if (twin) problems.push(problem('/name', 'taken', `There is already a role named «${twin.name}».`));
  if (row.abilities.includes('practice.own')) {
    problems.push(problem('/abilities', 'owner_only', 'Only the built-in role Owner can own the practice.'));
  }
  return problems.length ? invalid(...problems) : givesTooMuch(context.who, row);
};
