import { sql } from 'kysely';
import { dateAt, type Instant } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Event, Facts } from '#kernel/decision/model.ts';
import { fieldsOf } from '#people/fields/rules.ts';
import { allFields } from '#people/fields/store.ts';
import { blankPerson, type Person, type PersonState } from './model.ts';
import { type ShownPerson, shownPerson } from './present.ts';
import { evolve } from './rules.ts';

/**
 * The record as its events say it was at an instant: fields, status, waitlist and who looked after it (PE-120, PL-192).
 * Null: it was not there yet, or not any more. What was erased since stays erased.
 */
export const asOf = async (desk: Desk, person: Person, at: Instant): Promise<ShownPerson | null> => {
  const { rows } = await sql<
    Pick<Event, 'verb' | 'thing'> & { facts: Facts; private: Facts | null; at: Instant; actor: string }
  >`
    select verb, thing, facts, private, at, actor from app.event
    where practice_id = ${desk.practice.id} and client_id = ${person.id} and at <= ${at}
      and (thing = ${`person:${person.id}`} or thing like 'waitlist_entry:%' or thing like 'role_holding:%')
      and verb not like '%.refused' order by id`.execute(desk.tx);
  if (!rows.length) return null;
  const begun: Pick<PersonState, 'person' | 'waitlist' | 'holdings'> = {
    person: {
      ...blankPerson(person.id),
      created_at: rows[0]!.at,
      created_by: rows[0]!.actor as Person['created_by'] & string,
    },
    waitlist: [],
    holdings: [],
  };
  const {
    person: then,
    waitlist,
    holdings,
  } = rows.reduce(
    (state, row) => evolve(state, { verb: row.verb, thing: row.thing, facts: { ...row.facts, ...row.private } }),
    begun as PersonState,
  );
  if (then.deleted_at) return null;
  const version = new Set(rows.map((row) => row.at)).size;
  return shownPerson({
    person: { ...then, version },
    waitlist,
    holdings,
    fields: fieldsOf(await allFields(desk), then.kind),
    absorbed: [],
    today: dateAt(at, desk.practice.time_zone),
  });
};
