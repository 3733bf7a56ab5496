import { can } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Ref, Thing } from '#kernel/decision/model.ts';
import { accept, idOf, kindOf, movedOn, refused, reverse, undoable } from '#kernel/decision/rules.ts';
import type { AnyRoom, UndoCommand } from './room.ts';

/**
 * Takes an act back (PL-74): a new event per old one, with the facts the other way round, newest first. Refuses
 * `moved_on` with the fields when something was built on it; what the act made is marked deleted. Taking the undo back is
 * doing it again (WF-151).
 */
export const undo = (room: AnyRoom, state: object, command: UndoCommand, context: Context): Decision => {
  if (room.undo) return room.undo(state, command, context);
  const no = room.changes ? can(context.who, room.changes) : null;
  if (no) return no;
  const built = builtOn(room, state, command.events);
  if (built.length) {
    return refused(
      'moved_on',
      `This was changed again since (${built.join(', ')}), so it cannot be taken back. Change it by hand instead.`,
    );
  }
  return accept(command.events.map((event) => opposite(room, event, context)));
};

/** The fields that are no longer as the act left them, looking back from its last event to its first. */
const builtOn = (room: AnyRoom, state: object, newestFirst: UndoCommand['events']): string[] => {
  const rows = new Map<Ref, Thing | undefined>();
  const fields = newestFirst.flatMap((event) => {
    const row = rows.has(event.thing) ? rows.get(event.thing) : rowOf(room, state, event);
    const before = Object.fromEntries(Object.entries(reverse(event.facts)).map(([field, [, was]]) => [field, was]));
    rows.set(event.thing, row && { ...row, ...before });
    return movedOn(row, event.facts);
  });
  return [...new Set(fields)].map((field) => field.replaceAll('_', ' '));
};

const rowOf = (room: AnyRoom, state: object, event: Event) =>
  room.kinds[kindOf(event.thing)]?.find(state, idOf(event.thing));

const opposite = (room: AnyRoom, event: UndoCommand['events'][number], context: Context): Event => {
  const born = room.kinds[kindOf(event.thing)]?.births?.includes(event.verb);
  const told: Event = {
    verb: `${kindOf(event.thing)}.undone`,
    thing: event.thing,
    facts: born ? { deleted_at: [null, context.now] } : reverse(event.facts),
    undoes: event.id,
    ...undoable(context),
  };
  if (event.client_id) told.client_id = event.client_id;
  if (event.run_id) told.run_id = event.run_id;
  return told;
};
