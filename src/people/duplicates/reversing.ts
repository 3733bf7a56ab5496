import type { Context, Decision, Event, Facts, Json, Refusal, Thing } from '#kernel/decision/model.ts';
import { accept, idOf, kindOf, ref, refused } from '#kernel/decision/rules.ts';
import { clientOf } from './merging.ts';
import type { MergeState, Moved } from './model.ts';

/** Refuses not_merged, reverse_later_first (PE-79), and what was erased since (PE-77). */
export const cannotReverse = ({ merge, survivor, absorbed, later, names }: MergeState): Refusal | null => {
  if (merge.reversed_at) return refused('not_merged', 'This merge was reversed already.');
  if (absorbed.erased_at || survivor.erased_at)
    return refused('erased', `${names[absorbed.id]!.name} was erased since, so it cannot come back.`);
  return later.length
    ? refused('reverse_later_first', `${names[survivor.id]!.name} was itself merged later. Reverse that merge first.`, {
        merges: [...later],
      })
    : null;
};

/**
 * Each side gets back what it had. What somebody changed since stays as it is; of lists only the entries that came with the
 * merge go, so that what was added later stays with the survivor (PE-77).
 */
export const reverse = (state: MergeState, context: Context): Decision => {
  const no = cannotReverse(state);
  if (no) return no;
  const { merge } = state;
  const events = [...merge.moved].reverse().flatMap((moved) => undone(state, moved, context));
  const facts: Facts = { reversed_at: [null, context.now], reversed_by: [null, context.who.actor] };
  return accept([...events, { verb: 'merge.reversed', thing: ref('merge', merge.id), ...clientOf(state), facts }]);
};

const undone = (state: MergeState, moved: Moved, context: Context): Event[] => {
  const row = rowOf(state, moved.thing);
  if (!row) return [];
  const facts = moved.made ? unmade(row, context) : backwards(row, moved);
  if (!Object.keys(facts).length) return [];
  const kind = kindOf(moved.thing);
  const client = kind === 'person' ? idOf(moved.thing) : ((row.person_id as string | undefined) ?? null);
  return [{ verb: `${kind}.unmerged`, thing: moved.thing, facts, ...(client && { client_id: client }) }];
};

type Row = Thing & Record<string, unknown>;

const rowOf = ({ survivor, absorbed, holdings, waitlist, links }: MergeState, thing: Moved['thing']): Row | undefined =>
  [survivor, absorbed, ...holdings, ...waitlist, ...links].find((row) => row.id === idOf(thing)) as Row | undefined;

/** A row the merge made goes again, unless somebody has worked on it since: then it has another version than its first. */
const unmade = (row: Row, { now }: Context): Facts =>
  row.deleted_at || row.version > 1 ? {} : { deleted_at: [null, now] };

const backwards = (row: Row, { facts }: Moved): Facts => {
  const back: Record<string, [Json, Json]> = {};
  for (const [field, [before, after]] of Object.entries(facts)) {
    const now = (row[field] ?? null) as Json;
    const then = same(now, after) ? before : without(now, before, after);
    if (then !== undefined && !same(now, then)) back[field] = [now, then];
  }
  return back;
};

/** Of a list or of own fields that moved on, what came with the merge; undefined leaves a value alone. */
const without = (now: Json, before: Json, after: Json): Json | undefined => {
  if (Array.isArray(now) && Array.isArray(after)) {
    const had = new Set(((before ?? []) as Json[]).map(text));
    const came = new Set(after.map(text).filter((entry) => !had.has(entry)));
    return now.filter((entry) => !came.has(text(entry)));
  }
  if (!isObject(now) || !isObject(after)) return undefined;
  const had = isObject(before) ? before : {};
  return Object.fromEntries(
    Object.entries(now).flatMap(([key, value]) => {
      const came = key in after && !same(after[key], had[key]) && same(value, after[key]);
      return came ? (key in had ? [[key, had[key]!]] : []) : [[key, value]];
    }),
  );
};

const isObject = (value: Json): value is { [key: string]: Json } =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const text = (value: Json): string => JSON.stringify(value);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
