import { can, reads } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  changedAmong,
  difference,
  idOf,
  kindOf,
  notFound,
  ref,
  undoable,
} from '#kernel/decision/rules.ts';
import { blankLink } from '#people/contacts/model.ts';
import { peopleWhole } from '#people/fields/rights.ts';
import { blankEntry, blankHolding } from '#people/persons/model.ts';
import { merge } from './merging.ts';
import type { Duplicate, DuplicateState, Kind, Mergeable, MergeCommand, MergeState } from './model.ts';
import { reverse } from './reversing.ts';

/** Merging, reversing and looking through duplicates is for people W; employees also need their ability. */
export const mayMerge = (kind: Kind, { who }: Pick<Context, 'who'>): Refusal | null =>
  (kind === 'employee' ? can(who, reads('people', 'employees.read')) : null) ?? peopleWhole(who, 'merge records');

export const decideMerge = (state: MergeState, command: MergeCommand, context: Context): Decision =>
  mayMerge(state.merge.kind, context) ??
  (state.hidden ? notFound() : null) ??
  (command.do === 'merge'
    ? merge(state, command, context)
    : state.merge.version
      ? reverse(state, context)
      : notFound());

export const evolveMerge = (state: MergeState, event: Event): MergeState => {
  const id = idOf(event.thing);
  switch (kindOf(event.thing)) {
    case 'merge':
      return { ...state, merge: changed(state.merge, event) };
    case 'role_holding':
      return { ...state, holdings: changedAmong(begun(state.holdings, id, blankHolding), event) };
    case 'waitlist_entry':
      return { ...state, waitlist: changedAmong(begun(state.waitlist, id, blankEntry), event) };
    case 'contact_link':
      return { ...state, links: changedAmong(begun(state.links, id, blankLink), event) };
    default:
      return id === state.survivor.id
        ? { ...state, survivor: changed<Mergeable>(state.survivor, event) }
        : { ...state, absorbed: changed<Mergeable>(state.absorbed, event) };
  }
};

/** A row that an event begins has every field, as one that was loaded. */
const begun = <T extends { id: string }>(rows: readonly T[], id: string, blank: (id: string) => T): readonly T[] =>
  rows.some((row) => row.id === id) ? rows : [...rows, blank(id)];

/** «Not duplicates» keeps a pair away until both share something new (PE-72). */
export const decideDuplicate = ({ duplicate, pair }: DuplicateState, context: Context): Decision => {
  if (!pair) return peopleWhole(context.who, 'look through duplicates') ?? notFound();
  const after: Partial<Duplicate> = {
    kind: pair.kind,
    a_id: pair.a,
    b_id: pair.b,
    dismissed_at: context.now,
    dismissed_by: context.who.actor,
    shared: [...pair.shared].sort(),
    deleted_at: null,
  };
  return (
    mayMerge(pair.kind, context) ??
    accept([
      {
        verb: 'duplicate.dismissed',
        thing: ref('duplicate', duplicate.id),
        facts: difference<Duplicate>(duplicate, after),
        ...undoable(context),
      },
    ])
  );
};

export const evolveDuplicate = (state: DuplicateState, event: Event): DuplicateState => ({
  ...state,
  duplicate: changed(state.duplicate, event),
});

/** Whether a dismissed pair is to be shown again: it shares a strong key that it did not share then (PE-72). */
export const isBack = (
  dismissed: Pick<Duplicate, 'shared' | 'deleted_at'> | undefined,
  shared: readonly string[],
): boolean => !dismissed || !!dismissed.deleted_at || shared.some((key) => !dismissed.shared.includes(key));
