import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { keyOfMail } from '#messages/replies/raw.ts';
import { OUTCOMES, type Outcome } from './model.ts';

export interface Proof {
  arrivals: number;
  outcomes: Record<Outcome, number>;
  /** What contradicts it, a sentence each; none: nothing was lost. */
  findings: string[];
}

/** Reading this many rows at a time keeps a long period from filling the memory. */
const PAGE = 1000;

/**
 * Whether nothing disappeared in a period, both days included, in the practice's time zone: every mail that was taken in has
 * one outcome, its item is there, and so are its raw bytes, but where their days are over (IN-76, IN-180).
 */
export const prove = async (
  desk: Desk,
  { from, to }: { from: PlainDate; to: PlainDate },
  has: (key: string) => Promise<boolean>,
): Promise<Proof> => {
  const { tx, practice } = desk;
  const outcomes = Object.fromEntries(OUTCOMES.map((one) => [one, 0])) as Proof['outcomes'];
  const proof: Proof = { arrivals: 0, outcomes, findings: [] };
  for (let after: Id | null = null; ; ) {
    const { rows }: { rows: Row[] } = await sql<Row>`
      select r.id, r.outcome, r.item_id, i.id is not null as has_item, r.raw_removed_at is not null as removed,
        (select count(*)::int from app.event e where e.practice_id = r.practice_id and e.thing = 'arrival:' || r.id
          and e.verb = 'arrival.received') as taken_in,
        (select count(*)::int from app.event e where e.practice_id = r.practice_id and e.thing = 'arrival:' || r.id
          and e.verb = 'arrival.' || r.outcome) as settled
      from app.arrival r left join app.item i on i.practice_id = r.practice_id and i.id = r.item_id
      where r.practice_id = ${practice.id} and (${after}::uuid is null or r.id > ${after}::uuid)
        and (r.received_at at time zone ${practice.time_zone})::date between ${from}::date and ${to}::date
      order by r.id limit ${PAGE}`.execute(tx);
    for (const row of rows) {
      proof.arrivals += 1;
      outcomes[row.outcome] += 1;
      const wrong = [
        ...faultsOf(row),
        ...(row.removed || (await has(keyOfMail(practice.id, row.id))) ? [] : ['its raw bytes are gone']),
      ];
      for (const fault of wrong) proof.findings.push(`Mail ${row.id}: ${fault}.`);
    }
    if (rows.length < PAGE) return proof;
    after = rows.at(-1)!.id;
  }
};

interface Row {
  id: Id;
  outcome: Outcome;
  item_id: Id | null;
  has_item: boolean;
  /** Its bytes were kept for their days. */
  removed: boolean;
  taken_in: number;
  settled: number;
}

const faultsOf = ({ outcome, item_id, has_item, taken_in, settled }: Row): string[] => [
  ...(taken_in === 1 ? [] : [`its taking in was told ${taken_in} times`]),
  ...(settled === 1 ? [] : [`its outcome «${outcome}» was told ${settled} times`]),
  ...((outcome === 'item_made' || outcome === 'added') && !item_id ? ['it names no item'] : []),
  ...(item_id && !has_item ? ['its item is gone'] : []),
];
