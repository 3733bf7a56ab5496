import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import { BUILT_IN_ROLES } from '../roles/builtin.ts';
import type { Role } from '../roles/model.ts';
import type { RoleCommand, RoleState } from './model.ts';
import { decideRole, evolveRole } from './rules.ts';

export const roles: Room<RoleState, RoleCommand> = {
  name: 'role',
  kinds: { role: { table: 'app.role', find: (state) => state.role } },
  load: async (desk, wanted) => {
    const all = await listRoles(desk);
    const holders = await countHolders(
      desk,
      wanted.map((want) => want.id),
    );
    const state = (id: Id): RoleState => {
      const role = all.find((one) => one.id === id);
      return { ...(role && { role }), roles: all, holders: holders.get(id) ?? 0 };
    };
    const there = wanted.filter(({ id, command }) => command.do === 'add_role' || all.some((role) => role.id === id));
    return new Map(there.map(({ id }) => [id, state(id)]));
  },
  decide: decideRole,
  evolve: evolveRole,
};

/** The built-in roles and then the practice's own, by name; removed ones are not among them. */
export const listRoles = async ({ tx, practice }: Desk): Promise<Role[]> => {
  const { rows } = await sql<Role>`
    select id, version, name, false as built_in, levels, reach, abilities, own_clients_only, removed_at
    from app.role where practice_id = ${practice.id} and removed_at is null order by lower(name), id`.execute(tx);
  return [...BUILT_IN_ROLES, ...rows];
};

const countHolders = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, number>> => {
  const { rows } = await sql<{ role_id: Id; holders: number }>`
    select role_id, count(*) as holders from (
      select role_id from app.member where practice_id = ${practice.id} and state in ('invited', 'active', 'deactivated')
      union all
      select role_id from app.api_key where practice_id = ${practice.id} and revoked_at is null) held
    where role_id = any(${ids}) group by role_id`.execute(tx);
  return new Map(rows.map((row) => [row.role_id, row.holders]));
};
