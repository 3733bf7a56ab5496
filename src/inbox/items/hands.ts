import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { deputyOf } from '#kernel/access/delegations/rules.ts';
import { delegationsFrom } from '#kernel/access/delegations/store.ts';
import { listRoles } from '#kernel/access/own-roles/store.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Hand } from './model.ts';

/** The members an item may be given to, and what they may do in the inbox. */
export const handsOf = async (desk: Desk): Promise<Hand[]> => {
  const roles = new Map((await listRoles(desk)).map((role) => [role.id, role]));
  const { rows } = await sql<{ id: Id; name: string; role_id: Id; active: boolean; covers: Hand['covers'] | null }>`
    select m.id, m.name, m.role_id, m.state = 'active' as active,
      case when a.id is not null then json_build_object('member_ids', a.member_ids, 'category_ids', a.category_ids) end as covers
    from app.member m left join app.inbox_assignment a on a.practice_id = m.practice_id and a.id = m.id
    where m.practice_id = ${desk.practice.id} and m.state in ('active', 'deactivated')`.execute(desk.tx);
  const away = await delegationsFrom(desk, desk.today);
  return rows.map(({ role_id, covers, ...member }) => {
    const role = roles.get(role_id);
    const standing = deputyOf(away, member.id, desk.today);
    return {
      ...member,
      ...(covers && { covers }),
      ...(standing && { deputy: { id: standing.deputy_id, covers: standing.covers } }),
      writes: role?.levels.inbox === 'write',
      sees_all: role?.levels.inbox !== 'none' && !!role?.abilities.includes('inbox.see_all'),
    };
  });
};
