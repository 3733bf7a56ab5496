import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { type Draft, type Recorded, record } from '#kernel/audit/record.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { isCollision, isUniqueViolation, type Saved, saveRows, VersionLost } from '#kernel/database/rows.ts';
import type { Command, Context, Decision, Effect, Event, Ref, Refusal, Thing } from '#kernel/decision/model.ts';
import { idOf, kindOf, notFound, ref } from '#kernel/decision/rules.ts';
import { explainStale } from './conflict.ts';
import type { Caller, Kernel, Room, UndoCommand, Wanted } from './room.ts';
import { undo } from './undo.ts';

export interface Done<S> {
  yes: true;
  id: Id;
  act_id: Id;
  state: S;
  events: Recorded[];
}
export type Outcome<S> = Done<S> | (Refusal & { id: Id });

const TRIES = 8;

/**
 * The one loop for one root: load, decide, write state, events and effects in one transaction. When somebody else saved
 * first it loads and decides again, so the rule speaks about what is, not about what was.
 */
export const perform = async <S extends object, C extends Command>(
  kernel: Kernel,
  place: { practice_id: Id; caller: Caller },
  room: Room<S, C>,
  wanted: Wanted<C>,
): Promise<Outcome<S>> =>
  again(async (attempt) => {
    const [outcome] = await inPractice(kernel.db, place.practice_id, async (desk) => {
      if (attempt > PATIENT) await waitInLine(desk, room, [wanted]);
      return act(kernel, desk, place.caller, room, [wanted]);
    });
    return outcome!;
  });

/** Runs a transaction again when another one won; gives up as a fault after some tries, so nothing loops for ever. */
export const again = async <T>(transaction: (attempt: number) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction(attempt);
    } catch (error) {
      const lost = error instanceof VersionLost || isUniqueViolation(error) || isCollision(error);
      if (!lost || attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt));
    }
  }
};

/** Whoever lost this often waits for their turn instead, so that a large bulk is not outrun for ever by small acts. */
export const PATIENT = 2;

export const waitInLine = <S extends object, C extends Command>(
  { tx, practice }: Desk,
  room: Room<S, C>,
  wanted: readonly Wanted<C>[],
): Promise<unknown> =>
  sql`
    select 1 from ${sql.table(room.kinds[room.name]!.table)}
    where practice_id = ${practice.id} and id = any(${wanted.map(({ id }) => id)}) order by id for update`.execute(tx);

/**
 * The body of the loop, inside a transaction that the caller opened: rooms below may be acted on in the same transaction
 * (a task's answer that changes the client), and reactions are. Refused rows are events too (PL-35).
 */
export const act = async <S extends object, C extends Command>(
  kernel: Kernel,
  desk: Desk,
  caller: Caller,
  room: Room<S, C>,
  wanted: readonly Wanted<C>[],
  actOf: () => Id = newId,
): Promise<Outcome<S>[]> => {
  const states = await room.load(desk, wanted, caller.who);
  const loaded: ReadonlyMap<Id, S> = new Map(states);
  const versions = new Map(
    [...states].map(([id, state]) => [id, room.kinds[room.name]!.find(state, id)?.version ?? 0]),
  );
  const context: Context = { now: desk.now, today: desk.today, practice: desk.practice, who: caller.who, newId };
  const stale = await staleOnes(desk, room.name, wanted, versions);
  const accepted: Accepted[] = [];
  const take = (want: Wanted<C>): Outcome<S> => {
    const decision = stale.get(want) ?? decideOne(room, states.get(want.id), want, context);
    if (!decision.yes) return { ...decision, id: want.id };
    states.set(
      want.id,
      decision.events.reduce<S>((state, event) => room.evolve(state, event), states.get(want.id)!),
    );
    const taken: Accepted = {
      ...decision,
      id: want.id,
      act_id: actOf(),
      event_ids: decision.events.map(() => newId()),
    };
    accepted.push(taken);
    return { yes: true, id: want.id, act_id: taken.act_id, state: states.get(want.id)!, events: [] };
  };
  const outcomes = wanted.map(take);
  const reports = await doAhead(kernel, desk, { room: room.name, states, accepted, take });
  const happened = await write(kernel, desk, caller, room, { loaded, states }, accepted);
  const eventsOf = Map.groupBy(happened, (event) => event.act_id);
  for (const outcome of outcomes) {
    if (!outcome.yes) continue;
    outcome.state = states.get(outcome.id)!;
    outcome.events = eventsOf.get(outcome.act_id) ?? [];
  }
  await recordRefusals(
    desk,
    caller,
    room.name,
    [...wanted, ...reports.map(({ want }) => want)],
    [...outcomes, ...reports.map(({ outcome }) => outcome)],
  );
  return outcomes;
};

interface Accepted {
  id: Id;
  act_id: Id;
  events: Event[];
  event_ids: Id[];
  effects: Effect[];
}

/**
 * What decisions ask for and a worker does at once is done before they are saved, as long as something is; what it came to is
 * decided on the states as they are by then. Answers what was reported and decided.
 */
const doAhead = async <C extends Command>(
  kernel: Kernel,
  desk: Desk,
  { room, states, accepted, take }: Ahead<C>,
): Promise<{ want: Wanted<C>; outcome: Outcome<object> }[]> => {
  const ahead = kernel.ahead.get(room);
  const isNow = (effect: Effect): boolean => effect.do === 'queue' && desk.at_once?.has(effect.name) === true;
  const decided: { want: Wanted<C>; outcome: Outcome<object> }[] = [];
  for (;;) {
    const asked = accepted.flatMap(({ effects }) => effects.filter(isNow));
    if (!ahead || !asked.length) return decided;
    const { done, reports } = await ahead(desk, states, asked);
    if (!done.size) return decided;
    for (const taken of accepted) taken.effects = taken.effects.filter((effect) => !done.has(effect));
    for (const want of reports as Wanted<C>[]) decided.push({ want, outcome: take(want) });
  }
};

interface Ahead<C extends Command> {
  room: string;
  states: ReadonlyMap<Id, object>;
  accepted: readonly Accepted[];
  /** Decides one more, and keeps it with the others. */
  take(want: Wanted<C>): Outcome<object>;
}

/** Those who saw another version than the one that is, each with its refusal (PL-67). */
const staleOnes = async <C extends Command>(
  desk: Desk,
  kind: string,
  wanted: readonly Wanted<C>[],
  versions: ReadonlyMap<Id, number>,
): Promise<Map<Wanted<C>, Refusal>> => {
  const ones = wanted.filter(({ id, version }) => version !== undefined && version !== (versions.get(id) ?? version));
  const asked = ones.map(({ id, version }) => ({ root: ref(kind, id), seen: version!, current: versions.get(id)! }));
  const refusals = await explainStale(desk, asked);
  return new Map(ones.map((want, i) => [want, refusals[i]!]));
};

const decideOne = <S extends object, C extends Command>(
  room: Room<S, C>,
  state: S | undefined,
  want: Wanted<C>,
  context: Context,
): Decision => {
  if (state === undefined) return notFound();
  const { command } = want as { command: Command };
  return command.do === 'undo'
    ? undo(room, state, command as UndoCommand, context)
    : room.decide(state, want.command, context);
};

/** State, events and effects of all accepted decisions: one statement per table and per kind of effect. */
const write = async <S extends object>(
  kernel: Kernel,
  desk: Desk,
  caller: Caller,
  room: Room<S, never>,
  { loaded, states }: BeforeAndAfter<S>,
  accepted: readonly Accepted[],
): Promise<Recorded[]> => {
  const acting = accepted.filter((taken) => taken.events.length);
  await saveChanged(desk, caller, room, { loaded, states }, acting);
  const drafts = acting.flatMap((taken) => taken.events.map((_, i) => draftOf(room, taken, i)));
  const happened = await record(desk, originOf(caller), drafts);
  await writeEffects(
    kernel,
    desk,
    caller,
    accepted.flatMap((taken) => taken.effects),
  );
  if (room.search) {
    const found = [...new Set(acting.map((taken) => taken.id))].map((id) => room.search!(states.get(id)!));
    await kernel.search(
      desk,
      found.flatMap((entry) => entry.keep),
      found.flatMap((entry) => entry.drop),
    );
  }
  if (happened.length)
    await kernel.react(kernel, desk, caller, happened, new Map(acting.map((taken) => [taken.id, taken.act_id])));
  return happened;
};

const draftOf = <S extends object>(room: Room<S, never>, taken: Accepted, i: number): Draft => {
  const event = taken.events[i]!;
  const personal = room.kinds[kindOf(event.thing)]?.personal ?? [];
  return { id: taken.event_ids[i]!, event, act_id: taken.act_id, root: ref(room.name, taken.id), personal };
};

/** The states as they were read, and as they are now. */
interface BeforeAndAfter<S> {
  loaded: ReadonlyMap<Id, S>;
  states: ReadonlyMap<Id, S>;
}

/** Every changed row, and the root whatever changed: one version per act guards the whole aggregate. */
const saveChanged = async <S extends object>(
  desk: Desk,
  caller: Caller,
  room: Room<S, never>,
  { loaded, states }: BeforeAndAfter<S>,
  accepted: readonly Accepted[],
): Promise<void> => {
  const touched = new Map<Ref, Id>();
  for (const taken of accepted) {
    touched.set(ref(room.name, taken.id), taken.id);
    for (const event of taken.events) touched.set(event.thing, taken.id);
  }
  const byTable = new Map<string, Saved[]>();
  for (const [thing, rootId] of touched) {
    const kept = room.kinds[kindOf(thing)];
    if (!kept) throw new Error(`${room.name} tells of ${thing} but keeps no such kind`);
    const row = kept.find(states.get(rootId)!, idOf(thing));
    if (!row) continue;
    const before = loaded.has(rootId) ? kept.find(loaded.get(rootId)!, idOf(thing)) : undefined;
    const derived = kept.derive?.(row, states.get(rootId)!) ?? {};
    const changed = [...changedFields(before, row), ...Object.keys(derived), 'version'];
    row.version += 1;
    const made = row.version === 1 ? { created_at: desk.now, created_by: caller.who.actor } : {};
    const saved = byTable.get(kept.table) ?? byTable.set(kept.table, []).get(kept.table)!;
    saved.push({ row: { ...made, ...row, ...derived }, changed });
  }
  for (const [table, saved] of byTable) await saveRows(desk, table, saved);
};

/** A state is never changed in place, so a field that is the same value as before has not changed. */
const changedFields = (before: Thing | undefined, row: Thing): string[] => {
  if (!before) return Object.keys(row);
  return Object.keys(row).filter(
    (field) => !(field in before && before[field as keyof Thing] === row[field as keyof Thing]),
  );
};

const writeEffects = async (kernel: Kernel, desk: Desk, caller: Caller, effects: readonly Effect[]): Promise<void> => {
  const last = new Map(effects.map((effect) => [timerOf(effect) ?? effect, effect]));
  for (const kind of ['sleep', 'wake', 'notify', 'queue'] as const) {
    const mine = [...last.values()].filter((effect) => effect.do === kind);
    if (mine.length) await kernel.writers[kind](desk, mine as never, caller);
  }
};

/** A thing has one timer in its room, and the last wish counts. */
const timerOf = (effect: Effect): string | null =>
  effect.do === 'sleep' || effect.do === 'wake' ? `${effect.room} ${effect.thing}` : null;

export const originOf = ({ who, ...rest }: Caller) => ({ ...rest, actor: who.actor });

export const recordRefusals = async (
  desk: Desk,
  caller: Caller,
  kind: string,
  wanted: readonly Wanted<Command>[],
  outcomes: readonly Outcome<unknown>[],
): Promise<void> => {
  const drafts = outcomes.flatMap((outcome, i): Draft[] => {
    if (outcome.yes) return [];
    const facts = { command: [null, wanted[i]!.command.do], code: [null, outcome.code] } as const;
    const thing = ref(kind, outcome.id);
    return [{ event: { verb: `${kind}.refused`, thing, facts }, act_id: newId(), root: thing, personal: [] }];
  });
  await record(desk, originOf(caller), drafts);
};
