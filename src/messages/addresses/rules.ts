import { addMilliseconds, startOfDay } from '#ground/time.ts';
import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Facts, Json, Refusal } from '#kernel/decision/model.ts';
import { accept, changed, difference, ref, refused, undoable } from '#kernel/decision/rules.ts';
import type { Address, AddressCommand, AddressState, Reach, SuppressionReason } from './model.ts';

/** Whoever writes messages records the permission for them, and stops them (ME-36). */
export const MAY_RECORD = writes('inbox', 'messages.send');
/** Owner, Admin and AR Manager (ME-41). */
export const MAY_LIFT = writes('collections', 'collections.design');

/** What happens to an address: consents (ME-35, ME-36), bounces and suppressions (ME-40 to ME-43). */
export const decide = (state: AddressState, command: AddressCommand, context: Context): Decision => {
  const no = asksMember(command) ? can(context.who, command.do === 'lift' ? MAY_LIFT : MAY_RECORD) : null;
  if (no) return no;
  const { address } = state;
  switch (command.do) {
    case 'record_consent':
      return recorded(state, command, context);
    case 'withdraw_consent':
      return withdrawn(state, command, context);
    case 'restore_consent': {
      if (address.consent_state !== 'opted_out') return accept([]);
      const consent = given(context, { source: 'keyword', words: command.words });
      return accept(told(state, 'consent.restored', { ...consent, ...cleared(address, ['opted_out']) }));
    }
    case 'suppress':
      return byHand(state, command, context);
    case 'bounced':
      return accept(
        command.kind === 'hard' ? byMachine(state, 'hard_bounce', command, context) : soft(state, command, context),
      );
    case 'complained':
      return accept(byMachine(state, 'complaint', command, context));
    case 'unsubscribed':
      return accept(byMachine(state, 'unsubscribed', command, context));
    case 'resubscribed':
      return accept(told(state, 'suppression.lifted', cleared(address, ['unsubscribed'])));
    case 'lift':
      return lifted(state, command.reason, context);
  }
};

export const evolve = (state: AddressState, event: Event): AddressState => ({
  ...state,
  address: changed(state.address, event),
});

const asksMember = (command: AddressCommand): boolean =>
  ['record_consent', 'suppress', 'lift'].includes(command.do) ||
  (command.do === 'withdraw_consent' && command.source === 'member');

/** A fresh consent ends an opt-out, and with it the suppression that stood for it (ME-41). */
const recorded = (
  state: AddressState,
  { source, words, file, given_on, person, contact }: Extract<AddressCommand, { do: 'record_consent' }>,
  context: Context,
): Decision => {
  const { time_zone } = context.practice;
  if (given_on && given_on > context.today)
    return refused('not_yet', 'A consent cannot be recorded for a day that is still to come.');
  const at = given_on && given_on < context.today ? startOfDay(given_on, time_zone) : context.now;
  const consent = { ...given(context, { source, words }), consent_file: file ?? null, consent_at: at };
  const facts = { ...consent, consent_person: person, consent_contact: contact ?? null };
  return accept(
    told(
      state,
      'consent.recorded',
      { ...facts, ...cleared(state.address, ['opted_out']) },
      { first: person, undo: undoable(context) },
    ),
  );
};

/** Taken back with no undo: what comes after an opt-out is fresh consent (ME-41). A second STOP changes nothing. */
const withdrawn = (
  state: AddressState,
  { source, words }: Extract<AddressCommand, { do: 'withdraw_consent' }>,
  context: Context,
): Decision => {
  if (state.address.consent_state === 'opted_out') return accept([]);
  const consent = { ...given(context, { source, words: words ?? null }), consent_state: 'opted_out' as const };
  const stop = suppressed(state.address, 'opted_out', { reach: 'all', evidence: words ?? null }, context);
  return accept(told(state, 'consent.withdrawn', { ...consent, ...stop }));
};

/** A member's wish; one that adds nothing to what stands is told so. */
const byHand = (
  state: AddressState,
  { reach, reason }: Extract<AddressCommand, { do: 'suppress' }>,
  context: Context,
): Decision => {
  const change = suppressed(state.address, 'by_hand', { reach, evidence: reason }, context);
  if (!Object.keys(change).length)
    return refused('suppressed_already', 'This address is suppressed already, and stays as it is.');
  return accept(told(state, 'suppression.made', change, { undo: undoable(context) }));
};

/** Why a suppression cannot be lifted; null when it can (ME-41). */
export const canLift = ({ reason, consent_state }: Pick<Address, 'reason' | 'consent_state'>): Refusal | null => {
  if (!reason) return refused('not_suppressed', 'This address is not suppressed.');
  return reason === 'opted_out' || consent_state === 'opted_out'
    ? refused(
        'opted_out',
        'The recipient opted out, so this ends only with START from them or with a fresh consent. Record it on the client’s page.',
      )
    : null;
};

const lifted = (state: AddressState, why: string, context: Context): Decision => {
  const { reason } = state.address;
  const no = canLift(state.address);
  if (no) return no;
  const facts = { ...cleared(state.address, [reason!]), evidence: why, soft_bounces: [] };
  return accept(told(state, 'suppression.lifted', facts, { undo: undoable(context) }));
};

const given = (
  { now, who }: Context,
  { source, words }: { source: Address['consent_source']; words: string | null },
): Partial<Address> => ({
  consent_state: 'consented',
  consent_source: source,
  consent_words: words,
  consent_file: null,
  consent_at: now,
  consent_by: who.actor,
});

const REACH: Readonly<Record<Exclude<SuppressionReason, 'by_hand' | 'opted_out'>, Reach>> = {
  hard_bounce: 'all',
  soft_bounces: 'chase',
  complaint: 'chase',
  unsubscribed: 'chase',
};

const byMachine = (
  state: AddressState,
  reason: keyof typeof REACH,
  { evidence }: { evidence: string },
  context: Context,
): Event[] =>
  told(state, 'suppression.made', suppressed(state.address, reason, { reach: REACH[reason], evidence }, context));

/** The suppression as it is then: a wider one replaces a narrower one, else the first stays as it was. */
const suppressed = (
  { reach }: Address,
  reason: SuppressionReason,
  given: { reach: Reach; evidence: string | null },
  { now, who }: Context,
): Partial<Address> =>
  reach === null || (reach === 'chase' && given.reach === 'all')
    ? { reason, reach: given.reach, since: now, evidence: given.evidence, suppressed_by: who.actor }
    : {};

/** No suppression any more, where it stands for one of these reasons. */
const cleared = ({ reason }: Address, reasons: readonly SuppressionReason[]): Partial<Address> =>
  reason && reasons.includes(reason)
    ? { reason: null, reach: null, since: null, evidence: null, suppressed_by: null }
    : {};

const SOFT_DAYS = 14;
const SOFT_MOST = 3;

/** The third soft bounce within 14 days suppresses (ME-40); those before them are forgotten. */
const soft = (state: AddressState, { at, evidence }: { at: string; evidence: string }, context: Context): Event[] => {
  const { address } = state;
  const since = addMilliseconds(at, -SOFT_DAYS * 86_400_000);
  const soft_bounces = [...new Set([...address.soft_bounces.filter((one) => one > since), at])].sort();
  const counted = told(state, 'address.bounced', { soft_bounces });
  if (soft_bounces.length < SOFT_MOST || !counted.length) return counted;
  return [...counted, ...byMachine(state, 'soft_bounces', { evidence }, context)];
};

/**
 * One event for the change, and one without it for every other client that has the address, so that each timeline tells it
 * (ME-42). Nothing changed: nothing is told.
 */
const told = (
  { address, holders }: AddressState,
  verb: string,
  changes: Partial<Address>,
  { first, undo = {} }: { first?: string | null; undo?: object } = {},
): Event[] => {
  const facts: Facts = difference<Address>(address, changes);
  if (!Object.keys(facts).length) return [];
  const same: Record<string, readonly [Json, Json]> = { address: [address.address, address.address] };
  const clients = [...new Set([...(first ? [first] : []), ...holders])];
  const event = { verb, thing: ref('address', address.id), ...undo };
  return [{ ...same, ...facts }, ...clients.slice(1).map(() => same)].map((its, i) => ({
    ...event,
    facts: its,
    ...(clients[i] && { client_id: clients[i] }),
  }));
};
