import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds, latest } from '#ground/time.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { isCollision, VersionLost } from '#kernel/database/rows.ts';
import type { Command, Json } from '#kernel/decision/model.ts';
import { CHUNK } from '#kernel/loop/many.ts';
import { act, again, type Outcome } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, Kernel } from '#kernel/loop/room.ts';
import { launchOf } from '#workflows/launch/occurrence.ts';
import type { ClientCommand, StoredOccurrence } from './model.ts';
import { series, seriesClients } from './store.ts';
import { isRunOut, nextWake } from './waking.ts';

export interface SeriesDoor {
  kernel: Kernel;
  launches: AnyRoom;
}

/** One round of work on one series. */
interface Round {
  series: Id;
  /** For whom it was published, and whether each gets an extra one today (CA-30). */
  first: boolean;
  also_now?: boolean;
}

/**
 * The work of a series: newcomers join, each client is looked at once, what is due is launched through every rule of launching,
 * at most 500 at a time and each step in one transaction (CA-43, WF-174). Killed anywhere, the next round goes on where the last
 * commit stood; however many work at once, each occurrence is made once (CA-33).
 */
export const seriesWork =
  (door: SeriesDoor) =>
  async (practice: Id, data: Record<string, Json>): Promise<void> => {
    const round = data as unknown as Round;
    for (let at: At | null = BEGIN; at; ) {
      const from: At = at;
      at = await again(() => inPractice(door.kernel.db, practice, (desk) => step(door, desk, round, from)));
    }
  };

/** All of it in the transaction that is there already: a sandbox lives by its own clock, and waits for no worker (PL-142). */
export const seriesWorkHere =
  (door: SeriesDoor) =>
  async (desk: Desk, given: readonly Record<string, Json>[]): Promise<void> => {
    for (const round of given)
      for (let at: At | null = BEGIN; at; ) at = await step(door, desk, round as unknown as Round, at);
  };

/** How far a round is; whom it looked at stands in no row, so that rounds which meet do not undo each other's marks. */
export interface At {
  part: 'join' | 'look' | 'launch';
  /** The last client that was looked at. */
  after: Id | null;
}
export const BEGIN: At = { part: 'join', after: null };

/** Does one step; answers where to go on, null after the last. */
export const step = async (door: SeriesDoor, desk: Desk, round: Round, at: At = BEGIN): Promise<At | null> => {
  if (at.part === 'join') {
    const joined = await join(door, desk, round);
    return joined === CHUNK ? at : { part: 'look', after: null };
  }
  if (at.part === 'look') {
    const seen = await look(door, desk, round, at.after);
    return seen.length === CHUNK ? { part: 'look', after: seen.at(-1)! } : { part: 'launch', after: null };
  }
  if (await launch(door, desk, round)) return at;
  await finish(door, desk, round);
  return null;
};

const who = systemWho('cadence');
const caller = (): Caller => ({ who, request_id: newId() });

type Wanted = { id: Id; command: ClientCommand };

const told = async ({ kernel }: SeriesDoor, desk: Desk, wanted: readonly Wanted[]): Promise<number> => {
  if (wanted.length) await act(kernel, desk, caller(), seriesClients, wanted);
  return wanted.length;
};

/** Clients named, and those who carry one of the tags now (CA-39). */
const join = async (door: SeriesDoor, desk: Desk, { series: id, first, also_now = false }: Round): Promise<number> => {
  const { rows } = await sql<{ client: Id }>`
    with s as (select * from app.series where practice_id = ${desk.practice.id} and id = ${id} and ended_at is null),
    -- each name that was merged is followed to its survivor once, not once per person
    wanted as materialized (
      select case when m.merged_into is null then c else app.survivor_of(s.practice_id, c) end as id
      from s, unnest(s.clients) c left join app.person m on m.practice_id = ${desk.practice.id} and m.id = c
      union
      select p.id from s join app.person p on p.practice_id = s.practice_id
        and p.tags && array(select t.id from app.tag t where t.practice_id = s.practice_id and t.id = any(s.tags) and t.deleted_at is null))
    select p.id as client from wanted w join app.person p on p.practice_id = ${desk.practice.id} and p.id = w.id and p.kind = 'client'
      and p.deleted_at is null and p.merged_into is null and p.erased_at is null
    where p.id not in (select c.client_id from app.series_client c where c.practice_id = ${desk.practice.id} and c.series_id = ${id})
    order by p.id limit ${CHUNK}`.execute(desk.tx);
  return told(
    door,
    desk,
    rows.map(({ client }) => ({ id: newId(), command: { do: 'join', series: id, client, first, also_now } })),
  );
};

/** The next of them, in an order that two rounds at once share: the second waits, and finds it done. */
const look = async (door: SeriesDoor, desk: Desk, { series: id }: Round, after: Id | null): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.series_client where practice_id = ${desk.practice.id} and series_id = ${id}
      and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${CHUNK} for update`.execute(desk.tx);
  const ids = rows.map((row) => row.id);
  await told(
    door,
    desk,
    ids.map((one) => ({ id: one, command: { do: 'settle' } })),
  );
  return ids;
};

/** A queued occurrence, with what launching needs beside it. */
interface Due
  extends Pick<StoredOccurrence, 'series_client_id' | 'key' | 'client_id' | 'due' | 'period_start' | 'period_end'> {
  workflow: Id;
  waits: boolean;
  /** The run before it is still open. */
  running: boolean;
}

const launch = async (door: SeriesDoor, desk: Desk, { series: id }: Round): Promise<number> => {
  const due = await claim(desk, id);
  const begun = new Set<Id>();
  const [held, free] = [[] as Due[], [] as Due[]];
  for (const one of due) {
    const holds = one.waits && (one.running || begun.has(one.series_client_id));
    (holds ? held : free).push(one);
    begun.add(one.series_client_id);
  }
  await told(
    door,
    desk,
    held.map(({ series_client_id, key }) => ({ id: series_client_id, command: { do: 'defer', key } })),
  );
  await told(door, desk, await launchAll(door, desk, free));
  return due.length;
};

const claim = async ({ tx, practice }: Desk, id: Id): Promise<Due[]> => {
  const { rows } = await sql<Due>`
    with o as materialized (
      select o.* from app.occurrence o join app.series s on s.practice_id = o.practice_id and s.id = o.series_id and s.state = 'active'
      where o.practice_id = ${practice.id} and o.series_id = ${id} and o.state = 'queued'
      order by o.scheduled, o.id limit ${CHUNK} for update of o skip locked)
    select o.series_client_id, o.key, o.client_id, o.due, o.period_start, o.period_end, s.workflow_id as workflow,
      coalesce((s.versions -> -1 -> 'cadence' ->> 'wait_for_previous')::boolean, false) as waits,
      exists (select 1 from app.occurrence b join app.run r on r.practice_id = b.practice_id and r.id = b.run_id and r.ended_at is null
        where b.practice_id = o.practice_id and b.series_client_id = o.series_client_id and b.state = 'deployed') as running
    from o join app.series s on s.practice_id = o.practice_id and s.id = o.series_id order by o.scheduled, o.id`.execute(
    tx,
  );
  return rows;
};

/** All at once; where one of them breaks the transaction, each by itself, so that it holds up nobody else (CA-42). */
const launchAll = async (door: SeriesDoor, desk: Desk, due: readonly Due[]): Promise<Wanted[]> => {
  const all = await saved(desk, () => launchSome(door, desk, due));
  if (all.yes) return all.value;
  const reports: Wanted[] = [];
  for (const one of due) {
    const alone = await saved(desk, () => launchSome(door, desk, [one]));
    reports.push(...(alone.yes ? alone.value : [failure(one, alone.error)]));
  }
  return reports;
};

const launchSome = async ({ kernel, launches }: SeriesDoor, desk: Desk, due: readonly Due[]): Promise<Wanted[]> => {
  const wanted = due.map((one) => ({ id: newId(), command: commandOf(one) }));
  const outcomes = await act(kernel, desk, caller(), launches, wanted);
  return outcomes.map((outcome, i) => report(due[i]!, outcome));
};

const commandOf = ({ workflow, client_id, period_start, period_end, ...one }: Due): Command => {
  const period = period_start && period_end ? { from: period_start, to: period_end } : null;
  return { ...launchOf({ ...one, period }), workflow, subject: client_id, as: 'client' } as Command;
};

const report = ({ series_client_id: id, key }: Due, outcome: Outcome<object>): Wanted => {
  if (outcome.yes) return { id, command: { do: 'created', key, run: outcome.id } };
  const { code, because, facts } = outcome;
  const run = typeof facts?.run === 'string' ? facts.run : null;
  return { id, command: { do: 'refused', key, code, because, run } };
};

const failure = ({ series_client_id: id, key }: Due, error: unknown): Wanted => ({
  id,
  command: { do: 'failed', key, because: (error as Error)?.message || 'It could not be started.' },
});

type Saved<T> = { yes: true; value: T } | { yes: false; error: unknown };

/** A part of the transaction that may be given up without the rest. Somebody else's being first is for the whole to try again. */
const saved = async <T>({ tx }: Desk, work: () => Promise<T>): Promise<Saved<T>> => {
  await sql`savepoint part`.execute(tx);
  try {
    const value = await work();
    await sql`release savepoint part`.execute(tx);
    return { yes: true, value };
  } catch (error) {
    if (error instanceof VersionLost || isCollision(error)) throw error;
    await sql`rollback to savepoint part`.execute(tx);
    return { yes: false, error };
  }
};

const LEFT_BEHIND_MS = 60_000;

/** The series sleeps until its next date or try, or ends where nothing more can come (CA-32). */
const finish = async ({ kernel }: SeriesDoor, desk: Desk, { series: id }: Round): Promise<void> => {
  await sql`select 1 from app.series where practice_id = ${desk.practice.id} and id = ${id} for update`.execute(
    desk.tx,
  );
  if (await isRunOut(desk, id)) await act(kernel, desk, caller(), series, [{ id, command: { do: 'run_out' } }]);
  const next = await nextWake(desk, id);
  // what a round left behind waits a little: it must not be woken for it again and again
  const at = next && latest(next, addMilliseconds(desk.now, LEFT_BEHIND_MS));
  if (at) await kernel.writers.wake(desk, [{ do: 'wake', room: 'series', thing: id, at }], caller());
  else await kernel.writers.sleep(desk, [{ do: 'sleep', room: 'series', thing: id }], caller());
};
