import { addMilliseconds } from '#ground/time.ts';
import type { Context, Decision, Facts, Json, Refusal } from '#kernel/decision/model.ts';
import { accept, invalid, problem, refused } from '#kernel/decision/rules.ts';
import { sayCounts } from './conversion.ts';
import { PERSONAL, type Person, type PersonState, TAKE_BACK_DAYS } from './model.ts';
import { displayName } from './status.ts';
import { told } from './telling.ts';

/** What stands in the place of a personal value that was erased (PE-29). */
export const ERASED = '[erased]';

/** Only what nothing refers to but its own notes, contacts and tags (PE-28): else `in_use` with the counts. */
export const canDelete = ({ person, around }: PersonState): Refusal | null =>
  around.references.length
    ? refused(
        'in_use',
        `${displayName(person)} has ${sayCounts(around.references)}, so it cannot be deleted. Deactivate it instead.`,
        { references: around.references.map(({ kind, count }) => ({ kind, count })), offer: 'deactivate' },
      )
    : null;

export const remove = (state: PersonState, context: Context): Decision =>
  canDelete(state) ?? accept(told(state, 'person.deleted', { deleted_at: [null, context.now] }, context));

/** The same id comes back, for 30 days (PE-28). */
export const restore = (state: PersonState, context: Context): Decision => {
  const { person } = state;
  return addMilliseconds(person.deleted_at!, TAKE_BACK_DAYS * 86_400_000) < context.now
    ? refused('too_late', `${displayName(person)} was deleted more than ${TAKE_BACK_DAYS} days ago.`)
    : accept(told(state, 'person.restored', { deleted_at: [person.deleted_at, null] }, context));
};

/**
 * Every personal value gives way to a marker; numbers, ids, dates stay (PE-29). The number must be typed. Refused while an
 * invoice is open. It cannot be undone, and its event holds no value that was erased.
 */
export const erase = (state: PersonState, { number }: { number: string }, context: Context): Decision => {
  const { person, around } = state;
  const own = [person.client_number, person.prospect_number].filter((one) => one !== null);
  if (!own.some((one) => one.toLowerCase() === number.trim().toLowerCase()))
    return invalid(problem('/number', 'wrong', `Type the number of this record, ${own[0]}, to erase it.`));
  if (around.open_invoices)
    return refused(
      'open_invoices',
      `${displayName(person)} has ${around.open_invoices} open invoices. Settle or void them first.`,
      {
        open_invoices: around.open_invoices,
      },
    );
  return eraseValues(state, context);
};

/** The markers themselves; an absorbed record goes with its survivor. */
export const eraseValues = (state: PersonState, context: Context): Decision => {
  const { person } = state;
  const facts: Record<string, [Json, Json]> = {};
  for (const field of PERSONAL) {
    const after = markerOf(field, person[field] as Json);
    if (JSON.stringify(person[field]) !== JSON.stringify(after)) facts[field] = [ERASED, after];
  }
  return accept(
    told(
      state,
      'person.erased',
      { ...facts, ...named(person), erased_at: [null, context.now] } as Facts,
      context,
      true,
    ),
  );
};

/** A record keeps a name to be shown by. */
const named = (person: Person): Facts => ({
  form: [person.form, 'organisation'],
  organisation_name: [ERASED, ERASED],
  given_name: [ERASED, null],
  family_name: [ERASED, null],
});

const markerOf = (field: string, value: Json): Json => {
  if (Array.isArray(value)) return [];
  if (field === 'custom') return {};
  return value === null ? null : ERASED;
};
