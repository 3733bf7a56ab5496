import { addMilliseconds } from '#ground/time.ts';
import type { ThingFacts } from '#kernel/access/roles/model.ts';
import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Facts, Problem, Refusal } from '#kernel/decision/model.ts';
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
import { patched } from '#people/fields/patch.ts';
import { peopleWhole } from '#people/fields/rights.ts';
import {
  type Authorization,
  type AuthorizationChanges,
  type AuthorizationCommand,
  type AuthorizationFacts,
  type HeldFor,
  kindsOf,
} from './model.ts';
import { proposedFrom } from './status.ts';

const RESTORED_DAYS = 30;

/** Authorizations are kept by whoever may change their client; deleting one is for people W. */
export const decide = (facts: AuthorizationFacts, command: AuthorizationCommand, context: Context): Decision =>
  mayDo(facts, command, context) ?? gone(facts, command) ?? decided(facts, command, context);

export const evolve = (facts: AuthorizationFacts, event: Event): AuthorizationFacts => ({
  ...facts,
  authorization: changed(facts.authorization, event),
});

const thing = (held: HeldFor, tasks: boolean): ThingFacts => ({
  assigned_to: tasks ? [...held.holders, ...held.task_members] : held.holders,
  roles_held_by: held.holders,
  made_by: held.made_by,
  restricted: held.restricted,
});

/** As if absent to whoever may not see the client (PL-35). */
export const maySee = ({ held_for }: AuthorizationFacts, { who }: Pick<Context, 'who'>): Refusal | null =>
  held_for ? can(who, reads('people'), thing(held_for, true)) : notFound();

export const mayWrite = ({ held_for }: AuthorizationFacts, { who }: Pick<Context, 'who'>): Refusal | null =>
  held_for ? can(who, writes('people'), thing(held_for, false)) : notFound();

const mayDo = (facts: AuthorizationFacts, command: AuthorizationCommand, context: Context): Refusal | null => {
  if (command.do === 'add' && !facts.held_for)
    return can(context.who, writes('people')) ?? invalid(problem('/client', 'not_found', 'There is no such client.'));
  return (
    maySee(facts, context) ??
    mayWrite(facts, context) ??
    (command.do === 'delete' || command.do === 'restore'
      ? peopleWhole(context.who, `${command.do} an authorization`)
      : null)
  );
};

const gone = ({ authorization, old }: AuthorizationFacts, command: AuthorizationCommand): Refusal | null => {
  if (command.do === 'add') return null;
  if (command.do === 'renew') return old && !old.deleted_at ? null : notFound();
  if (authorization.version === 0) return notFound();
  if (command.do === 'restore')
    return authorization.deleted_at ? null : refused('not_deleted', 'This authorization is not deleted.');
  return authorization.deleted_at ? notFound() : null;
};

const decided = (facts: AuthorizationFacts, command: AuthorizationCommand, context: Context): Decision => {
  switch (command.do) {
    case 'add': {
      const { do: _, client, ...fields } = command;
      return make(facts, { client_id: client, ...fields }, 'authorization.added', context);
    }
    case 'renew':
      return renew(facts, command, context);
    case 'change':
      return change(facts, command, context);
    case 'end':
      return end(facts, command, context);
    case 'delete':
      return told(facts, 'authorization.deleted', { deleted_at: [null, context.now] }, context);
    case 'restore':
      return restore(facts, context);
  }
};

const make = (
  facts: AuthorizationFacts,
  fields: Partial<Record<keyof Authorization, unknown>>,
  verb: string,
  context: Context,
): Decision => {
  const after = patched(facts.authorization, fields as Partial<Authorization>);
  return faults(facts, after, context) ?? told(facts, verb, creation(after), context);
};

/** A new record that names the old one; what is not given is taken over, and it begins the day after (PE-58). */
const renew = (
  facts: AuthorizationFacts,
  command: AuthorizationCommand & { do: 'renew' },
  context: Context,
): Decision => {
  const { do: _, old: id, ...given } = command;
  const { kind, granted_by, lines, client_id } = facts.old!;
  const taken: AuthorizationChanges = {
    kind,
    granted_by,
    lines,
    valid_from: proposedFrom(facts.old!),
    state: 'pending',
  };
  return make(facts, { client_id, ...patched(taken, given), replaces: id }, 'authorization.renewed', context);
};

/** Turning pending into approved keeps the record and its id (PE-55). */
const change = (
  facts: AuthorizationFacts,
  command: AuthorizationCommand & { do: 'change' },
  context: Context,
): Decision => {
  const { do: _, ...given } = command;
  const after = patched(facts.authorization, given as Partial<Authorization>);
  const approved = after.state === 'approved' && facts.authorization.state !== 'approved';
  return (
    faults(facts, after, context) ??
    told(
      facts,
      approved ? 'authorization.approved' : 'authorization.changed',
      difference<Authorization>(facts.authorization, after),
      context,
    )
  );
};

const end = (
  facts: AuthorizationFacts,
  { on, reason }: AuthorizationCommand & { do: 'end' },
  context: Context,
): Decision => {
  const { authorization } = facts;
  if (authorization.ended_on)
    return refused('already_ended', 'This authorization was ended already.', { on: authorization.ended_on });
  const after = { ended_on: on ?? context.today, ended_by: context.who.actor, ended_reason: reason };
  return told(facts, 'authorization.ended', difference<Authorization>(authorization, after), context);
};

const restore = (facts: AuthorizationFacts, context: Context): Decision =>
  addMilliseconds(facts.authorization.deleted_at!, RESTORED_DAYS * 86_400_000) < context.now
    ? refused('too_late', `This was deleted more than ${RESTORED_DAYS} days ago.`)
    : told(facts, 'authorization.restored', { deleted_at: [facts.authorization.deleted_at, null] }, context);

const faults = (facts: AuthorizationFacts, after: Authorization, context: Context): Refusal | null => {
  const early = notYetClient(facts, after);
  if (early) return early;
  const problems = [...noNumber(after), ...wrongDates(after), ...wrongKind(facts.authorization, after, context)];
  return problems.length ? invalid(...problems) : null;
};

const notYetClient = ({ held_for }: AuthorizationFacts, after: Authorization): Refusal | null =>
  held_for && after.state !== 'pending' ? canApprove(held_for) : null;

/** On a prospect it can only be prepared (PE-50). */
export const canApprove = ({ kind, display_name }: { kind: string; display_name: string }): Refusal | null =>
  kind === 'prospect'
    ? refused(
        'not_a_client_yet',
        `${display_name} is a prospect: the authorization can be prepared as pending, and approved once they are a client.`,
      )
    : null;

const noNumber = (after: Authorization): Problem[] =>
  after.state === 'approved' && !after.number
    ? [problem('/number', 'required', 'An approved authorization has a number.')]
    : [];

/** Both days are inside the validity; an empty last day is open-ended (PE-56). */
const wrongDates = ({ valid_from, valid_to }: Authorization): Problem[] =>
  valid_from && valid_to && valid_to < valid_from
    ? [problem('/valid_to', 'before_start', 'The last day cannot be before the first.')]
    : [];

const wrongKind = (before: Authorization, after: Authorization, { practice }: Context): Problem[] => {
  const kinds = kindsOf(practice.settings);
  return after.kind === before.kind || kinds.includes(after.kind)
    ? []
    : [problem('/kind', 'not_found', `Choose one of the practice’s kinds: ${kinds.join(', ')}.`)];
};

const told = (
  { authorization, held_for }: AuthorizationFacts,
  verb: string,
  facts: Facts,
  context: Context,
): Decision =>
  accept(
    Object.keys(facts).length
      ? [{ verb, thing: ref('authorization', authorization.id), client_id: held_for!.id, facts, ...undoable(context) }]
      : [],
  );
