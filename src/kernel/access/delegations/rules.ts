import type { Id } from '#ground/id.ts';
import { addDays, daysBetween, type PlainDate } from '#ground/time.ts';
import type { Context, Decision, Effect, Event, Problem, Refusal, Who } from '#kernel/decision/model.ts';
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
import { can, SIGNED_IN } from '../roles/rules.ts';
import {
  type Delegation,
  type DelegationCommand,
  type DelegationFacts,
  type DelegationState,
  MOST_DAYS,
  type NewDelegation,
} from './model.ts';

/**
 * «B for A» (PL-34): set by the member, or by a holder of `delegation.others`; ended early by the member, the deputy or
 * such a holder. Refuses over 90 days, past days, a second delegation of one member on a day (`overlaps`, IN-148), and a
 * deputy who is away on all the days or whom a loop leads back (`deputy_away`).
 */
export const decideDelegation = (state: DelegationFacts, command: DelegationCommand, context: Context): Decision =>
  command.do === 'set' ? set(state, command, context) : end(state, context);

export const evolveDelegation = (state: DelegationFacts, event: Event): DelegationFacts => ({
  ...state,
  delegation: changed(state.delegation, event),
});

/** The last day on which it holds; before `from_on` when it was ended before it began. */
export const lastDay = (delegation: Delegation): PlainDate =>
  delegation.ended_on !== null && delegation.ended_on <= delegation.to_on
    ? addDays(delegation.ended_on, -1)
    : delegation.to_on;

export const holdsOn = (delegation: Delegation, day: PlainDate): boolean =>
  delegation.from_on <= day && day <= lastDay(delegation);

export const stateOn = (delegation: Delegation, today: PlainDate): DelegationState =>
  lastDay(delegation) < today || lastDay(delegation) < delegation.from_on
    ? 'ended'
    : delegation.from_on > today
      ? 'planned'
      : 'active';

/** Who stands in for `member` on a day; null when nobody, or when the deputy is away too: a chain is not followed (PL-34). */
export const deputyOf = (delegations: readonly Delegation[], member: Id, day: PlainDate): Delegation | null => {
  const theirs = delegations.find((d) => d.member_id === member && holdsOn(d, day));
  return theirs && !away(delegations, theirs.deputy_id, day) ? theirs : null;
};

/** For whom `deputy` stands in on a day, as `Who` carries it; nobody while the deputy is away (IN-149). */
export const standingIn = (
  delegations: readonly Delegation[],
  deputy: Id,
  day: PlainDate,
): Pick<Who, 'deputy_for' | 'deputy_covers'> => {
  const mine = away(delegations, deputy, day)
    ? []
    : delegations.filter((d) => d.deputy_id === deputy && holdsOn(d, day));
  return {
    deputy_for: mine.map((d) => d.member_id),
    deputy_covers: Object.fromEntries(mine.map((d) => [d.member_id, d.covers])),
  };
};

const away = (delegations: readonly Delegation[], member: Id, day: PlainDate): boolean =>
  delegations.some((d) => d.member_id === member && holdsOn(d, day));

const set = (
  state: DelegationFacts,
  { do: _, ...wanted }: { do: 'set' } & NewDelegation,
  context: Context,
): Decision => {
  const no =
    mayActFor(context.who, [wanted.member_id]) ?? shape(state, wanted, context.today) ?? deputyAway(state, wanted);
  if (no) return no;
  const made = {
    verb: 'delegation.set',
    thing: ref('delegation', state.delegation.id),
    facts: creation({ ...wanted, ended_on: null }),
  };
  return accept([made], news(state, wanted, context));
};

const end = ({ delegation, ...state }: DelegationFacts, context: Context): Decision => {
  if (!delegation.version) return notFound();
  const no = mayActFor(context.who, [delegation.member_id, delegation.deputy_id]);
  if (no) return no;
  if (stateOn(delegation, context.today) === 'ended')
    return refused('already_ended', 'This standing-in is over already.');
  const facts = difference(delegation, { ended_on: context.today });
  return accept(
    [{ verb: 'delegation.ended', thing: ref('delegation', delegation.id), facts }],
    news({ ...state, delegation }, delegation, context),
  );
};

const mayActFor = (who: Who, members: readonly Id[]): Refusal | null =>
  who.member_id && members.includes(who.member_id) ? null : can(who, { ...SIGNED_IN, ability: 'delegation.others' });

const shape = (state: DelegationFacts, wanted: NewDelegation, today: PlainDate): Refusal | null => {
  const problems: Problem[] = [];
  const active = (id: Id) => state.members.some((member) => member.id === id && member.state === 'active');
  if (!active(wanted.member_id)) problems.push(problem('/member_id', 'not_active', 'Choose an active member.'));
  if (!active(wanted.deputy_id))
    problems.push(problem('/deputy_id', 'not_active', 'Choose an active member as deputy.'));
  if (wanted.deputy_id === wanted.member_id)
    problems.push(problem('/deputy_id', 'self', 'Nobody stands in for themselves.'));
  if (wanted.from_on < today) problems.push(problem('/from_on', 'past', 'The first day is today or later.'));
  if (wanted.to_on < wanted.from_on)
    problems.push(problem('/to_on', 'before_from', 'The last day is not before the first.'));
  else if (daysBetween(wanted.from_on, wanted.to_on) >= MOST_DAYS) {
    problems.push(
      problem(
        '/to_on',
        'too_long',
        `A deputy stands in for at most ${MOST_DAYS} days; the last possible day is ${addDays(wanted.from_on, MOST_DAYS - 1)}.`,
      ),
    );
  }
  if (problems.length) return invalid(...problems);
  const other = state.others.find((d) => d.member_id === wanted.member_id && shareDay(d, wanted));
  if (!other) return null;
  const facts = { delegation_id: other.id };
  return refused(
    'overlaps',
    `There is a deputy from ${other.from_on} to ${lastDay(other)} already. End that first, or choose other days.`,
    facts,
  );
};

const deputyAway = (state: DelegationFacts, wanted: NewDelegation): Refusal | null => {
  const theirs = state.others.filter((d) => d.member_id === wanted.deputy_id);
  const name = nameOf(state, wanted.deputy_id);
  const back = theirs.find((d) => d.deputy_id === wanted.member_id && shareDay(d, wanted));
  if (back) {
    return refused(
      'deputy_away',
      `${name} is away from ${back.from_on} to ${lastDay(back)} with ${nameOf(state, wanted.member_id)} as deputy, so neither would be there.`,
    );
  }
  const days = daysBetween(wanted.from_on, wanted.to_on) + 1;
  const allAway = Array.from({ length: days }, (_, i) => addDays(wanted.from_on, i)).every((day) =>
    theirs.some((d) => holdsOn(d, day)),
  );
  return allAway ? refused('deputy_away', `${name} is away on all of these days. Choose another deputy.`) : null;
};

const shareDay = (d: Delegation, wanted: NewDelegation): boolean =>
  d.from_on <= wanted.to_on && wanted.from_on <= lastDay(d) && d.from_on <= lastDay(d);

const nameOf = (state: DelegationFacts, id: Id): string =>
  state.members.find((member) => member.id === id)?.name ?? 'This member';

/** Both are told, but for who did it; so is everybody whose deputy is away now too (IN-149). */
const news = (state: DelegationFacts, wanted: NewDelegation, context: Context): Effect[] => {
  const stranded = state.others
    .filter((d) => d.deputy_id === wanted.member_id && shareDay(d, wanted))
    .map((d) => d.member_id);
  const title = `${nameOf(state, wanted.deputy_id)} for ${nameOf(state, wanted.member_id)}, ${wanted.from_on} to ${wanted.to_on}`;
  return [...new Set([wanted.member_id, wanted.deputy_id, ...stranded])]
    .filter((id) => id !== context.who.member_id)
    .map((member) => ({
      do: 'notify',
      member,
      verb: 'delegation',
      thing: ref('delegation', state.delegation.id),
      title,
      url: '/settings/delegations',
    }));
};
