import { sayDay } from '#ground/words.ts';
import type { Context, Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, difference, refused } from '#kernel/decision/rules.ts';
import type { OpenRunsChoice, Person, PersonState } from './model.ts';
import { displayName } from './status.ts';
import { told } from './telling.ts';
import { left } from './waitlist.ts';

/** One act with one undo: the open entry closes as withdrawn, and runs are left, held or cancelled as chosen (PE-26). */
export const deactivate = (
  state: PersonState,
  { reason, open_runs }: { reason: string; open_runs: OpenRunsChoice },
  context: Context,
): Decision => {
  const { person } = state;
  if (person.inactive_since)
    return refused(
      'already_inactive',
      `${displayName(person)} has been inactive since ${sayDay(person.inactive_since)}.`,
    );
  const facts = difference<Person>(person, {
    inactive_since: context.today,
    inactive_by: context.who.actor,
    inactive_reason: reason,
    inactive_open_runs: open_runs,
  });
  return accept([...told(state, 'person.deactivated', facts, context), ...left(state, 'withdrawn', context)]);
};

export const reactivate = (state: PersonState, context: Context): Decision =>
  isActive(state.person)
    ? refused('not_inactive', `${displayName(state.person)} is active already.`)
    : accept(
        told(
          state,
          'person.reactivated',
          difference<Person>(state.person, {
            inactive_since: null,
            inactive_by: null,
            inactive_reason: null,
            inactive_open_runs: null,
          }),
          context,
        ),
      );

const isActive = (person: Person): boolean => !person.inactive_since;

/** Stops every planned message to the person and its contacts, with the reason (PE-107). */
export const stopContact = (state: PersonState, { reason }: { reason: string }, context: Context): Decision =>
  accept(
    told(
      state,
      'person.contact_stopped',
      difference<Person>(state.person, {
        do_not_contact_since: state.person.do_not_contact_since ?? context.today,
        do_not_contact_by: context.who.actor,
        do_not_contact_reason: reason,
      }),
      context,
    ),
  );

export const allowContact = (state: PersonState, context: Context): Decision =>
  accept(
    told(
      state,
      'person.contact_allowed',
      difference<Person>(state.person, {
        do_not_contact_since: null,
        do_not_contact_by: null,
        do_not_contact_reason: null,
      }),
      context,
    ),
  );

type Reachable = Pick<
  Person,
  'do_not_contact_since' | 'do_not_contact_reason' | keyof Parameters<typeof displayName>[0]
>;

/** Why a message must not go to this person or its contacts; by hand it takes an extra confirmation (PE-107). */
export const contactRefusal = (person: Reachable, confirmed = false): Refusal | null =>
  person.do_not_contact_since && !confirmed
    ? refused(
        'do_not_contact',
        `${displayName(person)} is not to be contacted since ${sayDay(person.do_not_contact_since)}: ${person.do_not_contact_reason}`,
        { since: person.do_not_contact_since, reason: person.do_not_contact_reason },
      )
    : null;

/** An inactive client stands in no picker of plans, flows, cadences or collections, and nothing starts on it by itself (PE-27). */
export const isOffered = (
  person: Pick<Person, 'inactive_since' | 'deleted_at' | 'merged_into' | 'erased_at'>,
): boolean => !person.inactive_since && !person.deleted_at && !person.merged_into && !person.erased_at;
