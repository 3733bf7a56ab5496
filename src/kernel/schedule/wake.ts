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
  const { rows } = await sql<{ room: string; thing: Id }>`
    delete from app.timer t using json_to_recordset(${JSON.stringify(woken)}::json) as w(room text, thing uuid, fence int)
    where t.practice_id = ${desk.practice.id} and t.room = w.room and t.thing = w.thing and t.fence = w.fence and t.state = 'queued'
    returning t.room, t.thing`.execute(desk.tx);
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
