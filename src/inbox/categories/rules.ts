import type { PlainDate } from '#ground/time.ts';
import { addDays } from '#ground/time.ts';
import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Problem } from '#kernel/decision/model.ts';
import { accept, changed, creation, difference, invalid, notFound, problem, ref } from '#kernel/decision/rules.ts';
import type { Calendar } from '#workflows/dates/model.ts';
import { addBusinessDays } from '#workflows/dates/rules.ts';
import type { Category, CategoryCommand, CategoryState, DueAfter } from './model.ts';

export const READS_CATEGORIES = reads('inbox');
export const WRITES_CATEGORIES = writes('settings');

/** The day on which an item that was received on `received` is due; business days are the practice's own (IN-12). */
export const dueFrom = (received: PlainDate, { n, unit }: DueAfter, calendar: Calendar): PlainDate =>
  unit === 'days' ? addDays(received, n) : addBusinessDays(received, n, calendar);

/**
 * A kind of items, as Owners and Admins want it. Refuses `name_taken`, and `cannot_act` for a default assignee who may not
 * change the inbox, and `no_such_form`. Of a deleted one the items keep the name.
 */
export const decide = (state: CategoryState, command: CategoryCommand, context: Context): Decision => {
  const no = can(context.who, WRITES_CATEGORIES);
  if (no) return no;
  const { category } = state;
  const event = (verb: string, facts: Event['facts']): Event => ({
    verb: `item_category.${verb}`,
    thing: ref('item_category', category.id),
    facts,
  });
  if (command.do === 'add') {
    const { do: _, ...given } = command;
    const wanted: Category = { ...category, ...given };
    if (category.version > 0) return accept([]);
    return wrong(state, wanted) ?? accept([event('added', creation(wanted))]);
  }
  if (category.version === 0 || category.deleted_at) return notFound();
  if (command.do === 'delete')
    return accept([event('deleted', difference<Category>(category, { deleted_at: context.now }))]);
  const { do: _, ...set } = command;
  const facts = difference<Category>(category, set);
  if (!Object.keys(facts).length) return accept([]);
  return wrong(state, { ...category, ...(set as Partial<Category>) }) ?? accept([event('changed', facts)]);
};

const wrong = ({ category, around }: CategoryState, { name, default_assignee_id, form_id }: Category) => {
  const faults: Problem[] = [];
  if (around.taken.includes(name.toLowerCase()))
    faults.push(problem('/name', 'name_taken', `There is a category «${name}» already.`));
  if (default_assignee_id && !around.hands.has(default_assignee_id))
    faults.push(problem('/default_assignee_id', 'cannot_act', 'Choose an active member who may change the inbox.'));
  if (form_id && form_id !== category.form_id && !around.forms.has(form_id))
    faults.push(problem('/form_id', 'no_such_form', 'This form is not there any more. Choose another.'));
  return faults.length ? invalid(...faults) : null;
};

export const evolve = (state: CategoryState, event: Event): CategoryState => ({
  ...state,
  category: changed<Category>(state.category, event),
});
