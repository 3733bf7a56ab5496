import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { type Recorded, record } from '#kernel/audit/record.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Facts, Ref, Refusal, Who } from '#kernel/decision/model.ts';
import { idOf, kindOf, notAllowed, notFound, refused } from '#kernel/decision/rules.ts';
import { act, again, type Outcome, originOf } from '#kernel/loop/perform.ts';
import type { Caller, Kernel, UndoCommand, Wanted } from '#kernel/loop/room.ts';

interface Row extends Recorded {
  private: Facts | null;
  actor: string;
  /** Something else took this event back already. */
  undone: boolean;
}

export type Undone = { yes: true; act_id: Id } | Refusal;

/**
 * Takes back the whole act an event belongs to (PL-74): every root it touched, or nothing. Refuses what cannot be taken
 * back, what is too old, what was taken back already, and what others built on; each refusal is an event (PL-35).
 */
export const undoEvent = (
  kernel: Kernel,
  place: { practice_id: Id; caller: Caller },
  eventId: Id,
  reason?: string,
): Promise<Undone> =>
  again(() =>
    inPractice(kernel.db, place.practice_id, async (desk) => {
      const actId = await actOf(desk, eventId);
      return actId ? (await undoActs(kernel, desk, place.caller, [actId], reason)).get(actId)! : notFound();
    }),
  );

/**
 * The same for many acts within one transaction: those on a single root together, room by room; those on several roots one
 * by one, since each is taken back whole or not at all. Answers each act's outcome.
 */
export const undoActs = async (
  kernel: Kernel,
  desk: Desk,
  caller: Caller,
  acts: readonly Id[],
  reason?: string,
): Promise<Map<Id, Undone>> => {
  const events = Map.groupBy(await eventsOf(desk, acts), (event) => event.act_id);
  const answers = new Map<Id, Undone>();
  for (const actId of acts) {
    const no = mayUndo(kernel, desk, caller.who, events.get(actId) ?? []);
    if (no) answers.set(actId, no);
  }
  await recordRefusals(desk, caller, events, answers);
  const open = acts.filter((actId) => !answers.has(actId)).map((actId): Taken => [actId, events.get(actId)!]);
  const [alone, together] = apart(open);
  for (const [actId, mine] of alone) answers.set(actId, await undoOne(kernel, desk, caller, [actId, mine], reason));
  for (const [kind, mine] of Map.groupBy(together, ([, [first]]) => kindOf(first!.root)))
    for (const [actId, answer] of await undoRoom(kernel, desk, caller, { kind, mine, reason }))
      answers.set(actId, answer);
  return answers;
};

/** An act and its events, newest first. */
type Taken = readonly [Id, readonly Row[]];

/** Acts that touch several roots, or a root that another act touches too, stand alone, the newest first. */
const apart = (acts: readonly Taken[]): [Taken[], Taken[]] => {
  const touched = Map.groupBy(
    acts.flatMap(([, events]) => rootsOf(events)),
    (root) => root,
  );
  const shared = ([, events]: Taken) => {
    const roots = rootsOf(events);
    return roots.length > 1 || touched.get(roots[0]!)!.length > 1;
  };
  const alone = acts.filter(shared).sort(([a], [b]) => (a < b ? 1 : -1));
  return [alone, acts.filter((taken) => !shared(taken))];
};

const rootsOf = (events: readonly Row[]): Ref[] => [...new Set(events.map((event) => event.root))];

const undoRoom = async (
  kernel: Kernel,
  desk: Desk,
  caller: Caller,
  { kind, mine, reason }: { kind: string; mine: readonly Taken[]; reason: string | undefined },
): Promise<[Id, Undone][]> => {
  const wanted = mine.map(([, events]) => wantedOf(events, reason));
  const outcomes = await actIn(kernel, desk, caller, { kind, wanted });
  return outcomes.map((outcome, i) => [mine[i]![0], outcome.yes ? { yes: true, act_id: outcome.act_id } : outcome]);
};

const wantedOf = (events: readonly Row[], reason: string | undefined): Wanted<UndoCommand> => ({
  id: idOf(events[0]!.root),
  command: { do: 'undo', events, reason },
});

const actIn = async (
  kernel: Kernel,
  desk: Desk,
  caller: Caller,
  { kind, wanted, act_id }: { kind: string; wanted: readonly Wanted<UndoCommand>[]; act_id?: Id },
): Promise<Outcome<object>[]> => {
  const room = kernel.rooms.get(kind);
  if (!room) return wanted.map(({ id }) => ({ ...notFound(), id }));
  return act(kernel, desk, caller, room, wanted, act_id ? () => act_id : newId);
};

/** All roots of one act under one new act, behind a savepoint: the first refusal puts all of them back. */
const undoOne = async (
  kernel: Kernel,
  desk: Desk,
  caller: Caller,
  [actId, events]: Taken,
  reason?: string,
): Promise<Undone> => {
  const act_id = newId();
  await sql`savepoint one_act`.execute(desk.tx);
  for (const root of rootsOf(events)) {
    const mine = events.filter((event) => event.root === root);
    const [outcome] = await actIn(kernel, desk, caller, {
      kind: kindOf(root),
      wanted: [wantedOf(mine, reason)],
      act_id,
    });
    if (outcome!.yes) continue;
    await sql`rollback to savepoint one_act`.execute(desk.tx);
    const { id: _, ...refusal } = outcome!;
    await recordRefusals(desk, caller, new Map([[actId, mine]]), new Map([[actId, refusal]]));
    return refusal;
  }
  await sql`release savepoint one_act`.execute(desk.tx);
  return { yes: true, act_id };
};

const actOf = async (desk: Desk, eventId: Id): Promise<Id | undefined> => {
  const { rows } = await sql<{ act_id: Id }>`
    select act_id from app.event where practice_id = ${desk.practice.id} and id = ${eventId} and verb not like '%.refused'`.execute(
    desk.tx,
  );
  return rows[0]?.act_id;
};

/** The events of the acts, newest first, personal values put back in their place. */
const eventsOf = async (desk: Desk, acts: readonly Id[]): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select e.id, e.act_id, e.root, e.verb, e.thing, e.facts, e.private, e.client_id, e.run_id, e.undoable_until, e.undoes, e.actor,
      exists (select 1 from app.event u where u.practice_id = e.practice_id and u.undoes = e.id) as undone
    from app.event e where e.practice_id = ${desk.practice.id} and e.act_id = any(${acts}) order by e.id desc`.execute(
    desk.tx,
  );
  return rows.map((row) => ({ ...row, facts: { ...row.facts, ...row.private } }));
};

const mayUndo = (kernel: Kernel, desk: Desk, who: Who, events: readonly Row[]): Refusal | null => {
  if (!events.length) return notFound();
  const until = events.map((event) => event.undoable_until).find(Boolean);
  if (!until) return refused('not_undoable', 'This cannot be taken back.');
  if (until < desk.now) return refused('too_late', 'This happened too long ago to be taken back.');
  const asked = events.some((event) => kernel.rooms.get(kindOf(event.root))?.undo_asks_who);
  if (!asked && !events.some((event) => mayTakeBack(who, event.actor)))
    return notAllowed('Only who did this, or somebody who may change everything here, can take it back.');
  return events.some((event) => event.undone) ? refused('already_undone', 'This was taken back already.') : null;
};

/** Whoever did it, and whoever may change everything. */
export const mayTakeBack = (who: Who, actor: string): boolean =>
  actor === who.actor ||
  (who.levels.people === 'write' && who.reach.people === 'everything' && who.reach.workflows === 'everything');

const recordRefusals = async (
  desk: Desk,
  caller: Caller,
  events: ReadonlyMap<Id, readonly Row[]>,
  answers: ReadonlyMap<Id, Undone>,
): Promise<void> => {
  const drafts = [...answers].flatMap(([actId, answer]) => {
    const root = events.get(actId)?.[0]?.root;
    if (answer.yes || !root) return [];
    const facts = { command: [null, 'undo'], code: [null, answer.code] } as const;
    return [{ event: { verb: `${kindOf(root)}.refused`, thing: root, facts }, act_id: newId(), root, personal: [] }];
  });
  await record(desk, originOf(caller), drafts);
};
