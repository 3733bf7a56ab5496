import { fold, plural } from '#ground/text.ts';
import { sayList } from '#ground/words.ts';
import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  creation,
  difference,
  invalid,
  notFound,
  ref,
  refused,
  undoable,
} from '#kernel/decision/rules.ts';
import { faultsOf } from './faults.ts';
import type { Form, FormCommand, FormState, Question } from './model.ts';
import { mayDesign } from './rights.ts';

type Standing = FormState & { form: Form };
type Of<C extends FormCommand['do']> = Extract<FormCommand, { do: C }>;

/** Everything that can happen to a form. Asks first whether the actor designs workflows (WF-19). */
export const decide = (state: FormState, command: FormCommand, context: Context): Decision => {
  const no = mayDesign(context.who);
  if (no) return no;
  if (command.do === 'create') return create(state, command, context);
  const { form } = state;
  return form && !form.deleted_at ? change({ ...state, form }, command, context) : notFound();
};

const change = (state: Standing, command: Exclude<FormCommand, { do: 'create' }>, context: Context): Decision => {
  const { form } = state;
  switch (command.do) {
    case 'change': {
      if (form.archived_at) return refused('archived', `«${form.title}» is archived. Restore it first.`);
      const { do: _, ...fields } = command;
      return wrong(fields.questions) ?? told(state, 'changed', fields, context);
    }
    case 'archive':
      return form.archived_at
        ? accept([])
        : (inUse(state) ??
            told(state, 'archived', { archived_at: context.now, archived_by: context.who.actor }, context));
    case 'restore':
      return told(state, 'restored', { archived_at: null, archived_by: null }, context);
    default:
      return command satisfies never;
  }
};

const create = (state: FormState, { do: _, key, ...fields }: Of<'create'>, context: Context): Decision => {
  const no = wrong(fields.questions);
  if (no) return no;
  const row: Omit<Form, 'id' | 'version'> = {
    key: key && !state.keys_taken.includes(key) ? key : freeKey(fields.title, state.keys_taken),
    ...fields,
    archived_at: null,
    archived_by: null,
    deleted_at: null,
  };
  return accept([{ verb: 'form.created', thing: ref('form', state.id), facts: creation(row), ...undoable(context) }]);
};

const wrong = (questions: readonly Question[] = []): Refusal | null => {
  const faults = faultsOf(questions);
  return faults.length ? invalid(...faults) : null;
};

/** Refuses `in_use` while something asks with it. */
const inUse = ({ form, used_by }: Standing): Refusal | null =>
  used_by.length
    ? refused(
        'in_use',
        `«${form.title}» is asked in ${plural(used_by.length, 'place', 'places')}: ${sayList(used_by.map(({ name }) => `«${name}»`))}. Choose another form there first.`,
        { used_by: used_by as never },
      )
    : null;

const told = (
  { form }: Standing,
  did: string,
  changes: { [K in keyof Form]?: Form[K] | undefined },
  context: Context,
): Decision => {
  const facts = difference(form, changes);
  return accept(
    Object.keys(facts).length
      ? [{ verb: `form.${did}`, thing: ref('form', form.id), facts, ...undoable(context) }]
      : [],
  );
};

export const evolve = (state: FormState, event: Event): FormState => ({
  ...state,
  form: changed<Form>(state.form, event),
});

const KEY_LIMIT = 40;

/** A key from a title, and a number behind it where it was ever used: `year_end_papers_2`. */
const freeKey = (title: string, taken: readonly string[]): string => {
  const stem = keyOf(title) || 'form';
  for (let n = 1; ; n += 1) {
    const end = n === 1 ? '' : `_${n}`;
    const key = stem.slice(0, KEY_LIMIT - end.length) + end;
    if (!taken.includes(key)) return key;
  }
};

/** Words as a key: «Year end, papers» → `year_end_papers`; empty where nothing of them can stand in one. */
export const keyOf = (words: string): string =>
  fold(words)
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, KEY_LIMIT)
    .replace(/_+$/, '');
