import type { Context, Decision, Event } from '#kernel/decision/model.ts';
import { accept, idOf, kindOf, movedOn, refused, reverse } from '#kernel/decision/rules.ts';
import type { AnyRoom, UndoCommand } from './room.ts';

/**
 * Takes an act back (PL-74): a new event per old one, with the facts the other way round, newest first. Refuses
 * `moved_on` with the fields when something was built on it; what the act made is marked deleted.
 */
export const undo = (room: AnyRoom, state: object, command: UndoCommand, context: Context): Decision => {
  if (room.undo) return room.undo(state, command, context);
  const built = command.events.flatMap((event) =>
    movedOn(rowOf(room, state, event), event.facts).map((field) => field.replaceAll('_', ' ')),
  );
  if (built.length) {
    return refused(
      'moved_on',
      `This was changed again since (${[...new Set(built)].join(', ')}), so it cannot be taken back. Change it by hand instead.`,
    );
  }
  return accept(command.events.map((event) => opposite(room, event, context)));
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
  };
  if (event.client_id) told.client_id = event.client_id;
  if (event.run_id) told.run_id = event.run_id;
  return told;
};
