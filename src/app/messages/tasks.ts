import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Kernel, Room } from '#kernel/loop/room.ts';
import type { LoneTaskCommand } from '#workflows/runs/commands.ts';
import type { Work } from '#workflows/runs/model.ts';
import { caller } from '../reacting.ts';

/** Something for a person to look at, because of what became of a message. */
export interface Asked {
  /** Left out: a task of its own each time. */
  id?: Id;
  title: string;
  instructions: string;
  client_id: Id | null;
  author_id?: Id | null;
  run_id?: Id | null;
}

/** To the client's specialist, else who wrote the message, else who owns its run; where that is nobody who may see it, to all. */
export const askSomebody = async (
  kernel: Kernel,
  desk: Desk,
  tasks: Room<Work, LoneTaskCommand>,
  asked: readonly Asked[],
): Promise<void> => {
  for (const { id = newId(), title, instructions, ...about } of asked) {
    const member = await minderOf(desk, about);
    const task = {
      do: 'add_task' as const,
      id,
      title: title.length > 120 ? `${title.slice(0, 119)}…` : title,
      instructions,
      ...(about.client_id && { subject: { record: 'person' as const, id: about.client_id } }),
    };
    const given = { ...task, ...(member && { to: { member } }) };
    const [outcome] = await act(kernel, desk, caller(), tasks, [{ id, command: given }]);
    if (!outcome!.yes && member) await act(kernel, desk, caller(), tasks, [{ id, command: task }]);
  }
};

const minderOf = async (
  { tx, practice }: Desk,
  { client_id, author_id, run_id }: Pick<Asked, 'client_id' | 'author_id' | 'run_id'>,
): Promise<Id | null> => {
  const { rows } = await sql<{ id: Id }>`
    select m.id from (
      select h.member_id as id, case h.role when 'specialist' then 1 when 'manager' then 4 else 5 end as rank from app.role_holding h
      where h.practice_id = ${practice.id} and h.person_id = ${client_id} and h.role in ('specialist', 'manager', 'partner')
        and h.deleted_at is null and h.in_force_at is not null and h.until is null
      union all select ${author_id ?? null}::uuid, 2
      union all select r.owner_id, 3 from app.run r where r.practice_id = ${practice.id} and r.id = ${run_id ?? null}::uuid) as one
    join app.member m on m.practice_id = ${practice.id} and m.id = one.id and m.state = 'active'
    order by one.rank limit 1`.execute(tx);
  return rows[0]?.id ?? null;
};
