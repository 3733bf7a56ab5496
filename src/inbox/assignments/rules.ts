import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Problem } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  creation,
  difference,
  invalid,
  notFound,
  problem,
  ref,
  undoable,
} from '#kernel/decision/rules.ts';
import { cannotAct } from '../items/adding.ts';
import type { AssignmentsCommand, AssignmentsState, InboxAssignments } from './model.ts';

export const READS_ASSIGNMENTS = reads('inbox');
/** Owner, Admin and Manager: whoever may change all items says who else may change some (IN-143). */
export const WRITES_ASSIGNMENTS = writes('inbox', 'inbox.update_all');

/**
 * What a member may act on besides their own, as a whole; twice the same is once. Refuses a member who may not act in the
 * inbox (`cannot_act`), their own name, and members and categories that are not there.
 */
export const decide = (
  state: AssignmentsState,
  { do: _, ...given }: AssignmentsCommand,
  context: Context,
): Decision => {
  const no = can(context.who, WRITES_ASSIGNMENTS);
  if (no) return no;
  const { assignments, members } = state;
  if (!members.some(({ id }) => id === assignments.id)) return notFound();
  const set = { member_ids: [...new Set(given.member_ids)], category_ids: [...new Set(given.category_ids)] };
  const facts = difference<InboxAssignments>(assignments, set);
  if (!Object.keys(facts).length) return accept([]);
  const faults = wrong(state, set);
  if (faults.length) return invalid(...faults);
  const first = assignments.version === 0;
  const event: Event = {
    verb: first ? 'inbox_assignment.given' : 'inbox_assignment.changed',
    thing: ref('inbox_assignment', assignments.id),
    facts: first ? creation({ ...assignments, ...set }) : facts,
    ...(!first && undoable(context)),
  };
  return accept([event]);
};

type Given = Pick<InboxAssignments, 'member_ids' | 'category_ids'>;

/** Only what is new is judged: whoever left or lost the inbox since does not keep the rest from being changed. */
const wrong = (
  { assignments, members, categories }: AssignmentsState,
  { member_ids, category_ids }: Given,
): Problem[] => {
  const faults: Problem[] = [];
  const fresh = member_ids.filter((id) => !assignments.member_ids.includes(id));
  const kinds = category_ids.filter((id) => !assignments.category_ids.includes(id));
  if (fresh.length || kinds.length)
    faults.push(...cannotAct({ members }, assignments.id).map((one) => ({ ...one, pointer: '/id' })));
  if (fresh.includes(assignments.id))
    faults.push(problem('/member_ids', 'own_items', 'Their own items are theirs already.'));
  if (fresh.some((id) => !members.some((one) => one.id === id)))
    faults.push(problem('/member_ids', 'no_such_member', 'This member is not there any more.'));
  if (kinds.some((id) => !categories.has(id)))
    faults.push(problem('/category_ids', 'no_such_category', 'This category is not there any more.'));
  return faults;
};

export const evolve = (state: AssignmentsState, event: Event): AssignmentsState => ({
  ...state,
  assignments: changed<InboxAssignments>(state.assignments, event),
});
