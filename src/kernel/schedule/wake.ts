import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';

/** A timer that fired, with the fence under which it was claimed. */
export interface Woken {
  room: string;
  thing: Id;
  fence: number;
}

/**
 * Wakes what the timers name, in the transaction that also takes the timers away. A timer that was set anew since, or that
 * another node already finished, is left alone: its fence is another. Answers how many things woke.
 */
export const wake = async (kernel: Kernel, desk: Desk, caller: Caller, woken: readonly Woken[]): Promise<number> => {
  // «is true» keeps the planner from a join: it believes that one timer is queued, and would read all of `w` for each.
  const { rows } = await sql<{ room: string; thing: Id }>`
    delete from app.timer
    where practice_id = ${desk.practice.id} and room = any(${[...new Set(woken.map(({ room }) => room))]})
      and thing = any(${woken.map(({ thing }) => thing)}) and state = 'queued' and ((room, thing, fence) in (
        select room, thing, fence from json_to_recordset(${JSON.stringify(woken)}::json) as w(room text, thing uuid, fence int))) is true
    returning room, thing`.execute(desk.tx);
  for (const name of new Set(rows.map((row) => row.room))) {
    const room = kernel.rooms.get(name);
    if (!room) throw new Error(`a timer names the room ${name}, which is not in the house`);
    const mine = rows.filter((row) => row.room === name);
    await act(
      kernel,
      desk,
      caller,
      room,
      mine.map(({ thing }) => ({ id: thing, command: { do: 'wake' } })),
    );
  }
  return rows.length;
};
