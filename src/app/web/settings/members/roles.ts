import { givesTooMuch } from '#kernel/access/roles/grants.ts';
import type { Role } from '#kernel/access/roles/model.ts';
import type { Who } from '#kernel/decision/model.ts';
import { useThing } from '#kernel/ui/query.ts';
import { words } from './words.ts';

export type RoleRow = Omit<Role, 'removed_at'>;

export interface AbilityRow {
  id: string;
  name: string;
  module: string;
  lets: string;
}

/** `GET /roles`: built in ones first. */
export const useRoles = (): { roles: RoleRow[]; abilities: AbilityRow[]; loading: boolean; fault: unknown } => {
  const { data, isPending, error } = useThing<{ items: RoleRow[]; abilities: AbilityRow[] }>('/roles');
  return { roles: data?.items ?? [], abilities: data?.abilities ?? [], loading: isPending, fault: error };
};

export const roleName = (roles: readonly RoleRow[], id: string): string =>
  roles.find((role) => role.id === id)?.name ?? '–';

/** Roles to choose from; what holds more than the giver is there, dead, and says why (PL-29). */
export const roleOptions = (roles: readonly RoleRow[], who: Who) =>
  roles.map((role) => {
    const no = givesTooMuch(who, role);
    return { value: role.id, label: no ? `${role.name}, ${words.more_than_you}` : role.name, disabled: no !== null };
  });
