import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { Room } from '#kernel/loop/room.ts';
import { listCategories } from '../categories/store.ts';
import { handsOf } from '../items/hands.ts';
import type { Hand } from '../items/model.ts';
import type { AssignmentsCommand, AssignmentsState, InboxAssignments } from './model.ts';
import { decide, evolve } from './rules.ts';

/** Who may act on whose items; the roots are members. */
export const assignmentsRoom: Room<AssignmentsState, AssignmentsCommand> = {
  name: 'inbox_assignment',
  kinds: {
    inbox_assignment: {
      table: 'app.inbox_assignment',
      find: ({ assignments }) => assignments,
      births: ['inbox_assignment.given'],
    },
  },
  load: async (desk, wanted) => {
    const known = await readAssignments(
      desk,
      wanted.map(({ id }) => id),
    );
    const members = await handsOf(desk);
    const categories = new Set((await listCategories(desk)).map(({ id }) => id));
    return new Map(
      wanted.map(({ id }) => [id, { assignments: known.get(id) ?? nothing(id), members, categories }] as const),
    );
  },
  decide,
  evolve,
};

const nothing = (id: Id): InboxAssignments => ({ id, version: 0, member_ids: [], category_ids: [] });

const readAssignments = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, InboxAssignments>> => {
  const { rows } = await sql<InboxAssignments>`
    select id, version, member_ids, category_ids from app.inbox_assignment
    where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

export interface AssignmentsRow extends InboxAssignments {
  member: string;
  /** They left, or their role lost the inbox: what they are covered for waits. */
  inactive: boolean;
}

/** Those who were ever covered for something, by name; at most 1,000. */
export const listAssignments = async ({ tx, practice }: Desk): Promise<AssignmentsRow[]> => {
  const { rows } = await sql<AssignmentsRow>`
    select a.id, a.version, a.member_ids, a.category_ids, m.name as member, m.state <> 'active' as inactive
    from app.inbox_assignment a join app.member m on m.practice_id = a.practice_id and m.id = a.id
    where a.practice_id = ${practice.id}
    order by lower(m.name), a.id limit 1000`.execute(tx);
  return rows;
};

/** Of whoever asks: what the rules must know to say what they may do with a row; of whoever may update all, nothing. */
export const coversOf = async (desk: Desk, { member_id, abilities }: Who): Promise<Hand['covers']> => {
  if (!member_id || abilities.includes('inbox.update_all')) return undefined;
  return (await readAssignments(desk, [member_id])).get(member_id);
};

/** That an item, `i`, is one that somebody is covered for; a confidential one never is (IN-15, IN-142). */
export const coveredItems = ({ practice }: Desk, { member_id }: Who): RawBuilder<boolean> => {
  const given = (column: string) => sql`array(
    select unnest(${sql.ref(column)}) from app.inbox_assignment
    where practice_id = ${practice.id} and id = ${member_id ?? null}::uuid)`;
  return sql<boolean>`(not i.confidential and (
    i.assignee_id = any(${given('member_ids')}) or i.category_id = any(${given('category_ids')})))`;
};
