import type { Context, Event, Facts } from '#kernel/decision/model.ts';
import { ref, undoable } from '#kernel/decision/rules.ts';
import type { PersonState } from './model.ts';

/** One event about the person, or none when nothing differs; can be taken back for 30 days unless `final`. */
export const told = ({ person }: PersonState, verb: string, facts: Facts, context: Context, final = false): Event[] =>
  Object.keys(facts).length
    ? [{ verb, thing: ref('person', person.id), client_id: person.id, facts, ...(final ? {} : undoable(context)) }]
    : [];

/** The same about a waitlist entry or a role holding of the person. */
export const toldOf = (
  { person }: PersonState,
  thing: { kind: 'waitlist_entry' | 'role_holding'; id: string },
  verb: string,
  facts: Facts,
  context: Context,
): Event => ({ verb, thing: ref(thing.kind, thing.id), client_id: person.id, facts, ...undoable(context) });
