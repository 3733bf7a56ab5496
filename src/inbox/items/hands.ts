import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { listRoles } from '#kernel/access/own-roles/store.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Hand } from './model.ts';

/** The members an item may be given to, and what they may do in the inbox. */
export const handsOf = async (desk: Desk): Promise<Hand[]> => {
  const roles = new Map((await listRoles(desk)).map((role) => [role.id, role]));
  const { rows } = await sql<{ id: Id; name: string; role_id: Id; active: boolean }>`
    select id, name, role_id, state = 'active' as active from app.member
    where practice_id = ${desk.practice.id} and state in ('active', 'deactivated')`.execute(desk.tx);
  return rows.map(({ role_id, ...member }) => {
    const role = roles.get(role_id);
    return {
      ...member,
      writes: role?.levels.inbox === 'write',
      sees_all: role?.levels.inbox !== 'none' && !!role?.abilities.includes('inbox.see_all'),
    };
  });
};
