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
  refused,
} from '#kernel/decision/rules.ts';
import { cannotAct } from '../items/adding.ts';
import { watchedAnew } from '../quiet/rules.ts';
import { looksNow, wokenTo } from '../quiet/waking.ts';
import type { Intake, IntakeCommand, IntakeState } from './model.ts';

/** What comes to which address is told to whoever reads the inbox; Owners and Admins say what it becomes (IN-140). */
export const READS_INTAKE = reads('inbox');
export const WRITES_INTAKE = writes('settings');

/** Refuses a tag that is there already, members who cannot act, a category that is not there, and to turn the main address off (IN-41, IN-42, IN-144). */
export const decide = (state: IntakeState, command: IntakeCommand, context: Context): Decision => {
  const no = can(context.who, WRITES_INTAKE);
  if (no) return no;
  const { intake } = state;
  const event = (verb: string, facts: Event['facts']): Event => ({
    verb: `intake_address.${verb}`,
    thing: ref('intake_address', intake.id),
    facts,
  });
  const told = (verb: string, facts: Event['facts']): Decision => {
    const happened = event(verb, facts);
    return accept([happened], looksNow(happened, context.now));
  };
  if (command.do === 'add') {
    if (intake.version > 0) return accept([]);
    const { do: _, ...given } = command;
    const set = { ...intake, ...given };
    const wanted = { ...set, ...watchedAnew(intake, set, context.now) };
    return wrong(state, wanted) ?? told('added', creation(wanted));
  }
  if (intake.version === 0 || intake.deleted_at) return notFound();
  if (command.do === 'delete')
    return accept([event('deleted', difference<Intake>(intake, { deleted_at: context.now, quiet_since: null }))]);
  if (command.do === 'wake')
    return wokenTo(intake, { last: state.last_mail_at, room: 'intake_address' }, context, (verb, set) =>
      event(verb, difference<Intake>(intake, set)),
    );
  const { do: _, ...given } = command;
  const wanted = { ...intake, ...(given as Partial<Intake>) };
  const facts = difference<Intake>(intake, { ...given, ...watchedAnew(intake, wanted, context.now) });
  if (!Object.keys(facts).length) return accept([]);
  return wrong(state, wanted) ?? told('changed', facts);
};

const wrong = ({ taken, members, categories, intake }: IntakeState, { tag, assignee_id, category_id, on }: Intake) => {
  if (tag === null && !on) return refused('main_stays_on', 'The main address always takes mail in.');
  const faults: Problem[] = [];
  if (taken.includes(tag))
    faults.push(
      problem('/tag', 'tag_taken', tag ? `There is an address +${tag} already.` : 'The main address is there already.'),
    );
  if (assignee_id && assignee_id !== intake.assignee_id) faults.push(...cannotAct({ members }, assignee_id));
  if (category_id && category_id !== intake.category_id && !categories.has(category_id))
    faults.push(problem('/category_id', 'no_such_category', 'This category is not there any more.'));
  return faults.length ? invalid(...faults) : null;
};

export const evolve = (state: IntakeState, event: Event): IntakeState => ({
  ...state,
  intake: changed<Intake>(state.intake, event),
});
