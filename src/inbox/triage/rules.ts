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
import { MOST_RULES, type TriageCommand, type TriageRule, type TriageState } from './model.ts';

export const READS_TRIAGE = reads('inbox');
export const WRITES_TRIAGE = writes('settings');

/**
 * A rule is made off, and switched on once it was tried on what came last as it now is; another condition or another result is
 * off until it is tried again (IN-186). Refuses `not_tried`, `too_many`, a name that is there, and what is not there.
 */
export const decide = (state: TriageState, command: TriageCommand, context: Context): Decision => {
  const no = can(context.who, WRITES_TRIAGE);
  if (no) return no;
  const { rule, around } = state;
  const told = (verb: string, facts: Event['facts']): Decision =>
    accept(
      Object.keys(facts).length ? [{ verb: `triage_rule.${verb}`, thing: ref('triage_rule', rule.id), facts }] : [],
    );
  const set = (verb: string, fields: Partial<TriageRule>) => told(verb, difference<TriageRule>(rule, fields));
  if (command.do === 'add') {
    if (rule.version > 0) return accept([]);
    if (around.count >= MOST_RULES)
      return refused('too_many', `There are ${MOST_RULES} rules already. Delete one first.`);
    const { do: _, ...given } = command;
    const wanted = { ...rule, ...given, position: around.last };
    return wrong(state, wanted) ?? told('added', creation(wanted));
  }
  if (rule.version === 0 || rule.deleted_at) return notFound();
  switch (command.do) {
    case 'change': {
      const { do: _, ...set_now } = command;
      const given = set_now as Partial<TriageRule>;
      const wanted = { ...rule, ...given };
      const same = !Object.keys(difference<TriageRule>(rule, { when: wanted.when, sets: wanted.sets })).length;
      return wrong(state, wanted) ?? set('changed', { ...given, ...(!same && { on: false, tried: false }) });
    }
    case 'try':
      return set('tried', { tried: true });
    case 'switch':
      if (command.on && !rule.tried)
        return refused('not_tried', 'Try the rule on what came last before you switch it on.');
      return set(command.on ? 'switched_on' : 'switched_off', { on: command.on });
    case 'place':
      return set('placed', { position: command.position });
    case 'delete':
      return set('deleted', { deleted_at: context.now });
    default:
      return command satisfies never;
  }
};

const wrong = ({ rule, around }: TriageState, { name, when, sets }: TriageRule): Decision | null => {
  const faults: Problem[] = [];
  const { there, forms, names } = around;
  if (names.includes(name.toLowerCase()))
    faults.push(problem('/name', 'name_taken', `There is a rule «${name}» already.`));
  if (!when.senders.length && !when.addresses.length && !when.words.length && !when.form_id)
    faults.push(
      problem(
        '/when/senders',
        'no_condition',
        'Say to what it applies: a sender, an address, a word of the subject or a form.',
      ),
    );
  if (when.answers.length && !when.form_id)
    faults.push(problem('/when/form_id', 'form_missing', 'Choose the form whose answers are meant.'));
  if (when.form_id && when.form_id !== rule.when.form_id && !forms.has(when.form_id))
    faults.push(problem('/when/form_id', 'no_such_form', 'Choose a form that is public.'));
  if (!sets.set_aside && !sets.category_id && !sets.assignee_id && !sets.due_after && !sets.tags.length)
    faults.push(
      problem(
        '/sets/assignee_id',
        'nothing_set',
        'Say what it does: a category, who gets it, when it is due, a tag, or setting it aside.',
      ),
    );
  if (sets.category_id && sets.category_id !== rule.sets.category_id && !there.categories.has(sets.category_id))
    faults.push(problem('/sets/category_id', 'no_such_category', 'This category is not there any more.'));
  if (sets.assignee_id && sets.assignee_id !== rule.sets.assignee_id && !there.hands.has(sets.assignee_id))
    faults.push(problem('/sets/assignee_id', 'cannot_act', 'Choose an active member who may change the inbox.'));
  for (const [i, id] of sets.tags.entries())
    if (!rule.sets.tags.includes(id) && !there.tags.has(id))
      faults.push(problem(`/sets/tags/${i}`, 'no_such_tag', 'There is no such tag for items.'));
  return faults.length ? invalid(...faults) : null;
};

export const evolve = (state: TriageState, event: Event): TriageState => ({
  ...state,
  rule: changed<TriageRule>(state.rule, event),
});

/** Why something waits under «Set aside», and by what that is known again. */
export const asideByRule = (name: string): string => `The rule «${name}» sets it aside.`;
