import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import type { Room } from '#kernel/loop/room.ts';
import { listRoles } from '../own-roles/store.ts';
import { blankMember, type Member, type MemberCommand, type MemberFacts, type MemberState } from './model.ts';
import { decideMember, evolveMember } from './rules.ts';

export const members: Room<MemberFacts, MemberCommand> = {
  name: 'member',
  kinds: {
    member: {
      table: 'app.member',
      find: (state) => (state.member.version || state.member.email ? state.member : undefined),
      personal: ['name', 'email'],
      derive: (row) => ({ sort_name: sortName((row as Member).name) }),
    },
  },
  load: async (desk, wanted) => {
    // Whether an Owner is left is a question about all members: one at a time may take a role away.
    if (wanted.some(({ command }) => takesAway(command))) await lockPractice(desk);
    const all = await allMembers(desk);
    const roles = await listRoles(desk);
    const facts = (id: Id): MemberFacts => ({
      member: all.find((member) => member.id === id) ?? blankMember(id),
      others: all.filter((member) => member.id !== id),
      roles,
    });
    const there = wanted.filter(({ id, command }) => makes(command) || all.some((member) => member.id === id));
    return new Map(there.map(({ id }) => [id, facts(id)]));
  },
  decide: decideMember,
  evolve: evolveMember,
};

const makes = (command: MemberCommand): boolean => command.do === 'invite' || command.do === 'found';

const takesAway = (command: MemberCommand): boolean =>
  command.do === 'deactivate' || (command.do === 'change' && command.role_id !== undefined);

/** Serialises decisions that look at the whole practice: held until the transaction ends. */
export const lockPractice = ({ tx, practice }: Desk): Promise<unknown> =>
  sql`select 1 from app.practice where practice_id = ${practice.id} for update`.execute(tx);

const COLUMNS = sql`m.id, m.version, m.account_id, m.name, m.email, m.role_id, m.state, m.language, m.time_zone, m.notifications,
  m.invited_at, m.invitation_no, m.invitation_ends_at, m.joined_at, m.deactivated_at, m.successor_id`;

export const allMembers = async ({ tx, practice }: Desk): Promise<Member[]> => {
  const { rows } =
    await sql<Member>`select ${COLUMNS} from app.member m where m.practice_id = ${practice.id} order by m.sort_name, m.id`.execute(
      tx,
    );
  return rows;
};

export const findMember = async ({ tx, practice }: Desk, id: Id): Promise<Member | null> => {
  const { rows } =
    await sql<Member>`select ${COLUMNS} from app.member m where m.practice_id = ${practice.id} and m.id = ${id}`.execute(
      tx,
    );
  return rows[0] ?? null;
};

export const MEMBER_SORTS = ['name', 'email', 'joined_at'] as const;
const sorts: Record<(typeof MEMBER_SORTS)[number], SortColumn> = {
  name: { by: sql`m.sort_name`, type: 'text' },
  email: { by: sql`m.email`, type: 'text' },
  joined_at: { by: sql`coalesce(m.joined_at, m.invited_at, m.created_at)`, type: 'timestamptz' },
};

export interface MemberFilter extends ListQuery {
  q?: string | undefined;
  state?: MemberState | undefined;
  role_id?: Id | undefined;
}

export const listMembers = async (
  desk: Desk,
  query: MemberFilter,
): Promise<{ items: Member[]; next: string | null }> => {
  const pages = paging(query, sorts, sql`m.id`);
  const words = sortName(query.q ?? '');
  const { rows } = await sql<Member & { page_key: string }>`
    select ${COLUMNS}, ${pages.key} as page_key from app.member m
    where m.practice_id = ${desk.practice.id}
      and (${query.state ?? null}::text is null or m.state = ${query.state ?? null})
      and (${query.role_id ?? null}::uuid is null or m.role_id = ${query.role_id ?? null})
      and (${words} = '' or m.sort_name like '%' || ${words} || '%' or m.email like ${(query.q ?? '').toLowerCase()} || '%')
      and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(desk.tx);
  return pages.page(rows);
};
