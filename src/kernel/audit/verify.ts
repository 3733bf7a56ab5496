import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import {
  addMonths,
  dateAt,
  type Instant,
  instantFromEpoch,
  millisecondsBetween,
  type PlainDate,
} from '#ground/time.ts';
import type { Database } from '#kernel/database/pool.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { eventHash, FIRST_PREVIOUS, type Hashed, privateHash, sealHash } from './hash.ts';
import { SHORTEST_RETENTION } from './retention.ts';

export interface Anchor {
  no: number;
  hash: string;
}

export interface Pruned {
  seals: number;
  until: PlainDate;
}

export interface Verified {
  ok: boolean;
  events: number;
  seals: number;
  /** The first seals may be empty, as what they held is kept no longer (PL-106): how many, and before which day. */
  pruned: Pruned | null;
  /** The newest seal: keep it outside, and a later cut shows (PL-104). */
  anchor: Anchor | null;
  /** The first thing that is wrong, as a sentence; null when all is whole. */
  finding: string | null;
}

interface Row extends Hashed {
  hash: string;
  private: Json | null;
  private_salt: string | null;
}

const UNSEALED_LIMIT_MS = 60_000;
const SEALS_A_TIME = 10;

/**
 * Recomputes every event's hash and every seal of a practice, in the order of the seals (PL-104). Finds the first event that
 * was changed, removed, added or moved, events that no seal took for a minute, and with an anchor a cut tail. Of seals whose
 * events are kept no longer it checks that each follows the one before, and that none of them is too young for that.
 */
export const verify = (db: Database, practice: Id, anchor?: Anchor): Promise<Verified> =>
  inPractice(db, practice, async (desk) => {
    const youngest = addMonths(dateAt(await realNow(desk), desk.practice.time_zone), -SHORTEST_RETENTION);
    const state: State = { events: 0, no: 0, previous: FIRST_PREVIOUS, pruned: null, youngest };
    const finding =
      (await chainFinding(desk, state, anchor)) ??
      cutFinding(state, anchor) ??
      (await strayFinding(desk, state.events));
    const head = state.no ? { no: state.no, hash: state.previous } : null;
    return { ok: finding === null, events: state.events, seals: state.no, pruned: state.pruned, anchor: head, finding };
  });

interface State {
  events: number;
  no: number;
  previous: string;
  pruned: Pruned | null;
  /** What was made on this day or later must be there. */
  readonly youngest: PlainDate;
}

interface Seal {
  no: number;
  previous: string;
  hash: string;
  event_ids: Id[];
  pruned_before: PlainDate | null;
}

/** Seal after seal; the database reads the next ones while these are hashed. */
const chainFinding = async (desk: Desk, state: State, anchor: Anchor | undefined): Promise<string | null> => {
  let reading = readSeals(desk, 0);
  for (;;) {
    const { seals, events } = await reading;
    if (!seals.length) return null;
    reading = readSeals(desk, seals.at(-1)!.no);
    for (const seal of seals) {
      const finding = sealFinding(seal, state, events) ?? anchorFinding(seal, anchor);
      if (finding) {
        await reading;
        return finding;
      }
      state.no = seal.no;
      state.previous = seal.hash;
      if (seal.pruned_before) state.pruned = { seals: seal.no, until: seal.pruned_before };
      else state.events += seal.event_ids.length;
    }
  }
};

const readSeals = async ({ tx, practice }: Desk, after: number) => {
  const { rows: seals } = await sql<Seal>`
    select no, previous, hash, event_ids, pruned_before from app.seal
    where practice_id = ${practice.id} and no > ${after} order by no limit ${SEALS_A_TIME}`.execute(tx);
  const ids = seals.filter((seal) => !seal.pruned_before).flatMap((seal) => seal.event_ids);
  const { rows } = await sql<Row>`
    select id, practice_id, at, actor, verb, thing, facts, private, private_salt, private_hash, for_member, undoes, hash
    from app.event where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return { seals, events: new Map(rows.map((row) => [row.id, row])) };
};

const anchorFinding = (seal: Seal, anchor: Anchor | undefined): string | null =>
  anchor?.no === seal.no && anchor.hash !== seal.hash ? `Seal ${seal.no} is not the one of the anchor.` : null;

const cutFinding = (state: State, anchor: Anchor | undefined): string | null =>
  anchor && anchor.no > state.no
    ? `The anchor names seal ${anchor.no}, but the chain ends at seal ${state.no}: the newest seals were cut off.`
    : null;

const sealFinding = (seal: Seal, state: State, events: ReadonlyMap<Id, Row>): string | null => {
  if (seal.no !== state.no + 1) return `Seal ${state.no + 1} is missing.`;
  if (seal.previous !== state.previous) return `Seal ${seal.no} does not follow seal ${state.no}.`;
  if (seal.pruned_before) return prunedFinding(seal, seal.pruned_before, state);
  for (const id of seal.event_ids) {
    const event = events.get(id);
    if (!event) return `Event ${id} of seal ${seal.no} was removed.`;
    if (eventHash(event) !== event.hash) return `Event ${id} of ${event.at} («${event.verb}») was changed.`;
    if (event.private && privateHash(event.private_salt!, event.private) !== event.private_hash) {
      return `The personal values of event ${id} of ${event.at} were changed.`;
    }
  }
  const hash = sealHash(
    seal.previous,
    seal.event_ids.map((id) => events.get(id)!.hash),
  );
  return hash === seal.hash ? null : `The events of seal ${seal.no} were put in another order or replaced.`;
};

const prunedFinding = ({ no, event_ids }: Seal, before: PlainDate, { pruned, youngest }: State): string | null => {
  if ((pruned?.seals ?? 0) !== no - 1) return `The events of seal ${no} were removed, but not those of seal ${no - 1}.`;
  const made = dateAt(instantFromEpoch(madeAt(event_ids.at(-1)!)), 'UTC');
  return before > youngest || made > before
    ? `The events of seal ${no} were removed though they are from ${made}: nothing is removed before it is ${SHORTEST_RETENTION} months old.`
    : null;
};

/** Events outside the chain: put in beside it, or waiting for a seal too long by the real clock, which no practice can move. */
const strayFinding = async ({ tx, practice }: Desk, sealed: number): Promise<string | null> => {
  const { rows } = await sql<{ total: number; unsealed: number; oldest: Id | null; now: Instant }>`
    with waiting as (
      select w.id, w.hash from app.unsealed u cross join unnest(u.event_ids, u.hashes) as w(id, hash) where u.practice_id = ${practice.id})
    select (select count(*)::int from app.event where practice_id = ${practice.id}) as total,
           (select count(*)::int from waiting w join app.event e on e.practice_id = ${practice.id} and e.id = w.id and e.hash = w.hash) as unsealed,
           (select id from waiting order by id limit 1) as oldest,
           date_trunc('milliseconds', clock_timestamp()) as now`.execute(tx);
  const { total, unsealed, oldest, now } = rows[0]!;
  if (total !== sealed + unsealed)
    return `${total - sealed - unsealed} events stand outside the chain: they were added beside it.`;
  const since = oldest && instantFromEpoch(madeAt(oldest));
  return since && millisecondsBetween(since, now) > UNSEALED_LIMIT_MS
    ? `Events since ${since} have no seal yet. Is a worker running?`
    : null;
};

/** The real time, which no practice can move. */
const realNow = async ({ tx }: Desk): Promise<Instant> => {
  const { rows } = await sql<{ now: Instant }>`select date_trunc('milliseconds', clock_timestamp()) as now`.execute(tx);
  return rows[0]!.now;
};

/** When a UUIDv7 was made, in milliseconds since 1970. */
const madeAt = (id: Id): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
