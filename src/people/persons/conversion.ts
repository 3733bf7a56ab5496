import { plural } from '#ground/text.ts';
import { addMilliseconds, dateAt } from '#ground/time.ts';
import { sayDay, sayList } from '#ground/words.ts';
import type { Context, Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, difference, refused } from '#kernel/decision/rules.ts';
import { peopleWhole } from '#people/fields/rights.ts';
import { type Person, type PersonKind, type PersonState, TAKE_BACK_DAYS } from './model.ts';
import type { Counted } from './port.ts';
import { displayName } from './status.ts';
import { told } from './telling.ts';
import { left, reopened } from './waitlist.ts';

type Asked = Pick<
  Person,
  'id' | 'kind' | 'form' | 'given_name' | 'family_name' | 'organisation_name' | 'client_number' | 'converted_at'
>;

/**
 * Asking for a person as the wrong kind, or launching on it from the wrong module: a converted one is `now_a_client` with
 * the client's address, a prospect asked as client is `wrong_kind` (PE-3, PE-4, PE-24). Null: it is of that kind.
 */
export const wrongKind = (person: Asked, as: PersonKind, zone: string): Refusal | null => {
  if (person.kind === as) return null;
  const name = displayName(person);
  if (as === 'client')
    return refused('wrong_kind', `${name} is a prospect. Look at it and start its workflows from Prospects.`, {
      url: `/prospects/${person.id}`,
    });
  const since = person.converted_at ? ` on ${sayDay(dateAt(person.converted_at, zone))}` : '';
  return refused('now_a_client', `${name} became a client${since}. Start this from Clients.`, {
    url: `/clients/${person.id}`,
    client_number: person.client_number,
  });
};

/** A prospect that may become a client now: not inactive (PE-21), and no run blocks it (PE-22). */
export const canConvert = ({ person, around }: PersonState): Refusal | null => {
  const name = displayName(person);
  if (person.kind === 'client')
    return refused('now_a_client', `${name} is a client already.`, { url: `/clients/${person.id}` });
  if (person.inactive_since)
    return refused('prospect_inactive', `${name} is inactive. Reactivate it, then convert it.`, {
      offer: 'reactivate',
    });
  const blocking = around.open_runs.filter((run) => run.blocks_conversion);
  if (!blocking.length) return null;
  return refused(
    'blocked_by_run',
    `${sayList(blocking.map((run) => `«${run.workflow}»`))} must end before ${name} becomes a client. Whoever may change all of People can convert anyway, with a reason.`,
    { runs: blocking.map(({ id, workflow }) => ({ id, workflow })) },
  );
};

/** The kind of the person changes and nothing of its identity; a number is given, or the one it had before (PE-2, PE-14, PE-25). */
export const convert = (
  state: PersonState,
  { override_reason }: { override_reason?: string | undefined },
  context: Context,
): Decision => {
  const no = canConvert(state);
  const anyway = no?.code === 'blocked_by_run' && override_reason;
  if (no && !anyway) return no;
  const unfit = anyway ? peopleWhole(context.who, 'convert over a blocking workflow') : null;
  if (unfit) return unfit;
  const { person, around } = state;
  const facts = difference<Person>(person, {
    kind: 'client',
    client_number: person.client_number ?? around.next.client,
    converted_at: context.now,
    converted_by: context.who.actor,
    conversion_reason: anyway ? override_reason : null,
  });
  return accept([...told(state, 'person.converted', facts, context), ...left(state, 'converted', context)]);
};

/** Refuses not_converted, too_late after 30 days, has_client_records with what was made since (PE-25). */
export const canUndoConversion = ({ person, around }: PersonState, now: string): Refusal | null => {
  const name = displayName(person);
  if (person.kind !== 'client' || !person.converted_at)
    return refused('not_converted', `${name} was never a prospect, so there is no conversion to undo.`);
  if (addMilliseconds(person.converted_at, TAKE_BACK_DAYS * 86_400_000) < now)
    return refused(
      'too_late',
      `${name} has been a client for more than ${TAKE_BACK_DAYS} days, so the conversion stays.`,
    );
  return around.client_records.length
    ? refused(
        'has_client_records',
        `${name} has ${sayCounts(around.client_records)} made since the conversion, so it stays a client.`,
        {
          records: around.client_records.map(({ kind, count }) => ({ kind, count })),
        },
      )
    : null;
};

/** The prospect stands where it stood; the client number is kept for the next conversion (PE-25). */
export const undoConversion = (state: PersonState, { reason }: { reason: string }, context: Context): Decision => {
  const facts = difference<Person>(state.person, {
    kind: 'prospect',
    converted_at: null,
    converted_by: null,
    conversion_reason: reason,
  });
  return (
    canUndoConversion(state, context.now) ??
    accept([...told(state, 'person.conversion_undone', facts, context), ...reopened(state, context)])
  );
};

/** «2 invoices and 1 plan». */
export const sayCounts = (counts: readonly Counted[]): string =>
  sayList(counts.map(({ kind, count }) => plural(count, kind.replace(/ies$/, 'y').replace(/s$/, ''), kind)));
