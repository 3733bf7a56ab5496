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
  const json = JSON.stringify(rows);
  await sql`insert into app.event select * from json_populate_recordset(null::app.event, ${json}::json)`.execute(
    desk.tx,
  );
  const [ids, hashes] = [rows.map(({ id }) => id), rows.map(({ hash }) => hash)];
  await sql`
    insert into app.unsealed (practice_id, id, event_ids, hashes, at)
    values (${desk.practice.id}, ${ids[0]!}, ${ids}, ${hashes}, ${desk.now})`.execute(desk.tx);
  return drafts.map((draft, i) => ({ ...draft.event, id: rows[i]!.id, act_id: draft.act_id, root: draft.root }));
};

const rowOf = (desk: Desk, origin: Origin, { id = newId(), event, act_id, root, personal }: Draft) => {
  const { open, hidden } = split(event.facts, personal);
  const salt = hidden ? newSalt() : null;
  const row = {
    practice_id: desk.practice.id,
    id,
    at: desk.now,
    actor: origin.actor,
    for_member: event.for_member ?? origin.for_member ?? null,
    verb: event.verb,
    thing: event.thing,
    client_id: event.client_id ?? null,
    run_id: event.run_id ?? null,
    act_id,
    root,
    request_id: origin.request_id,
    address: origin.address ?? null,
    device: origin.device ?? null,
    facts: open as unknown as Json,
    private: hidden as unknown as Json,
    private_salt: salt,
    private_hash: hidden ? privateHash(salt!, hidden as unknown as Json) : null,
    undoable_until: event.undoable_until ?? null,
    undoes: event.undoes ?? null,
  };
  return { ...row, hash: eventHash(row) };
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
