import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Facts, Json, Ref, Refusal, Who } from '#kernel/decision/model.ts';
import { idOf, kindOf, notAllowed, notFound, refused } from '#kernel/decision/rules.ts';
import { act, again, type Outcome } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';

interface Row extends Omit<Recorded, 'facts'> {
  facts: Facts;
  private: Facts | null;
  actor: string;
}

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.because);
    this.refusal = refusal;
  }
}

/**
 * Takes back the whole act an event belongs to (PL-74): every root it touched, in one transaction, or nothing.
 * Refuses what cannot be taken back, what is too old, what was taken back already, and what others built on.
 */
export const undoEvent = (
  kernel: Kernel,
  place: { practice_id: Id; caller: Caller },
  eventId: Id,
  reason?: string,
): Promise<{ yes: true; act_id: Id } | Refusal> =>
  again(async () => {
    try {
      return await inPractice(kernel.db, place.practice_id, (desk) =>
        undoAt(kernel, desk, place.caller, eventId, reason),
      );
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      throw error;
    }
  });

const undoAt = async (
  kernel: Kernel,
  desk: Desk,
  caller: Caller,
  eventId: Id,
  reason?: string,
): Promise<{ yes: true; act_id: Id }> => {
  const events = await actOf(desk, eventId);
  const no = mayUndo(desk, caller.who, events) ?? (await already(desk, events));
  if (no) throw new Refused(no);
  const roots = [...new Set(events.map((event) => event.root))];
  const actId = newId();
  for (const root of roots) {
    const outcome = await undoRoot(
      kernel,
      desk,
      caller,
      root,
      events.filter((event) => event.root === root),
      actId,
      reason,
    );
    if (!outcome.yes) throw new Refused(outcome);
  }
  return { yes: true, act_id: actId };
};

const undoRoot = async (
  kernel: Kernel,
  desk: Desk,
  caller: Caller,
  root: Ref,
  events: readonly Row[],
  actId: Id,
  reason?: string,
): Promise<Outcome<object>> => {
  const room = kernel.rooms.get(kindOf(root));
  if (!room) throw new Refused(notFound());
  const [outcome] = await act(
    kernel,
    desk,
    caller,
    room,
    [{ id: idOf(root), command: { do: 'undo', events, reason } }],
    () => actId,
  );
  return outcome!;
};

/** All events of the act, newest first, personal values put back in their place. */
const actOf = async (desk: Desk, eventId: Id): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select e.id, e.act_id, e.root, e.verb, e.thing, e.facts, e.private, e.client_id, e.run_id, e.undoable_until, e.undoes, e.actor
    from app.event e join app.event asked on asked.practice_id = e.practice_id and asked.act_id = e.act_id
    where asked.practice_id = ${desk.practice.id} and asked.id = ${eventId} order by e.id desc`.execute(desk.tx);
  return rows.map((row) => ({ ...row, facts: { ...row.facts, ...row.private } as Facts & Json }));
};

const mayUndo = (desk: Desk, who: Who, events: readonly Row[]): Refusal | null => {
  if (!events.length) return notFound();
  const until = events.map((event) => event.undoable_until).find(Boolean);
  if (!until) return refused('not_undoable', 'This cannot be taken back.');
  if (until < desk.now) return refused('too_late', 'This happened too long ago to be taken back.');
  const own = events.some((event) => event.actor === who.actor);
  const wide =
    who.levels.people === 'write' && who.reach.people === 'everything' && who.reach.workflows === 'everything';
  return own || wide
    ? null
    : notAllowed('Only who did this, or somebody who may change everything here, can take it back.');
};

const already = async (desk: Desk, events: readonly Row[]): Promise<Refusal | null> => {
  const { rows } = await sql`
    select 1 from app.event where practice_id = ${desk.practice.id} and undoes = any(${events.map((event) => event.id)}) limit 1`.execute(
    desk.tx,
  );
  return rows.length ? refused('already_undone', 'This was taken back already.') : null;
};
