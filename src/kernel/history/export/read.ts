import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Hashed } from '#kernel/audit/hash.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { aboutNoneOf, conditions, type EventFilter } from '../store.ts';

/** An event as the chain knows it, with what the chain does not cover: the act, the request and where it came from. */
export interface ExportedEvent extends Hashed {
  hash: string;
  act_id: Id;
  request_id: string;
  address: string | null;
  device: string | null;
  private?: Json;
  private_salt?: string | null;
}

export interface ExportedSeal {
  no: number;
  previous: string;
  /** Of all its events, also of those that the filter leaves out: only so can the seal be computed. */
  hashes: string[];
  hash: string;
  sealed_at: Instant;
}

interface Asked {
  filter: EventFilter;
  hidden: readonly Id[];
  personal: boolean;
  most: number;
}

/** Events under a filter that a seal may hold, the oldest first; one more than `most` where there are more. */
export const readEvents = async (desk: Desk, { filter, hidden, personal, most }: Asked): Promise<ExportedEvent[]> => {
  const values = personal ? sql`e.private, e.private_salt,` : sql``;
  const { rows } = await sql<ExportedEvent>`
    select e.id, e.practice_id, e.at, e.actor, e.for_member, e.verb, e.thing, e.facts, ${values} e.private_hash, e.undoes,
      e.act_id, e.request_id, e.address, e.device, e.hash
    from app.event e
    where e.practice_id = ${desk.practice.id} and ${sql.join(conditions(desk, filter), sql` and `)}
      and ${aboutNoneOf(hidden)}
      and e.id not in (select unnest(u.event_ids) from app.unsealed u where u.practice_id = ${desk.practice.id})
    order by e.id limit ${most + 1}`.execute(desk.tx);
  return rows;
};

/** Whether events under a filter still wait for their seal, which comes within seconds; those of one verb do not count. */
export const waitForSeal = async (
  desk: Desk,
  { filter, besides }: { filter: EventFilter; besides: string },
): Promise<boolean> => {
  const { rows } = await sql<{ some: boolean }>`
    select exists (select 1 from app.event e
      where e.practice_id = ${desk.practice.id} and ${sql.join(conditions(desk, filter), sql` and `)} and e.verb <> ${besides}
        and e.id in (select unnest(u.event_ids) from app.unsealed u where u.practice_id = ${desk.practice.id})) as some`.execute(
    desk.tx,
  );
  return rows[0]!.some;
};

/** The seals over these events, with the hashes of all that they hold. */
export const readSeals = async ({ tx, practice }: Desk, events: readonly Id[]): Promise<ExportedSeal[]> => {
  const { rows } = await sql<ExportedSeal>`
    select s.no, s.previous, s.hash, s.sealed_at,
      array(select e.hash from unnest(s.event_ids) with ordinality as i(id, place)
        join app.event e on e.practice_id = s.practice_id and e.id = i.id order by i.place) as hashes
    from app.seal s where s.practice_id = ${practice.id} and s.event_ids && ${events}::uuid[] order by s.no`.execute(
    tx,
  );
  return rows;
};
