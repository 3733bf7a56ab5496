import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { act, type Outcome } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import type { PersonCommand, PersonState, RoleOnPerson } from './model.ts';
import type { PersonsRoom } from './store.ts';

/** How many persons a member looks after, by role, today or from a later day on (PE-46). */
export const holdingCounts = async (
  { tx, practice, today }: Desk,
  member: Id,
): Promise<Partial<Record<RoleOnPerson, number>>> => {
  const { rows } = await sql<{ role: RoleOnPerson; count: number }>`
    select h.role, count(distinct h.person_id)::int as count from app.role_holding h
    join app.person p on p.practice_id = h.practice_id and p.id = h.person_id
    where h.practice_id = ${practice.id} and h.member_id = ${member} and h.deleted_at is null and (h.until is null or h.until > ${today})
      and p.deleted_at is null and p.merged_into is null and p.erased_at is null group by h.role`.execute(tx);
  return Object.fromEntries(rows.map((row) => [row.role, row.count]));
};

export interface HandOver {
  member: Id;
  /** Who takes each role over; a role that is absent or null ends (PE-46). */
  successors: Partial<Record<RoleOnPerson, Id | null | undefined>>;
  move_tasks: boolean;
}

const CHUNK = 500;

/**
 * Gives everything a member looks after to successors, role by role, or ends it: the persons then appear under «no partner»
 * and so on (PE-46). In the transaction it is called in; where a successor is refused (two pairs of eyes), the role ends.
 */
export const handOver = async (
  { kernel, room, caller }: { kernel: Kernel; room: PersonsRoom; caller: Caller },
  desk: Desk,
  { member, successors, move_tasks }: HandOver,
  actOf?: () => Id,
): Promise<{ handed_over: number; ended: number }> => {
  const held = await heldBy(desk, member);
  const give = (
    rows: readonly { person_id: Id; role: RoleOnPerson }[],
    command: (role: RoleOnPerson) => PersonCommand,
  ) =>
    inTurns(rows, (some) =>
      act(
        kernel,
        desk,
        caller,
        room,
        some.map(({ person_id, role }) => ({ id: person_id, command: command(role) })),
        actOf,
      ),
    );
  const given = held.filter(({ role }) => successors[role]);
  const outcomes = await give(given, (role) => ({ do: 'set_role', role, member: successors[role]!, move_tasks }));
  const refused = given.filter((_, i) => !outcomes[i]!.yes);
  const ending = [...held.filter(({ role }) => !successors[role]), ...refused];
  await give(ending, (role) => ({ do: 'end_role', role }));
  return { handed_over: given.length - refused.length, ended: ending.length };
};

const heldBy = async ({ tx, practice, today }: Desk, member: Id): Promise<{ person_id: Id; role: RoleOnPerson }[]> => {
  const { rows } = await sql<{ person_id: Id; role: RoleOnPerson }>`
    select distinct h.person_id, h.role from app.role_holding h
    join app.person p on p.practice_id = h.practice_id and p.id = h.person_id
    where h.practice_id = ${practice.id} and h.member_id = ${member} and h.deleted_at is null and (h.until is null or h.until > ${today})
      and p.deleted_at is null and p.merged_into is null and p.erased_at is null`.execute(tx);
  return rows;
};

/** One person stands in a batch once, since a batch decides each state once. */
const inTurns = async (
  rows: readonly { person_id: Id; role: RoleOnPerson }[],
  work: (some: readonly { person_id: Id; role: RoleOnPerson }[]) => Promise<Outcome<PersonState>[]>,
): Promise<Outcome<PersonState>[]> => {
  const outcomes = new Map<(typeof rows)[number], Outcome<PersonState>>();
  let left = [...rows];
  while (left.length) {
    const turn = [...new Map(left.map((row) => [row.person_id, row])).values()].slice(0, CHUNK);
    const done = await work(turn);
    for (const [i, row] of turn.entries()) outcomes.set(row, done[i]!);
    left = left.filter((row) => !outcomes.has(row));
  }
  return rows.map((row) => outcomes.get(row)!);
};
