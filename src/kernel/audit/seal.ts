import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Database } from '#kernel/database/pool.ts';
import { FIRST_PREVIOUS, sealHash } from './hash.ts';

const SEAL_SIZE = 1000;
/** Whole writings, as many as begin within so many events. */
const SEALED_AT_ONCE = 20_000;
const LOCK = 7_316_201;

/**
 * Seals what no seal holds yet, per practice and in the order of the event ids; one sealer at a time, on whatever node
 * (PL-103). Sees hashes only. Answers how many events were sealed.
 */
export const sealAll = (engine: Database): Promise<number> =>
  engine.transaction().execute(async (tx) => {
    const { rows: lock } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as mine`.execute(tx);
    if (!lock[0]?.mine) return 0;
    const { rows } = await sql<Unsealed>`
      select practice_id, id, event_ids, hashes from (
        select *, sum(cardinality(event_ids)) over (order by practice_id, id) - cardinality(event_ids) as before from app.unsealed) u
      where before < ${SEALED_AT_ONCE}`.execute(tx);
    if (!rows.length) return 0;
    const practices = [...new Set(rows.map((row) => row.practice_id))];
    const { rows: heads } = await sql<{ practice_id: Id; no: number; hash: string }>`
      select p.practice_id, s.no, s.hash from unnest(${practices}::uuid[]) as p(practice_id)
      cross join lateral (select no, hash from app.seal where practice_id = p.practice_id order by no desc limit 1) s`.execute(
      tx,
    );
    const head = new Map(heads.map((seal) => [seal.practice_id, seal]));
    const seals = [...Map.groupBy(rows, (row) => row.practice_id)].flatMap(([practice, mine]) =>
      sealsOf(practice, eventsOf(mine), head.get(practice) ?? { no: 0, hash: FIRST_PREVIOUS }),
    );
    await sql`
      insert into app.seal (practice_id, no, previous, event_ids, hash, sealed_at)
      select practice_id, no, previous, event_ids, hash, date_trunc('milliseconds', clock_timestamp())
      from json_populate_recordset(null::app.seal, ${JSON.stringify(seals)}::json)`.execute(tx);
    const sealed = JSON.stringify(rows.map(({ practice_id, id }) => ({ practice_id, id })));
    await sql`
      delete from app.unsealed u using json_to_recordset(${sealed}::json) as s(practice_id uuid, id uuid)
      where u.practice_id = s.practice_id and u.id = s.id`.execute(tx);
    return rows.reduce((sum, { event_ids }) => sum + event_ids.length, 0);
  });

/** Events that were written together. */
interface Unsealed {
  practice_id: Id;
  id: Id;
  event_ids: Id[];
  hashes: string[];
}

interface Hash {
  event_id: Id;
  hash: string;
}

/** In the order of their ids, as writings that overlapped may have them mixed. */
const eventsOf = (rows: readonly Unsealed[]): Hash[] =>
  rows
    .flatMap(({ event_ids, hashes }) => event_ids.map((event_id, i) => ({ event_id, hash: hashes[i]! })))
    .sort((a, b) => (a.event_id < b.event_id ? -1 : 1));

const sealsOf = (practice_id: Id, events: readonly Hash[], head: { no: number; hash: string }) => {
  const seals = [];
  let { no, hash } = head;
  for (let i = 0; i < events.length; i += SEAL_SIZE) {
    const part = events.slice(i, i + SEAL_SIZE);
    const previous = hash;
    hash = sealHash(
      previous,
      part.map((event) => event.hash),
    );
    no += 1;
    seals.push({ practice_id, no, previous, event_ids: part.map((event) => event.event_id), hash });
  }
  return seals;
};
