import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addMilliseconds, type Instant } from '#ground/time.ts';
import { type Desk, hasOwnClock } from '#kernel/database/practice.ts';
import type { Effect } from '#kernel/decision/model.ts';

type Wake = Extract<Effect, { do: 'wake' }>;
type Sleep = Extract<Effect, { do: 'sleep' }>;

/**
 * One timer per room and thing: the newest wish wins, and the fence makes a job that was queued for an older one stale.
 * Those of a practice with a clock of its own the dispatcher never sees (PL-142).
 */
export const setTimers = async (desk: Desk, wakes: readonly Wake[]): Promise<void> => {
  const last = new Map(wakes.map((wake) => [`${wake.room}:${wake.thing}`, wake]));
  const rows = JSON.stringify([...last.values()].map(({ room, thing, at }) => ({ room, thing, at })));
  await sql`
    insert into app.timer (practice_id, room, thing, due_at, state, own_clock)
    select ${desk.practice.id}, w.room, w.thing, w.at, 'waiting', ${hasOwnClock(desk.practice)}
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

/** An alarm that is to ring in less than this may be ringing already, and is set anew. */
const RINGING_MS = 20_000;

/**
 * Sets an alarm where none waits that is early enough: what many ask for is done once, and no later than the first of them
 * asked. An alarm that waits is not locked, so that those who ask do not wait for each other.
 */
export const wakeSoon = async (desk: Desk, room: string, things: readonly Id[], at: Instant): Promise<void> => {
  if (!things.length) return;
  await sql`
    insert into app.timer as t (practice_id, room, thing, due_at, state, own_clock)
    select ${desk.practice.id}, ${room}, one.thing, ${at}, 'waiting', ${hasOwnClock(desk.practice)}
    from unnest(${things}::uuid[]) as one(thing)
    where not exists (select 1 from app.timer w where w.practice_id = ${desk.practice.id} and w.room = ${room} and w.thing = one.thing
      and w.state = 'waiting' and w.due_at > ${addMilliseconds(desk.now, RINGING_MS)})
    on conflict (practice_id, room, thing) do update
    set due_at = excluded.due_at, state = 'waiting', fence = t.fence + 1, queued_at = null`.execute(desk.tx);
};
