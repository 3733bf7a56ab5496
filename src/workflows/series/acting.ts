import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Command, Refusal } from '#kernel/decision/model.ts';
import { conflict, notFound } from '#kernel/decision/rules.ts';
import type { Place } from '#kernel/http/route.ts';
import { CHUNK } from '#kernel/loop/many.ts';
import { act, again, type Outcome } from '#kernel/loop/perform.ts';
import type { AnyRoom, Kernel } from '#kernel/loop/room.ts';
import { workOut } from './changing.ts';
import type { ClientCommand, ClientOfSeries, SeriesCommand, SeriesRoot } from './model.ts';
import { series, seriesClients } from './store.ts';
import type { AskedChange, WorkedOut } from './worked-out.ts';

/** What somebody does with a series or some of its dates; the work that follows is queued in the same transaction. */

export interface Acting {
  kernel: Kernel;
  /** Runs, whose dates change with the cadence (CA-54). */
  runs: AnyRoom;
}

export const onSeries = (kernel: Kernel, place: Place, id: Id, command: SeriesCommand, version?: number) =>
  again(() =>
    inPractice(kernel.db, place.practice_id, async (desk): Promise<Outcome<SeriesRoot>> => {
      const [outcome] = await act(kernel, desk, place.caller, series, [{ id, command, version }]);
      return outcome!;
    }),
  );

/** One date of one client, by its key. */
export interface DateRef {
  series: Id;
  client: Id;
  key: string;
}

type Said = Exclude<ClientCommand, { do: 'join' | 'settle' }>;

/** One command on each of many dates, 500 a transaction, each decided as if alone; what the caller may not see is not there. */
export const onDates = async (
  kernel: Kernel,
  place: Place,
  dates: readonly DateRef[],
  how: { command: (date: DateRef) => Said; seen: (desk: Desk) => Promise<RawBuilder<boolean>> },
): Promise<(Outcome<ClientOfSeries> | Refusal)[]> => {
  const outcomes: (Outcome<ClientOfSeries> | Refusal)[] = [];
  for (let i = 0; i < dates.length; i += CHUNK)
    outcomes.push(
      ...(await again(() =>
        inPractice(kernel.db, place.practice_id, (desk) => some(kernel, place, desk, dates.slice(i, i + CHUNK), how)),
      )),
    );
  return outcomes;
};

const some = async (
  kernel: Kernel,
  place: Place,
  desk: Desk,
  dates: readonly DateRef[],
  { command, seen }: Parameters<typeof onDates>[3],
) => {
  const ids = await rowsOf(desk, dates, await seen(desk));
  const wanted = dates.flatMap((date, at) => {
    const id = ids.get(`${date.series} ${date.client}`);
    return id ? [{ at, id, command: command(date) }] : [];
  });
  const found = await act(kernel, desk, place.caller, seriesClients, wanted);
  const outcomes: (Outcome<ClientOfSeries> | Refusal)[] = dates.map(() => notFound());
  for (const [i, { at }] of wanted.entries()) outcomes[at] = found[i]!;
  await wakeAll(kernel, desk, place, [...new Set(wanted.map(({ at }) => dates[at]!.series))]);
  return outcomes;
};

const rowsOf = async ({ tx, practice }: Desk, dates: readonly DateRef[], seen: RawBuilder<boolean>) => {
  const pairs = JSON.stringify(dates.map(({ series: s, client }) => ({ series: s, client })));
  const { rows } = await sql<{ id: Id; pair: string }>`
    select distinct c.id, c.series_id || ' ' || c.client_id as pair from json_to_recordset(${pairs}::json) as d(series uuid, client uuid)
    join app.series_client c on c.practice_id = ${practice.id} and c.series_id = d.series and c.client_id = d.client
    join app.person p on p.practice_id = c.practice_id and p.id = c.client_id and ${seen}`.execute(tx);
  return new Map(rows.map(({ pair, id }) => [pair, id]));
};

const wakeAll = async (kernel: Kernel, desk: Desk, place: Place, ids: readonly Id[]): Promise<void> => {
  const caller = { ...place.caller, who: systemWho('cadence') };
  if (ids.length)
    await act(
      kernel,
      desk,
      caller,
      series,
      ids.map((id) => ({ id, command: { do: 'wake' } })),
    );
};

/** Saves a change that was worked out from the version the caller saw; the list is made anew where it is another (CA-51). */
export const saveChange = (
  { kernel, runs }: Acting,
  place: Place,
  asked: AskedChange & { based_on: number },
  seen: (desk: Desk) => Promise<RawBuilder<boolean>>,
) =>
  again(() =>
    inPractice(kernel.db, place.practice_id, async (desk): Promise<WorkedOut | Refusal> => {
      const found = await workOut(desk, asked, await seen(desk));
      if (!found.yes) return found;
      if (found.series.version !== asked.based_on)
        return conflict('The series has changed since you looked. Look at the new dates, then save again.');
      if (asked.scope === 'this') await overrideAll(kernel, desk, place, asked, found);
      else {
        const { versions } = found;
        const command: SeriesCommand = { do: 'set_versions', versions, based_on: asked.based_on };
        await actAll(kernel, desk, place, series, [{ id: asked.series, command }]);
        await moveRuns({ kernel, runs }, desk, place, found);
        await keepHandMade(kernel, desk, place, found);
      }
      await wakeAll(kernel, desk, place, [asked.series]);
      return found;
    }),
  );

const overrideAll = (
  kernel: Kernel,
  desk: Desk,
  place: Place,
  { from_key: key }: AskedChange,
  { clients }: WorkedOut,
) =>
  actAll(
    kernel,
    desk,
    place,
    seriesClients,
    clients.map(({ id, set }) => ({ id, command: { do: 'override', key, set } })),
  );

/** What was set by hand on dates that are gone now, on the nearest ones (CA-52). */
const keepHandMade = (kernel: Kernel, desk: Desk, place: Place, { clients }: WorkedOut) =>
  actAll(
    kernel,
    desk,
    place,
    seriesClients,
    clients.flatMap(({ id, lost }) =>
      lost.flatMap(({ kept, nearest: key, set }) =>
        kept && key ? [{ id, command: { do: 'override' as const, key, set } }] : [],
      ),
    ),
  );

/** Runs that were made and not begun take their new dates. */
const moveRuns = async ({ kernel, runs }: Acting, desk: Desk, place: Place, { clients }: WorkedOut): Promise<void> => {
  const moving = clients.filter((client) => client.runs.length);
  await actAll(
    kernel,
    desk,
    place,
    seriesClients,
    moving.map(({ id, runs: matched }) => ({ id, command: { do: 'rematch', runs: matched } })),
  );
  const due = moving.flatMap(({ id, runs: matched }) => matched.map(({ to }) => ({ id, key: to.key, due: to.due })));
  const { rows } = await sql<{ run: Id; due: string }>`
    select o.run_id as run, d.due from json_to_recordset(${JSON.stringify(due)}::json) as d(id uuid, key text, due date)
    join app.occurrence o on o.practice_id = ${desk.practice.id} and o.series_client_id = d.id and o.key = d.key
    join app.run r on r.practice_id = o.practice_id and r.id = o.run_id and r.ended_at is null and r.run_date is not null
      and r.run_date <> d.due`.execute(desk.tx);
  await actAll(
    kernel,
    desk,
    place,
    runs,
    rows.map(({ run, due: run_date }) => ({ id: run, command: { do: 'change_run_date', run_date } as Command })),
  );
};

const actAll = async (
  kernel: Kernel,
  desk: Desk,
  place: Place,
  room: AnyRoom,
  wanted: readonly { id: Id; command: Command }[],
) => {
  if (wanted.length) await act(kernel, desk, place.caller, room, wanted);
};
