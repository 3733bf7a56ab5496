import type { Context, Decision, Event } from '#kernel/decision/model.ts';
import { changed, changedAmong, idOf, kindOf } from '#kernel/decision/rules.ts';
import { allowContact, deactivate, reactivate, stopContact } from './activity.ts';
import { convert, undoConversion } from './conversion.ts';
import { blankEntry, blankHolding, type PersonCommand, type PersonState } from './model.ts';
import { erase, eraseValues, remove, restore } from './removal.ts';
import { gone, mayDo } from './rights.ts';
import { beginHoldings, endRole, setRole } from './roles.ts';
import { addTag, removeTag } from './tagging.ts';
import { enterWaitlist, leaveWaitlist } from './waitlist.ts';
import { add, change } from './writing.ts';

/** What happens to a prospect or client: right first, then whether it is there, then the rule of the command. */
export const decide = (state: PersonState, command: PersonCommand, context: Context): Decision =>
  mayDo(state, command, context) ?? gone(state, command) ?? decided(state, command, context);

export const evolve = (state: PersonState, event: Event): PersonState => {
  switch (kindOf(event.thing)) {
    case 'waitlist_entry':
      return { ...state, waitlist: changedAmong(withBlank(state.waitlist, event, blankEntry), event) };
    case 'role_holding':
      return { ...state, holdings: changedAmong(withBlank(state.holdings, event, blankHolding), event) };
    default:
      return { ...state, person: changed(state.person, event) };
  }
};

/** A row that an event begins has every field, as one that was loaded. */
const withBlank = <T extends { id: string }>(
  rows: readonly T[],
  event: Event,
  blank: (id: string) => T,
): readonly T[] => {
  const id = idOf(event.thing);
  return rows.some((row) => row.id === id) ? rows : [...rows, blank(id)];
};

const decided = (state: PersonState, command: PersonCommand, context: Context): Decision => {
  switch (command.do) {
    case 'add':
      return add(state, command, context);
    case 'change':
      return change(state, command, context);
    case 'enter_waitlist':
      return enterWaitlist(state, command, context);
    case 'leave_waitlist':
      return leaveWaitlist(state, command, context);
    case 'convert':
      return convert(state, command, context);
    case 'undo_conversion':
      return undoConversion(state, command, context);
    case 'deactivate':
      return deactivate(state, command, context);
    case 'reactivate':
      return reactivate(state, context);
    case 'stop_contact':
      return stopContact(state, command, context);
    case 'allow_contact':
      return allowContact(state, context);
    case 'set_role':
      return setRole(state, command, context);
    case 'end_role':
      return endRole(state, command, context);
    case 'add_tag':
      return addTag(state, command.tag, context);
    case 'remove_tag':
      return removeTag(state, command.tag, context);
    case 'delete':
      return remove(state, context);
    case 'restore':
      return restore(state, context);
    case 'erase':
      return erase(state, command, context);
    case 'erase_absorbed':
      return eraseValues(state, context);
    case 'wake':
      return beginHoldings(state, context);
  }
};
