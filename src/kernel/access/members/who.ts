import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { type Actor, MODULES, type Who } from '#kernel/decision/model.ts';
import type { Delegation } from '../delegations/model.ts';
import { standingIn } from '../delegations/rules.ts';
import { BUILT_IN_ROLES } from '../roles/builtin.ts';
import type { Grants, Role } from '../roles/model.ts';
import type { Member } from './model.ts';

/** A member with what they hold at this moment (PL-30). */
export interface Present {
  member: Pick<Member, 'id' | 'name' | 'email' | 'role_id' | 'state' | 'account_id'>;
  role: Role;
  who: Who;
}

interface Row {
  id: Id;
  name: string;
  email: string;
  role_id: Id;
  state: Member['state'];
  account_id: string | null;
  role: Role | null;
  delegations: Delegation[];
}

/**
 * The member as they are now, made anew for each request: role, deputies of today. Null when there is no such member, they
 * are not active, or their role is gone.
 */
export const present = async (
  desk: Desk,
  memberId: Id,
  actor: Actor = `member:${memberId}`,
): Promise<Present | null> => {
  const { tx, practice, today } = desk;
  const { rows } = await sql<Row>`
    select m.id, m.name, m.email, m.role_id, m.state, m.account_id,
      (select row_to_json(r) from app.role r where r.practice_id = m.practice_id and r.id = m.role_id and r.removed_at is null) as role,
      (select coalesce(json_agg(d), '[]') from app.delegation d
        join app.member a on a.practice_id = d.practice_id and a.id = d.member_id and a.state = 'active'
        join app.member b on b.practice_id = d.practice_id and b.id = d.deputy_id and b.state = 'active'
        where d.practice_id = m.practice_id and m.id in (d.member_id, d.deputy_id)
          and d.from_on <= ${today} and d.to_on >= ${today} and (d.ended_on is null or d.ended_on > ${today})) as delegations
    from app.member m where m.practice_id = ${practice.id} and m.id = ${memberId} and m.state = 'active'`.execute(tx);
  const row = rows[0];
  const role = row && (BUILT_IN_ROLES.find((one) => one.id === row.role_id) ?? row.role);
  if (!row || !role) return null;
  const { role: _, delegations, ...member } = row;
  return { member, role, who: { actor, member_id: row.id, ...held(role), ...standingIn(delegations, row.id, today) } };
};

/** What a role puts into `Who`. */
export const held = (role: Role): Pick<Who, 'role_id' | 'role_name' | keyof Grants> => ({
  role_id: role.id,
  role_name: role.name,
  levels: role.levels,
  reach: role.reach,
  abilities: role.abilities,
  ...(role.own_clients_only && { own_clients_only: true }),
});

/** Somebody who is there and holds nothing: the owner of a key left, or a role is gone. */
export const NOTHING: Grants = {
  levels: Object.fromEntries(MODULES.map((module) => [module, 'none'])) as Grants['levels'],
  reach: Object.fromEntries(MODULES.map((module) => [module, 'assigned'])) as Grants['reach'],
  abilities: [],
};
