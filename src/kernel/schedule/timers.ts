import { sql } from 'kysely';
import type { Desk } from '#kernel/database/practice.ts';
import type { Effect } from '#kernel/decision/model.ts';

type Wake = Extract<Effect, { do: 'wake' }>;
type Sleep = Extract<Effect, { do: 'sleep' }>;

/**
 * One timer per room and thing: the newest wish wins, and the fence makes a job that was queued for an older one stale.
 * A sandbox's timers follow its own clock, so the dispatcher never sees them (PL-142).
 */
export const setTimers = async (desk: Desk, wakes: readonly Wake[]): Promise<void> => {
  const last = new Map(wakes.map((wake) => [`${wake.room}:${wake.thing}`, wake]));
  const rows = JSON.stringify([...last.values()].map(({ room, thing, at }) => ({ room, thing, at })));
  await sql`
    insert into app.timer (practice_id, room, thing, due_at, state, own_clock)
    select ${desk.practice.id}, w.room, w.thing, w.at, 'waiting', ${desk.practice.kind === 'sandbox'}
    from json_to_recordset(${rows}::json) as w(room text, thing uuid, at timestamptz)
    on conflict (practice_id, room, thing) do update
    set due_at = excluded.due_at, state = 'waiting', fence = app.timer.fence + 1, queued_at = null`.execute(desk.tx);
};

export const clearTimers = async (desk: Desk, sleeps: readonly Sleep[]): Promise<void> => {
  const rows = JSON.stringify(sleeps.map(({ room, thing }) => ({ room, thing })));
  await sql`
    delete from app.timer t using json_to_recordset(${rows}::json) as s(room text, thing uuid)
    where t.practice_id = ${desk.practice.id} and t.room = s.room and t.thing = s.thing`.execute(desk.tx);
};
