import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { can, reads } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { Room } from '#kernel/loop/room.ts';
import { compare, type Matched, probes, strongKeys, type Verdict } from '#people/fields/matching.ts';
import { type Pair, pairsAmong } from '#people/fields/pairs.ts';
import type { PersonsPort } from '#people/persons/port.ts';
import { readablePersons } from '#people/persons/reach.ts';
import type { Duplicate, DuplicateCommand, DuplicateState, Kind } from './model.ts';
import { candidates, stampOf, withKeys } from './records.ts';
import { decideDuplicate, evolveDuplicate, isBack } from './rules.ts';

/** A pair as it is listed: its id is made of its two sides, so that it is the same in every list. */
export interface LivePair extends Pair {
  id: Id;
  kind: Kind;
  /** Strong keys both have now. */
  shared: string[];
}

/** Pairs of a practice and kind, kept until a record of that kind changes: looking through all is not done for every page. */
const kept = new Map<string, { stamp: string; pairs: LivePair[] }>();
const KEPT_MOST = 30;

/** All pairs of one kind, strongest first (PE-70, PE-72), dismissed ones included. */
export const allPairs = async (desk: Desk, kind: Kind): Promise<readonly LivePair[]> => {
  const key = `${desk.practice.id} ${kind}`;
  const stamp = await stampOf(desk, kind);
  const known = kept.get(key);
  if (known?.stamp === stamp) return known.pairs;
  const records = await candidates(desk, kind);
  const byId = new Map(records.map((record) => [record.id, record]));
  const pairs = (await pairsAmong(records, () => setImmediate())).map((pair): LivePair => {
    const others = new Set(strongKeys(byId.get(pair.b)!));
    return {
      ...pair,
      id: pairId(pair.a, pair.b),
      kind,
      shared: strongKeys(byId.get(pair.a)!).filter((one) => others.has(one)),
    };
  });
  kept.delete(key);
  kept.set(key, { stamp, pairs });
  if (kept.size > KEPT_MOST) kept.delete(kept.keys().next().value!);
  return pairs;
};

/** The same id for the same two records: a UUID made of both. */
export const pairId = (a: Id, b: Id): Id => {
  const hex = createHash('sha256').update([a, b].sort().join(' ')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** The pairs that are to be looked at: not dismissed, and both sides visible to whoever asks. */
export const openPairs = async (
  desk: Desk,
  who: Who,
  port: PersonsPort<Desk>,
  kinds: readonly Kind[],
): Promise<LivePair[]> => {
  const dismissed = await dismissals(desk);
  const open: LivePair[] = [];
  for (const kind of kinds) {
    if (kind === 'employee' && can(who, reads('people', 'employees.read'))) continue;
    const pairs = (await allPairs(desk, kind)).filter((pair) => isBack(dismissed.get(pair.id), pair.shared));
    open.push(...(await visible(desk, who, port, { kind, pairs })));
  }
  return open.sort(
    (x, y) =>
      Number(y.strength === 'likely') - Number(x.strength === 'likely') ||
      y.why.length - x.why.length ||
      (x.id < y.id ? -1 : 1),
  );
};

const visible = async (
  desk: Desk,
  who: Who,
  port: PersonsPort<Desk>,
  { kind, pairs }: { kind: Kind; pairs: LivePair[] },
): Promise<LivePair[]> => {
  if (kind !== 'person' || (!who.own_clients_only && who.abilities.includes('restricted.read'))) return pairs;
  const seen = await readablePersons(desk, who, [...new Set(pairs.flatMap(({ a, b }) => [a, b]))], port);
  return pairs.filter(({ a, b }) => seen.has(a) && seen.has(b));
};

const dismissals = async ({ tx, practice }: Desk): Promise<Map<Id, Duplicate>> => {
  const { rows } = await sql<Duplicate>`
    select id, version, kind, a_id, b_id, dismissed_at, dismissed_by, shared, deleted_at from app.duplicate where practice_id = ${practice.id}`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row]));
};

export type DuplicatesRoom = Room<DuplicateState, DuplicateCommand>;

export const duplicatesRoom = (port: PersonsPort<Desk>): DuplicatesRoom => ({
  name: 'duplicate',
  kinds: {
    duplicate: {
      table: 'app.duplicate',
      find: (state) => state.duplicate,
      births: ['duplicate.dismissed'],
      personal: ['shared'],
    },
  },
  load: async (desk, wanted, who) => {
    const rows = await dismissals(desk);
    const open = new Map(
      (await openPairs(desk, who, port, ['person', 'contact', 'employee'])).map((pair) => [pair.id, pair]),
    );
    return new Map(
      wanted.map(({ id }): [Id, DuplicateState] => [
        id,
        { duplicate: rows.get(id) ?? blank(id), pair: open.get(id) ?? null },
      ]),
    );
  },
  decide: (state, _command, context) => decideDuplicate(state, context),
  evolve: evolveDuplicate,
});

const blank = (id: Id): Duplicate => ({
  id,
  version: 0,
  kind: 'person',
  a_id: '',
  b_id: '',
  dismissed_at: null,
  dismissed_by: null,
  shared: [],
  deleted_at: null,
});

export interface Lookalike extends Verdict {
  id: Id;
}

/** Records that may be the one somebody is about to add, strongest first (PE-71); `except` is the record itself. */
export const lookalikes = async (
  desk: Desk,
  { who, port, kind, except }: { who: Who; port: PersonsPort<Desk>; kind: Kind; except?: Id | undefined },
  asked: Matched,
): Promise<Lookalike[]> => {
  if (kind === 'employee' && can(who, reads('people', 'employees.read'))) return [];
  const ids = (await withKeys(desk, kind, probes(asked))).filter((id) => id !== except);
  const seen = kind === 'person' ? await readablePersons(desk, who, ids, port) : new Set(ids);
  const found = (await candidates(desk, kind, [...seen])).flatMap((record): Lookalike[] => {
    const verdict = compare(asked, record);
    return verdict ? [{ id: record.id, ...verdict }] : [];
  });
  return found
    .sort((x, y) => Number(y.strength === 'likely') - Number(x.strength === 'likely') || y.why.length - x.why.length)
    .slice(0, 20);
};
