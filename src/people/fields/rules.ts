import { fold, plural } from '#ground/text.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Context, Decision, Effect, Event, Refusal } from '#kernel/decision/model.ts';
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
  undoable,
} from '#kernel/decision/rules.ts';
import {
  type CustomField,
  type CustomFieldCommand,
  type CustomFieldState,
  FIELDS_PER_KIND,
  type FieldKind,
  type FieldShape,
  KEPT_DAYS,
} from './model.ts';
import { patched } from './patch.ts';
import { peopleWhole } from './rights.ts';

/** The practice's own fields: made, changed, hidden and brought back by people W (PE-64, PE-65). */
export const decide = (state: CustomFieldState, command: CustomFieldCommand, context: Context): Decision => {
  if (command.do === 'wake') return forget(state, context);
  return peopleWhole(context.who, 'set up fields') ?? absent(state, command) ?? decided(state, command, context);
};

export const evolve = (state: CustomFieldState, event: Event): CustomFieldState => ({
  ...state,
  field: changed(state.field, event),
});

/** The fields a record of this kind has now. */
export const fieldsOf = (all: readonly CustomField[], kind: FieldKind): FieldShape[] =>
  all.filter((field) => !field.deleted_at && field.record_kinds.includes(kind));

/** A key from a label: «Payroll day» → `payroll_day`; a taken one gets a number, so that old values never turn up again. */
export const keyFor = (label: string, taken: ReadonlySet<string>): string => {
  const words = fold(label)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const key = (/^[a-z]/.test(words) ? words : `field_${words}`).slice(0, 36).replace(/_+$/, '');
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? key : `${key}_${n}`;
    if (!taken.has(candidate)) return candidate;
  }
};

const decided = (
  state: CustomFieldState,
  command: Exclude<CustomFieldCommand, { do: 'wake' }>,
  context: Context,
): Decision => {
  switch (command.do) {
    case 'add':
      return add(state, command, context);
    case 'change':
      return change(state, command, context);
    case 'delete':
      return told(state, 'custom_field.deleted', { deleted_at: [null, context.now] }, context, [
        { do: 'wake', room: 'custom_field', thing: state.field.id, at: endOf(context.now) },
      ]);
    case 'restore':
      return restore(state, context);
  }
};

const add = (
  state: CustomFieldState,
  { do: _, ...fields }: CustomFieldCommand & { do: 'add' },
  context: Context,
): Decision => {
  const taken = new Set(state.others.map((other) => other.key));
  const row = { ...fields, key: keyFor(fields.label, taken), choices: fields.type === 'choice' ? fields.choices : [] };
  return (
    labelTaken(state, row.label) ??
    noChoices(row) ??
    tooMany(state, row.record_kinds) ??
    told(state, 'custom_field.added', creation(row), context)
  );
};

const change = (
  state: CustomFieldState,
  { do: _, ...changes }: CustomFieldCommand & { do: 'change' },
  context: Context,
): Decision => {
  const after = patched(state.field, changes);
  const more = after.record_kinds.filter((kind) => !state.field.record_kinds.includes(kind));
  return (
    typeFixed(state, after) ??
    labelTaken(state, after.label) ??
    noChoices(after) ??
    tooMany(state, more) ??
    told(state, 'custom_field.changed', difference<CustomField>(state.field, changes), context)
  );
};

const restore = (state: CustomFieldState, context: Context): Decision => {
  const { field } = state;
  if (field.forgotten_at || endOf(field.deleted_at!) < context.now)
    return refused(
      'too_late',
      `«${field.label}» was deleted more than ${KEPT_DAYS} days ago; its values are gone. Make it anew.`,
    );
  return (
    labelTaken(state, field.label) ??
    tooMany(state, field.record_kinds) ??
    told(state, 'custom_field.restored', { deleted_at: [field.deleted_at, null] }, context, [
      { do: 'sleep', room: 'custom_field', thing: field.id },
    ])
  );
};

/** The timer of a deleted field: after 30 days its values may go. */
const forget = ({ field }: CustomFieldState, context: Context): Decision => {
  if (context.who.actor !== 'system:timer') return notFound();
  if (!field.deleted_at || field.forgotten_at || endOf(field.deleted_at) > context.now) return accept([]);
  return accept([
    {
      verb: 'custom_field.forgotten',
      thing: ref('custom_field', field.id),
      facts: { forgotten_at: [null, context.now] },
    },
  ]);
};

const endOf = (deletedAt: string): string => addMilliseconds(deletedAt, KEPT_DAYS * 86_400_000);

const absent = ({ field }: CustomFieldState, command: CustomFieldCommand): Refusal | null => {
  if (command.do === 'add') return null;
  if (field.version === 0) return notFound();
  return (command.do === 'restore') === !!field.deleted_at ? null : notFound();
};

const typeFixed = ({ field, values }: CustomFieldState, after: CustomField): Refusal | null =>
  after.type !== field.type && values
    ? refused(
        'has_values',
        `${plural(values, 'record has', 'records have')} a value in «${field.label}», so its type stays. Make a new field instead.`,
        { values },
      )
    : null;

const labelTaken = ({ others }: CustomFieldState, label: string): Refusal | null =>
  others.some((other) => !other.deleted_at && other.label.toLowerCase() === label.toLowerCase())
    ? invalid(problem('/label', 'taken', `There is a field «${label}» already.`))
    : null;

const noChoices = ({ type, choices }: Pick<CustomField, 'type' | 'choices'>): Refusal | null =>
  type === 'choice' && choices.length < 1 ? invalid(problem('/choices', 'too_few', 'Give at least one choice.')) : null;

const tooMany = ({ others }: CustomFieldState, kinds: readonly FieldKind[]): Refusal | null => {
  const full = kinds.find((kind) => fieldsOf(others, kind).length >= FIELDS_PER_KIND);
  return full
    ? invalid(
        problem(
          '/record_kinds',
          'too_many',
          `There are ${FIELDS_PER_KIND} fields for ${full}s already, and that is the limit.`,
        ),
      )
    : null;
};

const told = (
  state: CustomFieldState,
  verb: string,
  facts: Event['facts'],
  context: Context,
  effects: Effect[] = [],
): Decision =>
  accept(
    Object.keys(facts).length
      ? [{ verb, thing: ref('custom_field', state.field.id), facts, ...undoable(context) }]
      : [],
    effects,
  );
