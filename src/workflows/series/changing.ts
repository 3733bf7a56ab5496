import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import { clientsOf } from './reading.ts';
import { outBecause } from './state.ts';
import { loadClients, seriesRows } from './store.ts';
import { type AskedChange, decided, runsOf, type WorkedOut } from './worked-out.ts';

/**
 * What a change does to every client's dates. Refuses `needs_wider_access` where the caller does not see all of them,
 * `nothing_planned` where no date is left to change, an unknown key, and what the cadence's limits refuse.
 */
export const workOut = async (
  desk: Desk,
  asked: AskedChange,
  seen: RawBuilder<boolean>,
): Promise<WorkedOut | Refusal> => {
  const series = (await seriesRows(desk, [asked.series])).get(asked.series);
  if (!series) return notFound();
  if (series.ended_at) return refused('ended', 'This series has ended. Make a new one to go on.');
  const all = await clientsOf(desk, { series: asked.series, most: MOST }, sql<boolean>`true`);
  const clients = await clientsOf(desk, { series: asked.series, most: MOST }, seen);
  const hidden = all.length - clients.length;
  if (hidden && asked.scope !== 'this')
    return refused(
      'needs_wider_access',
      'This series is also for clients you may not see. Ask somebody who sees them all to change it.',
      { hidden },
    );
  const states = await loadClients(
    desk,
    clients.map(({ id }) => ({ id, command: { do: 'settle' } })),
  );
  const begun = asked.scope === 'all' ? await runsBegun(desk, asked.series) : new Set<Id>();
  const parts = clients.flatMap((client) => {
    const state = states.get(client.id)!;
    return outBecause(state) ? [] : [{ client, state, runs: runsOf(state, begun) }];
  });
  return decided(asked, { series, parts, hidden, today: desk.today });
};

const MOST = 20_000;

/** Runs of the series that were started, or have ended (CA-54). */
const runsBegun = async ({ tx, practice }: Desk, series: Id): Promise<Set<Id>> => {
  const { rows } = await sql<{ id: Id }>`
    select r.id from app.occurrence o join app.run r on r.practice_id = o.practice_id and r.id = o.run_id
    where o.practice_id = ${practice.id} and o.series_id = ${series} and o.state = 'deployed' and (r.ended_at is not null
      or exists (select 1 from app.task t where t.practice_id = r.practice_id and t.run_id = r.id
        and (t.started_at is not null or t.finished_at is not null)))`.execute(tx);
  return new Set(rows.map(({ id }) => id));
};
