import { sayDay } from '#ground/words.ts';
import type { Context, Decision, Event } from '#kernel/decision/model.ts';
import { accept, creation, difference, refused } from '#kernel/decision/rules.ts';
import type { Outcome, PersonCommand, PersonState, WaitlistEntry } from './model.ts';
import { displayName, openEntry } from './status.ts';
import { toldOf } from './telling.ts';

type Enter = Extract<PersonCommand, { do: 'enter_waitlist' }>;

/** Refuses already_waitlisted with the entry's date (PE-18), wrong_kind on a client (PE-19), prospect_inactive. */
export const enterWaitlist = (state: PersonState, command: Enter, context: Context): Decision => {
  const { person, waitlist } = state;
  const name = displayName(person);
  const entry = openEntry(waitlist);
  if (person.kind === 'client')
    return refused('wrong_kind', `${name} is a client; only prospects stand on the waitlist.`);
  if (person.inactive_since) return refused('prospect_inactive', `${name} is inactive. Reactivate it first.`);
  if (entry)
    return refused('already_waitlisted', `${name} has been on the waitlist since ${sayDay(entry.entered_on)}.`, {
      entered_on: entry.entered_on,
      entry: entry.id,
    });
  if (command.entered_on && command.entered_on > context.today)
    return refused('not_yet', 'The day of entry cannot lie ahead.');
  const id = context.newId();
  const facts = creation({
    person_id: person.id,
    entered_on: command.entered_on ?? context.today,
    by: context.who.actor,
    service: command.service ?? null,
    earliest_start_on: command.earliest_start_on ?? null,
  });
  return accept([toldOf(state, { kind: 'waitlist_entry', id }, 'waitlist_entry.entered', facts, context)]);
};

/** Refuses not_waitlisted. The next entry begins at the end (PE-17). */
export const leaveWaitlist = (
  state: PersonState,
  { outcome }: Extract<PersonCommand, { do: 'leave_waitlist' }>,
  context: Context,
): Decision =>
  openEntry(state.waitlist)
    ? accept(left(state, outcome, context))
    : refused('not_waitlisted', `${displayName(state.person)} is not on the waitlist.`);

/** The open entry closes with an outcome; no event when there is none. */
export const left = (state: PersonState, outcome: Outcome, context: Context): Event[] => {
  const entry = openEntry(state.waitlist);
  if (!entry) return [];
  const facts = difference<WaitlistEntry>(entry, { left_on: context.today, left_by: context.who.actor, outcome });
  return [toldOf(state, { kind: 'waitlist_entry', id: entry.id }, 'waitlist_entry.left', facts, context)];
};

/** The entry a conversion closed is open again, as if it had not been left (PE-25). */
export const reopened = (state: PersonState, context: Context): Event[] => {
  const entry = state.waitlist.filter((one) => one.outcome === 'converted' && !one.deleted_at).at(-1);
  if (!entry || openEntry(state.waitlist)) return [];
  const facts = difference<WaitlistEntry>(entry, { left_on: null, left_by: null, outcome: null });
  return [toldOf(state, { kind: 'waitlist_entry', id: entry.id }, 'waitlist_entry.reopened', facts, context)];
};
