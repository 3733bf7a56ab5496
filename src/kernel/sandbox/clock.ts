import { sql } from 'kysely';
import { newId } from '#ground/id.ts';
import { dateAt, type Instant, latest } from '#ground/time.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { record } from '#kernel/audit/record.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { invalid, notFound, problem, ref } from '#kernel/decision/rules.ts';
import type { Place } from '#kernel/http/route.ts';
import { again, originOf } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { type Woken, wake } from '#kernel/schedule/wake.ts';

export interface Moved {
  yes: true;
  now: Instant;
  /** False when the time allowed was over first: moving on continues from `now`. */
  arrived: boolean;
  woken: number;
  /** Things that could not be woken; they are left asleep, as a worker leaves them after its last try. */
  failed: number;
}

export interface MoveOptions {
  /** Stops between two due points once it answers true. */
  over?(): boolean;
  onFault?(error: unknown): void;
}

/** At one due point as many wake in one transaction. */
const AT_ONCE = 500;
/** A thing that wakes itself at the same instant again and again would hold the clock for ever. */
const MOST_STEPS_AT_ONE_INSTANT = 10_000;

/**
 * Moves a sandbox's clock to `to`, from due point to due point in order, each in its own transaction, so that the result
 * equals living through it (PL-142). Refuses `not_found` for any other practice, and a time that is not later.
 */
export const moveClock = async (
  kernel: Kernel,
  place: Place,
  to: Instant,
  options: MoveOptions = {},
): Promise<Moved | Refusal> => {
  const begun = await inPractice(kernel.db, place.practice_id, (desk) => begin(desk, to));
  if (typeof begun !== 'string') return begun;
  const moved: Moved = { yes: true, now: begun, arrived: false, woken: 0, failed: 0 };
  let steps = 0;
  while (!moved.arrived && !options.over?.()) {
    const step = await oneStep(kernel, place, to, options);
    steps = step.now === moved.now ? steps + 1 : 0;
    if (steps > MOST_STEPS_AT_ONE_INSTANT)
      throw new Error(`the clock cannot pass ${moved.now}: something wakes itself without end`);
    moved.now = step.now;
    moved.arrived = step.arrived;
    moved.woken += step.woken;
    moved.failed += step.failed;
  }
  await inPractice(kernel.db, place.practice_id, (desk) => tellMove(desk, place, begun, moved.now));
  return moved;
};

/** The time the clock stands at; made to stand if it never was. */
const begin = async (desk: Desk, to: Instant): Promise<Instant | Refusal> => {
  if (desk.practice.kind !== 'sandbox') return notFound();
  if (to <= desk.now)
    return invalid(problem('/to', 'not_later', 'The clock only goes forward. To go back, reset the sandbox.'));
  await sql`
    insert into app.clock (practice_id, now, moved_by, moved_at) values (${desk.practice.id}, ${desk.now}, 'operator', clock_timestamp())
    on conflict do nothing`.execute(desk.tx);
  return desk.now;
};

interface Step {
  now: Instant;
  arrived: boolean;
  woken: number;
  failed: number;
}

/** All that is due next, or where that fails the first of it alone, or if that is what fails, without it. */
const oneStep = async (kernel: Kernel, place: Place, to: Instant, options: MoveOptions): Promise<Step> => {
  const step = (most: number, leave: boolean) =>
    again(() => inPractice(kernel.db, place.practice_id, (desk) => stepAt(kernel, desk, place, { to, most, leave })));
  try {
    return await step(AT_ONCE, false);
  } catch {
    return step(1, false).catch((error) => {
      options.onFault?.(error);
      return step(1, true);
    });
  }
};

const stepAt = async (
  kernel: Kernel,
  desk: Desk,
  place: Place,
  { to, most, leave }: { to: Instant; most: number; leave: boolean },
): Promise<Step> => {
  const { tx, practice } = desk;
  const stands = await lockedTime(desk);
  const { rows } = await sql<{ due: Instant | null }>`
    select min(due_at) as due from app.timer
    where practice_id = ${practice.id} and own_clock and state = 'waiting' and due_at <= ${to}`.execute(tx);
  const due = rows[0]!.due;
  const now = due ? latest(stands, due)! : latest(stands, to)!;
  await sql`
    update app.clock set now = ${now}, moved_by = ${place.caller.who.actor}, moved_at = clock_timestamp()
    where practice_id = ${practice.id}`.execute(tx);
  if (!due) return { now, arrived: true, woken: 0, failed: 0 };
  const claimed = await claim(desk, now, most);
  const then = { ...desk, now, today: dateAt(now, practice.time_zone) };
  if (!leave) await wake(kernel, then, { who: systemWho('timer'), request_id: newId() }, claimed);
  return { now, arrived: false, woken: leave ? 0 : claimed.length, failed: leave ? claimed.length : 0 };
};

/** Whoever moves holds the clock for the step, so two who move at once go one after the other. */
const lockedTime = async ({ tx, practice }: Desk): Promise<Instant> => {
  const { rows } = await sql<{
    now: Instant;
  }>`select now from app.clock where practice_id = ${practice.id} for update`.execute(tx);
  return rows[0]!.now;
};

const claim = async ({ tx, practice }: Desk, now: Instant, most: number): Promise<Woken[]> => {
  const { rows } = await sql<Woken>`
    with due as (
      select room, thing from app.timer
      where practice_id = ${practice.id} and own_clock and state = 'waiting' and due_at <= ${now}
      order by due_at, room, thing limit ${most} for update)
    update app.timer t set state = 'queued', fence = t.fence + 1, queued_at = ${now}
    from due where t.practice_id = ${practice.id} and t.room = due.room and t.thing = due.thing
    returning t.room, t.thing, t.fence`.execute(tx);
  return rows;
};

const tellMove = async (desk: Desk, place: Place, from: Instant, to: Instant): Promise<void> => {
  const thing = ref('practice', desk.practice.id);
  const event = { verb: 'practice.clock_moved', thing, facts: { now: [from, to] as const } };
  await record(desk, originOf(place.caller), [{ event, act_id: newId(), root: thing, personal: [] }]);
};

export interface DuePoint {
  at: Instant;
  room: string;
  count: number;
}

/** What wakes next, as far as it is known now. */
export const nextDuePoints = async ({ tx, practice }: Desk, most = 10): Promise<DuePoint[]> => {
  const { rows } = await sql<DuePoint>`
    select due_at as at, room, count(*)::int as count from app.timer
    where practice_id = ${practice.id} and own_clock and state = 'waiting'
    group by due_at, room order by due_at, room limit ${most}`.execute(tx);
  return rows;
};
