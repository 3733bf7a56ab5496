import { type RawBuilder, sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addDays, type PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Context, Who } from '#kernel/decision/model.ts';
import type { Room } from '#kernel/loop/room.ts';
import type { Occurrence } from '#workflows/cadence/model.ts';
import { occurrencesAfter } from '#workflows/cadence/occurrences.ts';
import type { LaunchState } from '#workflows/launch/model.ts';
import { launchOf } from '#workflows/launch/occurrence.ts';
import { previewLaunch } from '#workflows/launch/preview.ts';
import type { LaunchOn } from '#workflows/launch/store.ts';
import { directory } from '#workflows/runs/directory.ts';
import { plan } from '#workflows/runs/plan.ts';
import type { SubjectsPort } from '#workflows/runs/port.ts';
import { loadRuns } from '#workflows/runs/store.ts';
import { ABOUT, visibleSubject } from '#workflows/runs/visible.ts';
import type { ClientOfSeries } from '#workflows/series/model.ts';
import { currentVersion, outBecause, planningFor, stateOf } from '#workflows/series/state.ts';
import { loadClients } from '#workflows/series/store.ts';
import { type Ahead, type Load, WEEKS } from './model.ts';
import { aheadIn, loadOf } from './rules.ts';

export interface LoadPorts {
  subjects: SubjectsPort<Desk>;
  launches: Room<LaunchState, LaunchOn>;
}

/** So many open runs, and clients of series, are looked at; a practice with more is told so. */
const MOST = 3000;
const CHUNK = 500;

export type TeamLoad = Load & { runs: number; dates: number; more: boolean };

/** Open and planned tasks of the team for 13 weeks, from open runs, tasks by hand and series (WF-202). */
export const teamLoad = async (desk: Desk, who: Who, ports: LoadPorts): Promise<TeamLoad> => {
  const runs = await openRuns(desk, who);
  const work: Ahead[] = await loneTasks(desk, who);
  for (let at = 0; at < Math.min(runs.length, MOST); at += CHUNK)
    for (const state of (await loadRuns(desk, ports.subjects, runs.slice(at, Math.min(at + CHUNK, MOST)))).values())
      work.push(...aheadIn(plan(state, contextOn(desk, who, desk.today)), desk.today));
  const repeated = await datesToCome(desk, who);
  const started = await startedBy(desk, who, { ports, wanted: repeated.launches });
  work.push(...started);
  const load = loadOf(work, await teamOf(desk));
  return {
    ...load,
    runs: Math.min(runs.length, MOST),
    dates: repeated.launches.length,
    more: runs.length > MOST || repeated.more,
  };
};

/** What starting a workflow today on these records would add (WF-202); those that would be refused add nothing. */
export const addedLoad = async (
  desk: Desk,
  who: Who,
  ports: LoadPorts,
  launches: readonly LaunchOn[],
): Promise<Load> => {
  const wanted = launches.map((command) => ({ command, on: desk.today }));
  return loadOf(await startedBy(desk, who, { ports, wanted }), await teamOf(desk));
};

const teamOf = async (desk: Desk) => ({ directory: await directory(desk), calendar: desk.practice, today: desk.today });

const contextOn = ({ now, practice }: Desk, who: Who, today: PlainDate): Context => ({
  now,
  today,
  practice,
  who,
  newId,
});

/** Open runs that somebody sees, the oldest first, at most one more than is looked at. */
export const openRuns = async (desk: Desk, who: Who): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select r.id from app.run r
    left join app.person p on p.practice_id = r.practice_id and p.id = ${ABOUT}
    where r.practice_id = ${desk.practice.id} and r.ended_at is null and ${visibleSubject(desk, who)}
    order by r.started_at, r.id limit ${MOST + 1}`.execute(desk.tx);
  return rows.map(({ id }) => id);
};

const loneTasks = async (desk: Desk, who: Who): Promise<Ahead[]> => {
  const { rows } = await sql<Ahead['seat'] & { due_on: PlainDate | null }>`
    select r.assignee_id, r.pool_role_id, r.for_member_id, r.due_on from app.task r
    left join app.person p on p.practice_id = r.practice_id and p.id = r.client_id
    where r.practice_id = ${desk.practice.id} and r.run_id is null and r.state in ('ready', 'in_progress')
      and ${visibleSubject(desk, who)}`.execute(desk.tx);
  return rows.map(({ due_on, ...seat }) => ({ seat, on: due_on ?? desk.today }));
};

interface ToStart {
  command: LaunchOn;
  /** The day on which it would be started. */
  on: PlainDate;
}

/** Every date of active series that starts within the quarter, for clients that take part. */
const datesToCome = async (desk: Desk, who: Who): Promise<{ launches: ToStart[]; more: boolean }> => {
  const ids = await clientsOfSeries(desk, visibleSubject(desk, who));
  const end = addDays(desk.today, 7 * WEEKS);
  const states = await loadClients(
    desk,
    ids.slice(0, MOST).map((id) => ({ id, command: { do: 'settle' } })),
  );
  const launches = [...states.values()].flatMap((state) => {
    if (outBecause(state) || stateOf(state.series) !== 'active') return [];
    const known = new Map(state.occurrences.map((row) => [row.key, row.state]));
    const { series, row } = state;
    return [...madeBefore(state, end, desk.today)]
      .filter(({ key, skipped }) => !skipped && (known.get(key) ?? 'planned') === 'planned')
      .map((one): ToStart => {
        const { workflow_id: workflow } = series;
        const command = { ...launchOf(one), workflow, subject: row.client_id, as: 'client' } as LaunchOn;
        return { command, on: one.deploy_on < desk.today ? desk.today : one.deploy_on };
      });
  });
  return { launches, more: ids.length > MOST };
};

/**
 * Dates from `today` on that are made before `end`. Once one is not, none after it is, unless a version yet to come is made
 * earlier or somebody set a date by hand; so they are not computed.
 */
function* madeBefore(state: ClientOfSeries, end: PlainDate, today: PlainDate): Generator<Occurrence> {
  const newest = currentVersion(state.series).number;
  const byHand = state.occurrences.filter(({ override }) => override).map(({ scheduled }) => scheduled);
  for (const one of occurrencesAfter(planningFor(state), addDays(today, -1))) {
    if (one.deploy_on < end) yield one;
    else if (one.cadence_version === newest && byHand.every((date) => date < one.scheduled)) return;
  }
}

const clientsOfSeries = async ({ tx, practice }: Desk, visible: RawBuilder<boolean>): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select c.id from app.series_client c
    join app.series s on s.practice_id = c.practice_id and s.id = c.series_id and s.ended_at is null
    join app.person p on p.practice_id = c.practice_id and p.id = c.client_id
    cross join lateral (select 'person'::text as subject_kind) r
    where c.practice_id = ${practice.id} and c.out_because is null and not c.over and ${visible}
    order by c.id limit ${MOST + 1}`.execute(tx);
  return rows.map(({ id }) => id);
};

/** The tasks of runs that are not there yet, each planned as on the day it would be started. */
const startedBy = async (
  desk: Desk,
  who: Who,
  { ports, wanted }: { ports: LoadPorts; wanted: readonly ToStart[] },
): Promise<Ahead[]> => {
  const work: Ahead[] = [];
  for (let at = 0; at < wanted.length; at += CHUNK) {
    const some = wanted.slice(at, at + CHUNK).map((one) => ({ ...one, id: newId() }));
    const states = await ports.launches.load(desk, some, who);
    for (const { id, command, on } of some) {
      const { refusal, steps } = previewLaunch(states.get(id)!, command, contextOn(desk, who, on));
      if (!refusal) work.push(...aheadIn(steps, on));
    }
  }
  return work;
};
