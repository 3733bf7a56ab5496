import type { Module } from '#kernel/decision/model.ts';
import type { RoleRow } from '../members/roles.ts';

/** A cell of PL-27's first table: level and reach in one word. */
export type Grant = 'write' | 'assigned' | 'read' | 'none';
export const GRANTS: readonly Grant[] = ['write', 'assigned', 'read', 'none'];

export const grantOf = (role: RoleRow, module: Module): Grant => {
  const level = role.levels[module];
  return level === 'write' && role.reach[module] === 'assigned' ? 'assigned' : level;
};

/** What is sent to make a cell say `grant`. */
export const changeTo = (module: Module, grant: Grant): RoleChange => ({
  levels: { [module]: grant === 'assigned' ? 'write' : grant },
  reach: { [module]: grant === 'assigned' ? 'assigned' : 'everything' },
});

export interface RoleChange {
  name?: string;
  levels?: Partial<RoleRow['levels']>;
  reach?: Partial<RoleRow['reach']>;
  abilities?: string[];
  own_clients_only?: boolean;
}

/** The role as it will be; also what undo sends back. */
export const withChange = (role: RoleRow, change: RoleChange): RoleRow => ({
  ...role,
  ...(change as Partial<RoleRow>),
  levels: { ...role.levels, ...change.levels },
  reach: { ...role.reach, ...change.reach },
});

/** The change that puts `role` back as it is now. */
export const back = (role: RoleRow, change: RoleChange): RoleChange => ({
  ...(change.name === undefined ? {} : { name: role.name }),
  ...(change.levels ? { levels: role.levels } : {}),
  ...(change.reach ? { reach: role.reach } : {}),
  ...(change.abilities ? { abilities: [...role.abilities] } : {}),
  ...(change.own_clients_only === undefined ? {} : { own_clients_only: role.own_clients_only }),
});
