import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import { invalid, problem, refused } from '#kernel/decision/rules.ts';
import type { UndoCommand } from '#kernel/loop/room.ts';
import { canUndoConversion, undoConversion } from './conversion.ts';
import type { PersonState } from './model.ts';
import { canDelete } from './removal.ts';
import { mayTakeBack } from './rights.ts';

/**
 * Where taking an act back is more than putting the old values there again (PL-74); null leaves it to the general way.
 * A conversion goes back by its own rule, also from a toast (PE-25); an erased record never comes back (PE-29); what others
 * refer to does not vanish (PE-28); a number that another record has by now is not given twice (PE-13).
 */
export const takeBack = (state: PersonState, command: UndoCommand, context: Context): Decision | null => {
  const no = mayTakeBack(state, command.events, context);
  if (no) return no;
  const verbs = command.events.map((event) => event.verb);
  if (state.person.erased_at)
    return refused('erased', 'What was erased cannot come back, so nothing here can be taken back any more.');
  if (verbs.includes('person.converted')) return unconverted(state, command, context);
  if (verbs.some((verb) => verb === 'prospect.added' || verb === 'client.added')) return canDelete(state);
  return numberGone(state, command.events);
};

const unconverted = (state: PersonState, { events, reason }: UndoCommand, context: Context): Decision => {
  const no = canUndoConversion(state, context.now);
  if (no) return no;
  const decision = undoConversion(state, { reason: reason ?? 'taken back' }, context);
  if (!decision.yes) return decision;
  const undoes = new Map(events.map((event) => [event.thing, event.id]));
  return {
    ...decision,
    events: decision.events.map((event) => ({
      ...event,
      ...(undoes.has(event.thing) && { undoes: undoes.get(event.thing)! }),
    })),
  };
};

const numberGone = ({ around, person }: PersonState, events: readonly Event[]): Refusal | null => {
  for (const { facts } of events) {
    for (const field of ['prospect_number', 'client_number']) {
      const before = facts[field]?.[0];
      const holder = typeof before === 'string' ? around.numbers[before.toLowerCase()] : undefined;
      if (holder && holder.id !== person.id)
        return invalid(problem(`/${field}`, 'taken', `${holder.display_name} has the number ${before} by now.`));
    }
  }
  return null;
};
