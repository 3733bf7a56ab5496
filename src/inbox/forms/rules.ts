import { mayDesign } from '#forms/rights.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Facts } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  changedAmong,
  creation,
  difference,
  invalid,
  kindOf,
  notFound,
  problem,
  ref,
  refused,
} from '#kernel/decision/rules.ts';
import { linkFile } from '#kernel/files/rules.ts';
import { WRITES } from '../items/rights.ts';
import type {
  FormAnswer,
  FormAnswerCommand,
  FormAnswerState,
  PublicForm,
  PublicFormCommand,
  PublicFormState,
  PublishedVersion,
} from './model.ts';

/**
 * A form goes public, changes at once with each publishing, and is closed and opened again; its versions stay (IN-97, IN-98).
 * Refuses `nothing_to_ask`, `same_as_before`, `form_archived`, `not_public`.
 */
export const decide = (state: PublicFormState, command: PublicFormCommand, context: Context): Decision => {
  const no = mayDesign(context.who);
  if (no) return no;
  const { shown } = state;
  if (command.do === 'publish') return publish(state, context);
  if (!shown.newest) return refused('not_public', 'This form was not published yet.');
  switch (command.do) {
    case 'close':
      return told(state, 'closed', { open: false });
    case 'open':
      return state.design ? told(state, 'opened', { open: true }) : archived();
    case 'give': {
      const { assignee_id } = command;
      if (assignee_id && !state.hands.includes(assignee_id))
        return invalid(
          problem('/assignee_id', 'cannot_act', 'This member may not change the inbox, or is not active.'),
        );
      return told(state, 'given', { assignee_id });
    }
    default:
      return command satisfies never;
  }
};

const archived = () => refused('form_archived', 'This form is archived. Restore it first.');

const publish = ({ shown, versions, design, slugs_taken }: PublicFormState, { now, newId }: Context): Decision => {
  if (!design) return archived();
  if (!design.questions.length) return refused('nothing_to_ask', 'This form asks nothing yet. Write a question first.');
  const before = versions.find(({ n }) => n === shown.newest);
  if (before && shown.open && same(before, design))
    return refused('same_as_before', `Version ${before.n} is public already, and the form has not changed since.`);
  const n = shown.newest + 1;
  const row = { ...designOf(design), form_id: shown.id, n, published_at: now };
  const facts = shown.newest
    ? difference<PublicForm>(shown, { newest: n, open: true })
    : creation({ slug: freeSlug(shown.slug, slugs_taken), open: true, newest: n, assignee_id: null });
  return accept([
    { verb: shown.newest ? 'public_form.published' : 'public_form.made', thing: ref('public_form', shown.id), facts },
    { verb: 'public_form_version.made', thing: ref('public_form_version', newId()), facts: creation(row) },
  ]);
};

const designOf = ({ title, intro, questions }: PublicFormState['design'] & object) => ({ title, intro, questions });
const same = (one: PublishedVersion, other: PublicFormState['design'] & object): boolean =>
  JSON.stringify(designOf(one)) === JSON.stringify(designOf(other));

const freeSlug = (stem: string, taken: readonly string[]): string => {
  for (let n = 1; ; n += 1) {
    const slug = n === 1 ? stem : `${stem}-${n}`;
    if (!taken.includes(slug)) return slug;
  }
};

const told = ({ shown }: PublicFormState, did: string, changes: Partial<PublicForm>): Decision => {
  const facts = difference<PublicForm>(shown, changes);
  return accept(
    Object.keys(facts).length ? [{ verb: `public_form.${did}`, thing: ref('public_form', shown.id), facts }] : [],
  );
};

export const evolve = (state: PublicFormState, event: Event): PublicFormState =>
  kindOf(event.thing) === 'public_form'
    ? { ...state, shown: changed<PublicForm>(state.shown, event) }
    : { ...state, versions: changedAmong<PublishedVersion>(state.versions, event) };

/**
 * An answer is received once, whatever it holds: nothing in it is refused here (IN-95). Receiving it again changes nothing
 * (IN-94). One that was set aside may still become an item; refuses `already_settled`.
 */
export const decideAnswer = (
  { answer, files }: FormAnswerState,
  command: FormAnswerCommand,
  context: Context,
): Decision => {
  const event = (verb: string, facts: Facts): Event => ({ verb, thing: ref('form_answer', answer.id), facts });
  if (command.do === 'receive') {
    if (answer.version > 0) return accept([]);
    const { given, item_id, because } = command;
    const outcome = item_id ? 'item_made' : 'set_aside';
    const born = creation({ ...given, received_at: context.now, outcome, because, item_id });
    const thing = item_id ? ref('item', item_id) : ref('form_answer', answer.id);
    const linked = command.files.map((id) =>
      linkFile(
        files.find((file) => file.id === id),
        thing,
        context,
      ),
    );
    const no = linked.find((one) => 'yes' in one);
    if (no && 'yes' in no) return no;
    return accept([event('form_answer.received', born), ...(linked as Event[])]);
  }
  if (answer.version === 0) return notFound();
  const no = can(context.who, WRITES);
  if (no) return no;
  if (answer.outcome !== 'set_aside')
    return refused('already_settled', 'Only an answer that was set aside can be made an item.');
  const set = { outcome: 'item_made' as const, item_id: command.item_id };
  const moved = files.map((file) => ({
    verb: 'file.linked',
    thing: ref('file', file.id),
    facts: difference(file, { thing: ref('item', command.item_id) }),
  }));
  return accept([event('form_answer.item_made', difference<FormAnswer>(answer, set)), ...moved]);
};

export const evolveAnswer = (state: FormAnswerState, event: Event): FormAnswerState =>
  kindOf(event.thing) === 'form_answer'
    ? { ...state, answer: changed<FormAnswer>(state.answer, event) }
    : { ...state, files: changedAmong(state.files, event) };
