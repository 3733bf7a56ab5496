import { canonical } from '#ground/json.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Acceptance, Context, Effect, Event, Facts, Json, Problem, Ref, Refusal, RefusalKind } from './model.ts';

export const accept = (events: Event[], effects: Effect[] = []): Acceptance => ({ yes: true, events, effects });

const no = (kind: RefusalKind, code: string, because: string, facts?: Record<string, Json>): Refusal =>
  facts ? { yes: false, kind, code, because, facts } : { yes: false, kind, code, because };

/** The rules say no (409): `code` is snake_case, `because` a sentence for the user. */
export const refused = (code: string, because: string, facts?: Record<string, Json>): Refusal =>
  no('refused', code, because, facts);
/** They may see it but not do it (403): the sentence names the missing permission (PL-35). */
export const notAllowed = (because: string, facts?: Record<string, Json>): Refusal =>
  no('not_allowed', 'not_allowed', because, facts);
/** As if absent (404, PL-35). */
export const notFound = (because = 'There is nothing here, or you may not see it.'): Refusal =>
  no('not_found', 'not_found', because);
/** Changed since it was loaded (412, PL-67). */
export const conflict = (because: string, facts?: Record<string, Json>): Refusal =>
  no('conflict', 'conflict', because, facts);
/** What was typed cannot be taken (422): one problem per field. */
export const invalid = (...errors: Problem[]): Refusal => ({
  yes: false,
  kind: 'invalid',
  code: 'invalid',
  because: errors.length === 1 ? errors[0]!.detail : `${errors.length} things need another look.`,
  errors,
});

export const problem = (pointer: string, code: string, detail: string): Problem => ({ pointer, code, detail });

/** How long an act can be taken back from the toast (PL-74), and later through the timeline. */
export const UNDO_DAYS = 30;
export const undoable = (context: Context): { undoable_until: string } => ({
  undoable_until: addMilliseconds(context.now, UNDO_DAYS * 86_400_000),
});

export const ref = (kind: string, id: string): Ref => `${kind}:${id}`;
export const kindOf = (thing: Ref): string => thing.slice(0, thing.indexOf(':'));
export const idOf = (thing: Ref): string => thing.slice(thing.indexOf(':') + 1);

/** One value, whatever the order of its keys: the database keeps its own. */
const same = (a: Json | undefined, b: Json | undefined): boolean =>
  (a ?? null) === (b ?? null) ||
  (isObject(a) && isObject(b) && (JSON.stringify(a) === JSON.stringify(b) || canonical(a) === canonical(b)));

const isObject = (value: Json | undefined): boolean => typeof value === 'object' && value !== null;

/** The difference that turns `before` into `before` with `changes`: only fields that really change; `undefined` leaves one alone. */
export const difference = <T extends object>(before: T, changes: { [K in keyof T]?: T[K] | undefined }): Facts => {
  const facts: Record<string, [Json, Json]> = {};
  for (const [field, after] of Object.entries(changes) as [string, Json | undefined][]) {
    const was = (before as Record<string, Json | undefined>)[field];
    if (after !== undefined && !same(was, after)) facts[field] = [was ?? null, after];
  }
  return facts;
};

/** The facts of something that was not there before: every field that has a value. */
export const creation = (row: object): Facts => {
  const facts: Record<string, [Json, Json]> = {};
  for (const [field, after] of Object.entries(row) as [string, Json | undefined][]) {
    if (after !== null && after !== undefined && field !== 'id' && field !== 'version') facts[field] = [null, after];
  }
  return facts;
};

/** Evolve: a row with the after-values of an event. A row that is not there yet begins empty, with version 0. */
export const changed = <T extends object>(row: T | undefined, event: Event): T => {
  const after: Record<string, Json> = {};
  for (const [field, [, value]] of Object.entries(event.facts)) after[field] = value;
  return { ...(row ?? { id: idOf(event.thing), version: 0 }), ...after } as T;
};

/** `changed` within a list of rows: the one the event names is changed, or added at the end. */
export const changedAmong = <T extends { id: string }>(rows: readonly T[], event: Event): T[] => {
  const id = idOf(event.thing);
  return rows.some((row) => row.id === id)
    ? rows.map((row) => (row.id === id ? changed(row, event) : row))
    : [...rows, changed<T>(undefined, event)];
};

/** The facts that take an event back. */
export const reverse = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).map(([field, [before, after]]) => [field, [after, before] as const]));

/** Which fields of `row` no longer are what the event left behind: what was built on it (PL-74). */
export const movedOn = (row: object | undefined, facts: Facts): string[] =>
  Object.entries(facts)
    .filter(([field, [, after]]) => !same((row as Record<string, Json> | undefined)?.[field], after))
    .map(([field]) => field);
