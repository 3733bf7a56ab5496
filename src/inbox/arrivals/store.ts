import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import { blankArrival } from './blank.ts';
import { mailEntries } from './finding.ts';
import type { Arrival, ArrivalCommand, ArrivalState } from './model.ts';
import { decide, evolve } from './rules.ts';

export type ArrivalsRoom = Room<ArrivalState, ArrivalCommand>;

const PERSONAL = [
  'envelope',
  'sender',
  'to_address',
  'from_address',
  'from_name',
  'subject',
  'body',
  'html',
  'attachments',
  'message_id',
  'because',
];

/** Mail taken in, each a root of its own. */
export const arrivals: ArrivalsRoom = {
  name: 'arrival',
  kinds: { arrival: { table: 'app.arrival', find: ({ arrival }) => arrival, personal: PERSONAL } },
  load: async (desk, wanted) => {
    const known = await readArrivals(
      desk,
      wanted.map(({ id }) => id),
    );
    return new Map(
      wanted.flatMap(({ id, command }) => {
        const arrival = known.get(id) ?? (command.do === 'receive' ? blankArrival(id) : null);
        return arrival ? [[id, { arrival }] as const] : [];
      }),
    );
  },
  decide,
  evolve,
  search: mailEntries,
};

const COLUMNS = sql`a.id, a.version, a.way, a.mailbox_id, a.verdict_host, a.envelope, a.sender, a.to_address, a.message_id, a.fingerprint, a.size_bytes, a.received_at,
  a.class, a.verdict, a.checks, a.outcome, a.because, a.item_id, a.decided_at, a.from_address, a.from_name, a.subject, a.sent_at, a.body, a.html,
  a.attachments, a.marks, a.raw_removed_at`;

export const readArrivals = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Arrival>> => {
  const { rows } = await sql<Arrival>`
    select ${COLUMNS} from app.arrival a where a.practice_id = ${practice.id} and a.id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

/** One more try to read it; null when it is settled. No decision, so no event: it only guards against what breaks every try. */
export const beginTry = async ({ tx, practice }: Desk, id: Id): Promise<{ arrival: Arrival; tries: number } | null> => {
  const { rows } = await sql<Arrival & { tries: number }>`
    update app.arrival a set tries = a.tries + 1
    where a.practice_id = ${practice.id} and a.id = ${id} and a.outcome = 'received' returning ${COLUMNS}, a.tries`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) return null;
  const { tries, ...arrival } = row;
  return { arrival, tries };
};

/** The first try of those of these that are not too large to be read together; the others are begun one by one. */
export const beginFirst = async ({ tx, practice }: Desk, ids: readonly Id[], bytes: number): Promise<Arrival[]> => {
  const { rows } = await sql<Arrival>`
    update app.arrival a set tries = 1
    where a.practice_id = ${practice.id} and a.id = any(${ids}) and a.outcome = 'received' and a.tries = 0 and a.size_bytes <= ${bytes}
    returning ${COLUMNS}`.execute(tx);
  return rows;
};

/**
 * The arrival that brought this mail first; itself when it is the first. Whoever brings the same at the same moment waits
 * here for the other's transaction (IN-60).
 */
export const firstWith = async ({ tx, practice }: Desk, key: string, arrival: Id): Promise<Id> => {
  await sql`insert into app.mail_seen (practice_id, key, arrival_id) values (${practice.id}, ${key}, ${arrival})
    on conflict do nothing`.execute(tx);
  const { rows } = await sql<{ arrival_id: Id }>`
    select arrival_id from app.mail_seen where practice_id = ${practice.id} and key = ${key}`.execute(tx);
  return rows[0]!.arrival_id;
};

/** Of these arrivals by the key of their mail, those that bring it first; nobody else brings it before the transaction ends. */
export const firstOfThese = async ({ tx, practice }: Desk, keys: ReadonlyMap<string, Id>): Promise<Set<Id>> => {
  if (!keys.size) return new Set();
  // In one order, so that two who bring the same mails do not wait for each other for ever.
  const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : 1));
  const { rows } = await sql<{ arrival_id: Id }>`
    insert into app.mail_seen (practice_id, key, arrival_id)
    select ${practice.id}, * from unnest(${sorted.map(([key]) => key)}::text[], ${sorted.map(([, id]) => id)}::uuid[])
    on conflict do nothing returning arrival_id`.execute(tx);
  return new Set(rows.map(({ arrival_id }) => arrival_id));
};

/** The Message-IDs of these under which another mail came before (IN-61). */
export const seenAmong = async ({ tx, practice }: Desk, these: readonly Arrival[]): Promise<Set<string>> => {
  const named = these.flatMap(({ message_id }) => message_id ?? []);
  if (!named.length) return new Set();
  const { rows } = await sql<{ message_id: string }>`
    select distinct message_id from app.arrival where practice_id = ${practice.id} and message_id = any(${named})
      and id <> all(${these.map(({ id }) => id)}) and outcome not in ('received', 'duplicate')`.execute(tx);
  return new Set(rows.map(({ message_id }) => message_id));
};
