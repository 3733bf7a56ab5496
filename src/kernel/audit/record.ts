import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Actor, Event, Facts, Json, Ref } from '#kernel/decision/model.ts';
import { eventHash, newSalt, privateHash } from './hash.ts';

/** By whom and through what an event came about. */
export interface Origin {
  actor: Actor;
  for_member?: Id;
  request_id: string;
  address?: string;
  device?: string;
}

export interface Recorded extends Event {
  id: Id;
  act_id: Id;
  root: Ref;
}

/** An event on its way into the audit: which act it belongs to, and which of its fields hold personal values. */
export interface Draft {
  /** Made when it was decided, where what it led to was decided after it and is written before. */
  id?: Id;
  event: Event;
  act_id: Id;
  root: Ref;
  personal: readonly string[];
}

/** Writes events and their hashes in the transaction of what they tell, as two statements whatever their number (PL-100, PL-103). */
export const record = async (desk: Desk, origin: Origin, drafts: readonly Draft[]): Promise<Recorded[]> => {
  if (!drafts.length) return [];
  const rows = drafts.map((draft) => rowOf(desk, origin, draft));
  const { actor, request_id, address = null, device = null } = origin;
  // A list for each column, as reading them costs half of what a list of objects does.
  const each = <F extends keyof Row>(field: F): Row[F][] => rows.map((row) => row[field]);
  await sql`
    insert into app.event (practice_id, at, actor, request_id, address, device, id, for_member, verb, thing, client_id, run_id, act_id, root,
      facts, private, private_salt, private_hash, hash, undoable_until, undoes)
    select ${desk.practice.id}, ${desk.now}, ${actor}, ${request_id}, ${address}, ${device}, e.*
    from unnest(${each('id')}::uuid[], ${each('for_member')}::uuid[], ${each('verb')}::text[], ${each('thing')}::text[],
      ${each('client_id')}::uuid[], ${each('run_id')}::uuid[], ${each('act_id')}::uuid[], ${each('root')}::text[],
      ${each('facts').map(jsonOf)}::jsonb[], ${each('private').map(jsonOf)}::jsonb[], ${each('private_salt')}::text[],
      ${each('private_hash')}::text[], ${each('hash')}::text[], ${each('undoable_until')}::timestamptz[], ${each('undoes')}::uuid[]) as e`.execute(
    desk.tx,
  );
  const [ids, hashes] = [rows.map(({ id }) => id), rows.map(({ hash }) => hash)];
  await sql`
    insert into app.unsealed (practice_id, id, event_ids, hashes, at)
    values (${desk.practice.id}, ${ids[0]!}, ${ids}, ${hashes}, ${desk.now})`.execute(desk.tx);
  return drafts.map((draft, i) => ({ ...draft.event, id: rows[i]!.id, act_id: draft.act_id, root: draft.root }));
};

const jsonOf = (value: Json): string | null => (value === null ? null : JSON.stringify(value));

type Row = ReturnType<typeof rowOf>;

/** What is an event's own; what all of a writing share is said once. */
const rowOf = (desk: Desk, origin: Origin, { id = newId(), event, act_id, root, personal }: Draft) => {
  const { open, hidden } = split(event.facts, personal);
  const salt = hidden ? newSalt() : null;
  const row = {
    id,
    for_member: event.for_member ?? origin.for_member,
    verb: event.verb,
    thing: event.thing,
    client_id: event.client_id,
    run_id: event.run_id,
    act_id,
    root,
    facts: open as unknown as Json,
    private: hidden as unknown as Json,
    private_salt: salt,
    private_hash: hidden ? privateHash(salt!, hidden as unknown as Json) : null,
    undoable_until: event.undoable_until,
    undoes: event.undoes,
  };
  const around = { practice_id: desk.practice.id, at: desk.now, actor: origin.actor };
  return { ...row, hash: eventHash({ ...row, ...around }) };
};

const split = (facts: Facts, personal: readonly string[]): { open: Facts; hidden: Facts | null } => {
  if (!personal.length) return { open: facts, hidden: null };
  const entries = Object.entries(facts);
  const hidden = entries.filter(([field]) => personal.includes(field));
  if (!hidden.length) return { open: facts, hidden: null };
  return {
    open: Object.fromEntries(entries.filter(([field]) => !personal.includes(field))),
    hidden: Object.fromEntries(hidden),
  };
};
